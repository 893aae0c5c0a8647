// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "AutoShuffleNetFuzz",
  dependencies: [.package(name: "AutoShuffleNet", path: "..")],
  targets: [
    // libFuzzer brings `main`; build with fuzz.sh, which passes the sanitizer.
    .executableTarget(
      name: "FuzzMatrixFile",
      dependencies: [.product(name: "MatrixFiles", package: "AutoShuffleNet")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  ],
  swiftLanguageModes: [.v6]
)
