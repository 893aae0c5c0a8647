/// Which room may import which.
///
/// The arrows of the house are data here, written a second time beside Package.swift, so that a new
/// one is a decision and not an accident.
enum HouseRules {
  /// The rooms that each room may import; C libraries and external products among them.
  static let allowed: [String: Set<String>] = [
    "CGMP": [], "COpenBLAS": [], "CLAPACKE": [], "CAssignmentKernels": [], "CTensorKernels": [],
    "RandomStreams": [], "Files": [], "TestSupport": [],
    "Routes": ["RandomStreams"], "StepArithmetic": [],
    "Exact": ["CGMP"],
    "MatrixFiles": ["Exact", "Files"],
    "Birkhoff": ["CAssignmentKernels", "Exact", "RandomStreams", "StepArithmetic"],
    "Claims": ["Exact", "RandomStreams"],
    "ShufflePenalty": ["Birkhoff", "Claims", "Exact", "RandomStreams", "StepArithmetic"],
    "ExtremalSearch": ["Birkhoff", "Exact", "RandomStreams", "ShufflePenalty"],
    "RouteClaims": ["Birkhoff", "Claims", "Exact", "RandomStreams", "Routes", "ShufflePenalty"],
    "Certificates": ["Exact", "Files"],
    "PropertyTesting": ["RandomStreams"],
    "Tensor": ["CLAPACKE", "COpenBLAS", "CTensorKernels"],
    "NeuralNet": ["RandomStreams", "Routes", "Tensor"],
    "Optimizers": ["NeuralNet", "StepArithmetic", "Tensor"],
    "ImageData": ["Files", "RandomStreams", "Tensor"],
    "Training": [
      "Files", "ImageData", "NeuralNet", "Optimizers", "RandomStreams", "Routes", "StepArithmetic",
      "Tensor",
    ],
    "Matching": [
      "Birkhoff", "Claims", "Exact", "RandomStreams", "ShufflePenalty", "StepArithmetic",
    ],
    "Verification": [
      "Birkhoff", "Certificates", "Claims", "Exact", "ExtremalSearch", "Matching",
      "PropertyTesting", "RandomStreams", "RouteClaims", "ShufflePenalty",
    ],
    "CertifiedTraining": [
      "Birkhoff", "Certificates", "Claims", "Exact", "ImageData", "NeuralNet", "Optimizers",
      "ShufflePenalty", "StepArithmetic", "Tensor", "Training", "Verification",
    ],
    "Runs": [
      "CertifiedTraining", "Certificates", "Files", "ImageData", "NeuralNet", "TOMLKit", "Training",
    ],
    "Reporting": [
      "CertifiedTraining", "Certificates", "Claims", "Exact", "ExtremalSearch", "Files",
      "NeuralNet", "Routes", "Training", "Verification",
    ],
    "autoshuffle": [
      "ArgumentParser", "Birkhoff", "CertifiedTraining", "Certificates", "Claims", "Exact",
      "ExtremalSearch",
      "Files", "ImageData", "MatrixFiles", "NeuralNet", "Optimizers", "RandomStreams",
      "Reporting", "Routes", "Runs", "ShufflePenalty", "StepArithmetic", "Tensor", "Training",
      "Verification",
    ],
    "Benchmarks": [
      "ArgumentParser", "Birkhoff", "CTensorKernels", "Certificates", "Claims", "Exact", "Files",
      "ImageData", "MatrixFiles", "NeuralNet", "Optimizers", "RandomStreams", "ShufflePenalty",
      "StepArithmetic", "Tensor", "Training", "Verification",
    ],
  ]

  /// The rooms in which nothing is rounded.
  static let exactSide: Set<String> = [
    "CAssignmentKernels", "CGMP", "Exact", "MatrixFiles", "Birkhoff", "Claims",
    "ShufflePenalty", "RouteClaims", "ExtremalSearch", "Matching", "Verification",
    "Certificates", "PropertyTesting",
  ]

  /// The rooms of floats.
  static let floatSide: Set<String> = [
    "CTensorKernels", "COpenBLAS", "CLAPACKE", "Tensor", "NeuralNet", "Optimizers", "ImageData",
    "Training",
  ]

  /// The rooms that may see both sides.
  static let bridges: Set<String> = [
    "CertifiedTraining", "Runs", "Reporting", "autoshuffle", "Benchmarks",
  ]

  /// What is at the top of the repository; dotfiles are configuration of tools.
  static let topLevel: Set<String> = [
    "Package.swift", "Sources", "Tests", "Proofs", "Fuzz", "README.md", "LICENSE", ".ci",
    ".gitignore", ".swift-format",
  ]

  /// The words of a Swift source that write to a standard stream.
  static func streamWrites(in source: String) -> [String] {
    let writing =
      /\b(print|debugPrint|dump|fputs|putc|putchar|puts|printf|vprintf)\(|FileHandle\.standard(Output|Error)|STD(OUT|ERR)_FILENO/
    return source.matches(of: writing).map { String($0.output.0) }
  }

  /// What C sources may include beside files of their own folder: the standard library.
  static let cHeaders: Set<String> = [
    "immintrin.h", "math.h", "stdatomic.h", "stddef.h", "stdint.h", "stdlib.h", "string.h",
  ]

  /// The files that a C source includes and that are neither of `own` nor of the standard library.
  static func foreignIncludes(in source: String, own: Set<String>) -> [String] {
    source.matches(of: /(?m)^[ \t]*#[ \t]*(?:include|import)[ \t]*(.*)/).compactMap { line in
      let operand = line.output.1.trimmingPrefix("\"").prefix { $0 != "\"" }
      if own.contains(String(operand)) { return nil }
      let isAllowed = cHeaders.contains { line.output.1.hasPrefix("<\($0)>") }
      return isAllowed ? nil : String(line.output.1)
    }
  }

  /// The numbers, from 1, of the lines of a source that are comments wider than 100 columns.
  static func wideComments(in source: String) -> [Int] {
    source.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
      $1.drop(while: \.isWhitespace).hasPrefix("//") && $1.count > 100
    }.map { $0.offset + 1 }
  }

  /// What is wrong with a graph of rooms and the names that each imports, one sentence an edge.
  static func violations(of graph: [String: Set<String>]) -> [String] {
    graph.keys.sorted().flatMap { room -> [String] in
      let imports = graph[room] ?? []
      guard let allowed = allowed[room] else { return ["\(room) is a room without rules"] }
      var result = imports.subtracting(allowed).sorted().map { "\(room) must not import \($0)" }
      let reached = reachable(from: room, in: graph)
      let seen = reached.union([room])
      if !bridges.contains(room), !seen.isDisjoint(with: exactSide),
        !seen.isDisjoint(with: floatSide)
      {
        result.append("\(room) reaches both the exact and the float side")
      }
      if reached.contains("autoshuffle") { result.append("\(room) reaches the executable") }
      if reached.contains(room) { result.append("\(room) reaches itself") }
      return result
    }
  }

  /// Everything that `room` imports, directly or not.
  static func reachable(from room: String, in graph: [String: Set<String>]) -> Set<String> {
    var reached: Set<String> = []
    var open = Array(graph[room] ?? [])
    while let next = open.popLast() {
      if reached.insert(next).inserted { open += graph[next] ?? [] }
    }
    return reached
  }
}
