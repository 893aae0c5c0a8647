import Foundation
import TestSupport
import Testing

/// Where shuffles send channels, of runs, files of networks, and bare permutations.
@Suite(.serialized) struct RoutesCommandTests {
  /// The sizes of the shuffles of ShuffleNet v2 0.5.
  private static let sizes =
    [Int](repeating: 48, count: 4) + [Int](repeating: 96, count: 8)
    + [Int](repeating: 192, count: 4)

  private static func manual(_ size: Int) -> [Int] {
    (0..<size).map { ($0 % 2) * size / 2 + $0 / 2 }
  }

  private static func text(_ permutations: [[Int]], _ separator: String) -> String {
    permutations.map { $0.map(String.init).joined(separator: separator) + "\n" }.joined()
  }

  /// The distances of the total and the parts.
  private func distances(_ outcome: Program.Outcome, _ key: String) throws -> [Int?] {
    let object = try outcome.object()
    let parts = try #require(object["parts"] as? [[String: Any]])
    let lists = [object["total"]] + parts.map { $0["distances"] }
    return lists.map { ($0 as? [String: Any])?[key] as? Int }
  }

  @Test func permutationsAreRead() throws {
    let folder = try TemporaryFolder()
    let manual = Self.sizes.map(Self.manual)
    let (text, csv) = (
      try folder.write(Self.text(manual, " "), to: "manual.txt"),
      try folder.write(Self.text(manual, ", "), to: "manual.csv")
    )
    let own = try Program.run("routes", text, csv, "--width", "0.5", "--samples", "20", "--json")
    #expect(own.code == 0, "\(own.errors)")
    #expect(try distances(own, "fromManual") == [0, 0, 0, 0])
    #expect(try distances(own, "fromOther") == [0, 0, 0, 0])
    #expect(try distances(own, "channels") == [1032, 120, 432, 480])
    #expect(try distances(own, "movable") == [864, 96, 384, 384])
    let object = try own.object()
    #expect(object["schema"] as? String == "autoshuffle.routes/1")
    #expect(
      object["vacuous"] as? [String]
        == ["stage2.unit4.shuffle", "stage3.unit8.shuffle", "stage4.unit4.shuffle"])

    // The identity reads what is new at once, and what passes never.
    let identity = try folder.write(
      Self.text(Self.sizes.map { Array(0..<$0) }, " "), to: "identity.txt")
    let far = try Program.run("routes", identity, text, "--width", "0.5", "--samples", "20")
    #expect(far.code == 0, "\(far.errors)")
    let stage = try #require(far.output.components(separatedBy: "\n\n").dropFirst().first)
    #expect(
      stage.split(separator: "\n").dropFirst().map(String.init) == [
        "  made by \\ read by  unit2 unit3 unit4   end",
        "  left                   0     0     0    24",
        "  unit1                 24     0     0     0",
        "  unit2                  0    24     0     0",
        "  unit3                  0     0    24     0",
        "  unit4                  0     0     0    24",
      ])
    #expect(far.output.contains("from manual, "))
    #expect(far.output.contains("100.0 % not farther"))
  }

  @Test func versionOneHasTables() throws {
    let folder = try TemporaryFolder()
    let sizes =
      [Int](repeating: 60, count: 4) + [Int](repeating: 120, count: 8)
      + [Int](repeating: 240, count: 4)
    let manual = sizes.map { size in (0..<size).map { ($0 % 3) * size / 3 + $0 / 3 } }
    let file = try folder.write(Self.text(manual, ","), to: "manual.csv")
    let outcome = try Program.run("routes", file, "--groups", "3", "--samples", "20")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains("stage2.unit1.shuffle: every permutation is the same\n    20\n    20")
    )
    #expect(outcome.output.contains("0 of 60 from manual; random "))
    #expect(outcome.output.contains("\n     7   7   6\n     7   6   7\n     6   7   7\n"))
  }

  @Test func anEquivalentNetworkComputesTheSame() throws {
    let folder = try TinyImages.folder()
    let data = ["--data", folder.url.path]
    let (run, file, third) = (
      folder.path("run"), folder.path("other.safetensors"), folder.path("third.safetensors")
    )
    let trained = try Program.run(
      ["train", "--out", run, "--quiet", "--batch-size", "4", "--limit", "4", "--width", "0.5"]
        + data + ["--shuffle", "learned", "--epochs", "1"])
    #expect(trained.code == 0, "\(trained.errors)")
    let written = try Program.run(
      "routes", run, "--relabel", file, "--seed", "3", "--samples", "20", "--json")
    #expect(written.code == 0, "\(written.errors)")
    let rounded = try #require(try written.object()["rounded"] as? [String])
    #expect(!rounded.isEmpty)

    let compared = try Program.run("routes", file, run, "--samples", "20", "--json")
    #expect(try distances(compared, "fromOther") == [0, 0, 0, 0])
    #expect(try compared.object()["rounded"] as? [String] == [])
    let before = try Program.run(["evaluate", "--run", run, "--rounded", "--json"] + data)
    let after = try Program.run(["evaluate", "--weights", file, "--json"] + data)
    #expect(before.code == 0 && after.code == 0, "\(after.errors)")
    let losses = try [before, after].map { try #require(try $0.object()["loss"] as? Double) }
    // Sums run in another order; measured for logits are 6e-7 of their length, here allowed is
    // 1e-5.
    #expect(abs(losses[0] - losses[1]) <= 1e-5 * losses[0], "\(losses)")
    let confusions = try [before, after].map { try $0.object()["confusion"] as? [[Int]] }
    #expect(confusions[0] == confusions[1])

    // The report's own permutations train a network of the same routes, with shuffles that are
    // fixed.
    let report = try Program.run("routes", run, "--samples", "20", "--json")
    let permutations = try folder.write(report.output, to: "report.json")
    let fixed = folder.path("fixed")
    let again = try Program.run(
      ["train", "--out", fixed, "--quiet", "--batch-size", "4", "--limit", "4", "--width", "0.5"]
        + data + ["--permutations", permutations, "--epochs", "1"])
    #expect(again.code == 0, "\(again.errors)")
    let same = try Program.run("routes", fixed, permutations, "--samples", "20", "--json")
    #expect(try distances(same, "fromOther") == [0, 0, 0, 0])
    let ofFixed = try same.object()["permutations"] as? [String: [Int]]
    #expect(try ofFixed == report.object()["permutations"] as? [String: [Int]])
    #expect(ofFixed?.count == 16)

    // Another seed, other permutations; the same, the same bytes.
    for (seed, isEqual) in [("3", true), ("4", false)] {
      let again = try Program.run("routes", run, "--relabel", third, "--seed", seed)
      #expect(again.code == 0, "\(again.errors)")
      let bytes = try [file, third].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect((bytes[0] == bytes[1]) == isEqual)
    }
  }

  @Test func badRequestsAreSentences() throws {
    let folder = try TemporaryFolder()
    let manual = Self.text(Self.sizes.map(Self.manual), " ")
    let good = try folder.write(manual, to: "manual.txt")
    let short = try folder.write("0 1 2\n", to: "short.txt")
    let words = try folder.write(
      manual.replacingOccurrences(of: "\n0 ", with: "\nnull "), to: "words.txt")
    let twice = try folder.write(
      manual.replacingOccurrences(of: "\n0 ", with: "\n1 "), to: "twice.txt")
    let list = try folder.write("[1, 2]", to: "list.json")
    let unknown = try folder.write(#"{"stage2.unit1.shuffle": [0]}"#, to: "unknown.json")
    let none = folder.path("none")
    let width = ["--width", "0.5"]
    for (arguments, code, sentence) in [
      (
        [good], 64,
        "A file of permutations needs --groups or --width to say what network they are of."
      ),
      ([none] + width, 66, "There is no run, network or file of permutations \(none)."),
      ([good, none] + width, 66, "There is no run, network or file of permutations \(none)."),
      (
        [short] + width, 65,
        "The file \(short) has 1 permutations, the network has 16 shuffles."
      ),
      (
        [words] + width, 65,
        "The line of stage2.unit2.shuffle in \(words) has something that is not an integer."
      ),
      (
        [twice] + width, 65,
        "What is given for stage2.unit2.shuffle is not a permutation of its 48 channels, from 0."
      ),
      (
        [list] + width, 65,
        "The file \(list) is not a JSON object of lists of integers, one a shuffle."
      ),
      (
        [unknown] + width, 65,
        "What is given for stage2.unit1.shuffle is not a permutation of its 48 channels, from 0."
      ),
      (
        [good, "--width", "2"], 64,
        "ShuffleNet v2 of width 2 is not supported: choose 0.5, 1 or 1.5."
      ),
      (
        [good, "--groups", "4"], 64,
        "ShuffleNet v1 with 4 groups is not supported: choose 3 or 8 groups."
      ),
      (
        [good, "--relabel", none + ".safetensors"] + width, 64,
        "\(good) holds permutations only; --relabel needs a network."
      ),
    ] {
      let outcome = try Program.run(["routes"] + arguments)
      #expect(outcome.code == Int32(code), "\(arguments)")
      #expect(outcome.errors == "autoshuffle: \(sentence)\n")
      #expect(outcome.output == "")
    }
    for arguments in [
      [], [good, "--width", "1", "--groups", "3"], [good, "--relabel", "network.pt"],
      [good, "--samples", "0"],
    ] {
      let outcome = try Program.run(["routes"] + arguments)
      #expect(outcome.code == 64)
      #expect(outcome.errors.hasPrefix("Error: "), "\(outcome.errors)")
    }
    let folderWithoutRun = try Program.run("routes", folder.url.path)
    #expect(folderWithoutRun.code == 66)
  }
}
