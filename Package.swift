// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: a warning in our own code is an error.
let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A room of the house: `name` imports exactly the rooms in `imports`.
func room(
  _ name: String, _ imports: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: imports, resources: resources, swiftSettings: swift)
}

/// The tests of one room, with the further rooms they use.
func tests(_ name: String, _ uses: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: uses, exclude: exclude, swiftSettings: swift)
}

let package = Package(
  name: "AutoShuffleNet",
  products: [
    .executable(name: "autoshuffle", targets: ["autoshuffle"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // System libraries.
    .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),

    // Shared by both sides: integers and bytes only, no arithmetic that could round.
    room("RandomStreams"),
    room("Files"),
    room("Routes", ["RandomStreams"]),

    // The arithmetic of a training step, for floats and for rationals.
    room("StepArithmetic"),

    // The exact side.
    room("Exact", ["CGMP"]),
    room("MatrixFiles", ["Exact", "Files"]),
    .target(
      name: "CAssignmentKernels",
      cSettings: [.treatAllWarnings(as: .error)]),
    room("Birkhoff", ["CAssignmentKernels", "Exact", "RandomStreams", "StepArithmetic"]),
    room("Claims", ["Exact", "RandomStreams"]),
    room(
      "ShufflePenalty", ["Birkhoff", "Claims", "Exact", "RandomStreams", "StepArithmetic"]),
    room(
      "RouteClaims", ["Birkhoff", "Claims", "Exact", "RandomStreams", "Routes", "ShufflePenalty"]),
    room(
      "Certificates", ["Exact", "Files"], resources: [.embedInCode("certificate.schema.json")]
    ),
    room("ExtremalSearch", ["Birkhoff", "Exact", "RandomStreams", "ShufflePenalty"]),
    room("PropertyTesting", ["RandomStreams"]),
    room(
      "Matching",
      ["Birkhoff", "Claims", "Exact", "RandomStreams", "ShufflePenalty", "StepArithmetic"]),
    room(
      "Verification",
      [
        "Birkhoff", "Certificates", "Claims", "Exact", "ExtremalSearch", "Matching",
        "PropertyTesting", "RandomStreams", "RouteClaims", "ShufflePenalty",
      ]),

    // The float side.
    .target(
      name: "CTensorKernels", exclude: ["README.md"],
      cSettings: [.treatAllWarnings(as: .error)]),
    room("Tensor", ["CTensorKernels", "COpenBLAS", "CLAPACKE"]),
    room("NeuralNet", ["RandomStreams", "Routes", "Tensor"]),
    room("Optimizers", ["NeuralNet", "StepArithmetic", "Tensor"]),
    room("ImageData", ["Files", "RandomStreams", "Tensor"]),
    room(
      "Training",
      [
        "Files", "ImageData", "NeuralNet", "Optimizers", "RandomStreams", "Routes",
        "StepArithmetic", "Tensor",
      ]),

    // Where the two sides meet.
    room(
      "CertifiedTraining",
      [
        "Birkhoff", "Certificates", "Claims", "Exact", "ImageData", "NeuralNet", "Optimizers",
        "ShufflePenalty", "StepArithmetic", "Tensor", "Training", "Verification",
      ],
      resources: [.embedInCode("Regression/baselines.json")]),
    room(
      "Runs",
      [
        "CertifiedTraining", "Certificates", "Files", "ImageData", "NeuralNet", "Training",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    room(
      "Reporting",
      [
        "CertifiedTraining", "Certificates", "Claims", "Exact", "ExtremalSearch", "Files",
        "NeuralNet", "Routes", "Training", "Verification",
      ]),

    // The command line.
    .executableTarget(
      name: "autoshuffle",
      dependencies: [
        "Birkhoff", "CertifiedTraining", "Certificates", "Claims", "Exact", "ExtremalSearch",
        "Files", "ImageData", "MatrixFiles", "NeuralNet", "Optimizers", "RandomStreams",
        "Reporting", "Routes", "Runs", "ShufflePenalty", "StepArithmetic", "Tensor", "Training",
        "Verification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swift),

    // Measurements, no product; the peers are programs in other languages.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Birkhoff", "CTensorKernels", "Certificates", "Claims", "Exact", "Files", "ImageData",
        "MatrixFiles", "NeuralNet", "Optimizers", "RandomStreams", "ShufflePenalty",
        "StepArithmetic", "Tensor", "Training", "Verification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Benchmarks",
      exclude: ["Peers", "Results", "exact-peers.sh", "network-peers.sh"],
      swiftSettings: swift),

    // Tests, one target a room.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: swift),
    tests("RandomStreams", ["RandomStreams"]),
    tests("Routes", ["RandomStreams", "Routes"]),
    tests("StepArithmetic", ["RandomStreams", "StepArithmetic"]),
    tests("Exact", ["CGMP", "Exact", "RandomStreams"]),
    tests("Files", ["Files"]),
    tests("MatrixFiles", ["Exact", "MatrixFiles"]),
    tests("Birkhoff", ["Birkhoff", "Exact", "RandomStreams"]),
    tests(
      "ShufflePenalty",
      ["Birkhoff", "Claims", "Exact", "RandomStreams", "ShufflePenalty", "StepArithmetic"]),
    tests("RouteClaims", ["Claims", "Exact", "RandomStreams", "RouteClaims", "Routes"]),
    tests(
      "ExtremalSearch", ["Birkhoff", "Exact", "ExtremalSearch", "RandomStreams", "ShufflePenalty"],
      exclude: ["Results"]),
    tests("Certificates", ["Certificates", "Exact"], exclude: ["HandMade"]),
    tests("PropertyTesting", ["PropertyTesting", "RandomStreams"]),
    tests("Tensor", ["CTensorKernels", "RandomStreams", "Tensor"]),
    tests("NeuralNet", ["NeuralNet", "RandomStreams", "Routes", "Tensor"]),
    tests(
      "Optimizers", ["NeuralNet", "Optimizers", "RandomStreams", "StepArithmetic", "Tensor"]),
    tests("ImageData", ["ImageData", "Tensor", "TestSupport"]),
    tests(
      "Training",
      [
        "Files", "ImageData", "NeuralNet", "Optimizers", "RandomStreams", "StepArithmetic",
        "Tensor", "TestSupport", "Training",
      ]),
    tests(
      "Matching",
      [
        "Birkhoff", "Exact", "Matching", "RandomStreams", "ShufflePenalty", "StepArithmetic",
        "Tensor",
      ]),
    tests(
      "Verification",
      [
        "Birkhoff", "Certificates", "Claims", "Exact", "ExtremalSearch", "PropertyTesting",
        "RandomStreams", "ShufflePenalty", "Verification",
      ]),
    tests(
      "CertifiedTraining",
      [
        "CertifiedTraining", "Certificates", "Exact", "ImageData", "NeuralNet", "Optimizers",
        "StepArithmetic", "Tensor", "Training",
      ]),
    tests(
      "Runs",
      [
        "CertifiedTraining", "ImageData", "NeuralNet", "Runs", "TestSupport", "Training",
      ]),
    tests("Reporting", ["Reporting"]),
    tests("Benchmarks", ["Benchmarks", "NeuralNet"]),
    tests(
      "CommandLine", ["Certificates", "TestSupport", "autoshuffle"], exclude: ["Snapshots"]),
    tests("Architecture", []),
  ],
  swiftLanguageModes: [.v6]
)

// AUTOSHUFFLE_FUZZ=1 adds the fuzzers. libFuzzer brings their `main`, so they link only with its
// sanitizer: Fuzz/fuzz.sh builds them.
if Context.environment["AUTOSHUFFLE_FUZZ"] != nil {
  func fuzzer(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .executableTarget(
      name: name, dependencies: imports, path: "Fuzz/Sources/" + name, swiftSettings: swift)
  }
  package.targets += [
    fuzzer("FuzzCertificate", ["Certificates", "Files", "RandomStreams"]),
    fuzzer("FuzzConfiguration", ["Runs"]),
    fuzzer("FuzzMatrixFile", ["Exact", "MatrixFiles"]),
  ]
}

// AUTOSHUFFLE_HALF=exact leaves out what needs OpenBLAS or LAPACK, AUTOSHUFFLE_HALF=float what
// needs GMP: each half stands by itself.
let foreign: [String: Set<String>] = ["exact": ["COpenBLAS", "CLAPACKE"], "float": ["CGMP"]]
if let half = Context.environment["AUTOSHUFFLE_HALF"] {
  guard var absent = foreign[half] else { fatalError("AUTOSHUFFLE_HALF is exact or float") }
  func needsAbsent(_ target: Target) -> Bool {
    target.dependencies.contains { dependency in
      if case .byNameItem(let name, _) = dependency { absent.contains(name) } else { false }
    }
  }
  while let next = package.targets.first(where: { !absent.contains($0.name) && needsAbsent($0) }) {
    absent.insert(next.name)
  }
  package.targets.removeAll { absent.contains($0.name) }
  package.products.removeAll { absent.contains($0.name) }
}
