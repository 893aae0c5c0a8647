import Foundation
import Testing

@Suite struct ArchitectureTests {
  /// Modules of the toolchain, which every room may import.
  private static let toolchain: Set<String> = [
    "Foundation", "Testing", "Glibc", "Dispatch", "Synchronization",
  ]

  private func graph(_ targets: [Repository.Target]) -> [String: Set<String>] {
    Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0.dependencies) })
  }

  private func rooms(_ targets: [Repository.Target]) -> [Repository.Target] {
    targets.filter { $0.type != "test" }
  }

  @Test func noRoomImportsWhatItMustNot() throws {
    let rooms = try rooms(Repository.targets())
    #expect(Set(rooms.map(\.name)) == Set(HouseRules.allowed.keys))
    #expect(HouseRules.violations(of: graph(rooms)) == [])
  }

  /// Each room is on one side, on both as a bridge, or on none: what has no arithmetic of
  /// its own, and that of the step, which serves both.
  @Test func everyRoomIsSomewhere() {
    #expect(HouseRules.exactSide.isDisjoint(with: HouseRules.floatSide))
    let placed = HouseRules.exactSide.union(HouseRules.floatSide).union(HouseRules.bridges)
    #expect(
      Set(HouseRules.allowed.keys).subtracting(placed) == [
        "Files", "RandomStreams", "Routes", "StepArithmetic", "TestSupport",
      ])
  }

  /// The arrows of the house hold for C as well: a room of kernels is a leaf.
  @Test func kernelsIncludeNothingOfOthers() throws {
    for target in try rooms(Repository.targets())
    where target.path == nil && target.type != "system" {
      let files = try Repository.sources(of: target, ["c", "h"])
      let own = Set(files.map(\.lastPathComponent))
      for file in files {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(HouseRules.foreignIncludes(in: text, own: own) == [], "\(file.lastPathComponent)")
      }
    }
    let text =
      "#include <math.h>\n # include \"own.h\"\n#include \"../own.h\"\n#include <gmp.h>\n"
      + "#include HEADER\n// #include <x.h>"
    #expect(
      HouseRules.foreignIncludes(in: text, own: ["own.h"]) == ["\"../own.h\"", "<gmp.h>", "HEADER"])
  }

  /// The build would let a source import any module that happens to be built; the text may not.
  @Test func sourcesImportWhatIsDeclared() throws {
    let targets = try Repository.targets()
    for target in targets where !["system"].contains(target.type) {
      let isTest = target.type == "test"
      var imported: Set<String> = []
      for file in try Repository.sources(of: target) {
        let modules = ImportLines.modules(in: try String(contentsOf: file, encoding: .utf8))
        imported.formUnion(modules)
        let undeclared = modules.subtracting(target.dependencies).subtracting(Self.toolchain)
        #expect(undeclared == [], "\(target.name)/\(file.lastPathComponent)")
        if !isTest { #expect(!modules.contains("Testing"), "\(file.lastPathComponent)") }
      }
      // The tests of the command line run the program; C has no import lines.
      let run: Set<String> = target.name == "CommandLineTests" ? ["autoshuffle"] : []
      if !imported.isEmpty {
        let idle = target.dependencies.subtracting(imported).subtracting(run)
        #expect(idle == [], "\(target.name) declares what it does not import")
      }
    }
  }

  /// C is tested through the rooms that call it, the executable by CommandLineTests; claims
  /// are tested where books are filled with them.
  @Test func everyRoomHasTests() throws {
    let targets = try Repository.targets()
    let tests = Set(targets.filter { $0.type == "test" }.map(\.name))
    let untested = rooms(targets).map(\.name).filter { !tests.contains($0 + "Tests") }
    #expect(
      Set(untested) == [
        "CAssignmentKernels", "CGMP", "CLAPACKE", "COpenBLAS", "CTensorKernels", "Claims",
        "TestSupport", "autoshuffle",
      ])
  }

  @Test func nothingElseIsAtTheTop() throws {
    let files = try Repository.output(of: ["git", "-c", "safe.directory=*", "ls-files"])
    let entries = Set(
      String(decoding: files, as: UTF8.self).split(separator: "\n").compactMap {
        $0.split(separator: "/").first.map(String.init)
      })
    #expect(entries.contains("Package.swift"))
    #expect(entries.subtracting(HouseRules.topLevel) == [])
  }

  /// One place writes to the standard streams: the others would crash or lose what they write where
  /// a stream is full or closed.
  @Test func onlyStandardStreamWritesToStandardStreams() throws {
    for target in try rooms(Repository.targets()) where target.path == nil {
      for file in try Repository.sources(of: target)
      where file.lastPathComponent != "StandardStream.swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(HouseRules.streamWrites(in: text) == [], "\(file.lastPathComponent)")
      }
    }
    #expect(
      HouseRules.streamWrites(in: "  print()\n  FileHandle.standardError.write(x)\n footprint(1)")
        == ["print(", "FileHandle.standardError"])
  }

  /// The formatter holds code to the width of a line, and leaves comments alone.
  @Test func commentsFitTheLine() throws {
    for target in try Repository.targets() {
      for file in try Repository.sources(of: target) {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(HouseRules.wideComments(in: text) == [], "\(file.lastPathComponent)")
      }
    }
    let wide = "/// " + String(repeating: "x", count: 97)
    #expect(HouseRules.wideComments(in: "let x = 0\n  //\n\(wide)\n") == [3])
  }

  /// What is `package` is for others; what serves its room alone is internal.
  @Test func packageMembersAreUsedByOthers() throws {
    let sources = try Repository.targets().flatMap { target in
      try Repository.sources(of: target).map {
        PackageMembers.Source(
          room: target.type == "test" ? nil : target.name,
          text: try String(contentsOf: $0, encoding: .utf8))
      }
    }
    #expect(PackageMembers.idle(in: sources) == [])
    let example = "package static func used() {}\n package private(set) var idle = 0 // used\n"
    let user = "@testable import A\n let x = idle // used"
    #expect(
      PackageMembers.idle(in: [.init(room: "A", text: example), .init(room: nil, text: user)])
        == ["A.idle", "A.used"])
    #expect(
      PackageMembers.idle(in: [.init(room: "A", text: example), .init(room: "B", text: "used()")])
        == ["A.idle"])
  }

  // MARK: The rules can fail

  @Test(arguments: [
    ("Exact", "Tensor", "Exact must not import Tensor"),
    ("Exact", "Tensor", "MatrixFiles reaches both the exact and the float side"),
    ("Tensor", "Exact", "Tensor must not import Exact"),
    ("Tensor", "Exact", "Training reaches both the exact and the float side"),
    ("Certificates", "Birkhoff", "Certificates must not import Birkhoff"),
    ("Claims", "ShufflePenalty", "Claims must not import ShufflePenalty"),
    ("PropertyTesting", "Exact", "PropertyTesting must not import Exact"),
    ("RandomStreams", "Exact", "RandomStreams must not import Exact"),
    ("Routes", "Exact", "Routes must not import Exact"),
    ("Routes", "Exact", "Training reaches both the exact and the float side"),
    ("StepArithmetic", "Exact", "StepArithmetic must not import Exact"),
    ("StepArithmetic", "Exact", "Optimizers reaches both the exact and the float side"),
    ("StepArithmetic", "Tensor", "Birkhoff reaches both the exact and the float side"),
    ("Reporting", "autoshuffle", "Reporting must not import autoshuffle"),
    ("Reporting", "autoshuffle", "Reporting reaches the executable"),
    ("Exact", "Birkhoff", "Exact reaches itself"),
    ("Training", "Verification", "Training must not import Verification"),
    ("Cellar", "Exact", "Cellar is a room without rules"),
  ])
  func aForbiddenEdgeIsFound(room: String, imported: String, sentence: String) {
    var graph = HouseRules.allowed
    graph[room, default: []].insert(imported)
    #expect(HouseRules.violations(of: graph).contains(sentence))
  }

  @Test func theAllowedGraphIsLegal() {
    #expect(HouseRules.violations(of: HouseRules.allowed) == [])
  }

  @Test func importLinesAreRead() {
    // A list, so that the test above does not take these lines for imports of this file.
    let source = [
      "import Foundation", "@testable import Exact", "package import Birkhoff",
      "import struct Tensor.Tensor", "@_exported public import func Glibc.exp",
      "// import NeuralNet", "let text = \"import Training\"", "  import Matching",
      "import Dispatch;" + " import Routes", "/* a\n b */ import Claims /* c */",
    ].joined(separator: "\n")
    #expect(
      ImportLines.modules(in: source)
        == [
          "Foundation", "Exact", "Birkhoff", "Tensor", "Glibc", "Matching", "Dispatch", "Routes",
          "Claims",
        ])
  }
}
