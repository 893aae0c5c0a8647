import Foundation
import TestSupport
import Testing

/// A network travels from a run to a file, and from there to an evaluation and to another run.
@Suite(.serialized) struct NetworkFileCommandTests {
  @Test func aNetworkLeavesARunAndComesBack() throws {
    let folder = try TinyImages.folder()
    let data = ["--data", folder.url.path]
    let settings = [
      "--batch-size", "4", "--limit", "4", "--width", "0.5", "--shuffle", "fixed", "--epochs", "1",
    ]
    let (run, file) = (folder.path("run"), folder.path("network.safetensors"))
    let trained = try Program.run(["train", "--out", run, "--quiet"] + data + settings)
    #expect(trained.code == 0, "\(trained.errors)")
    let exported = try Program.run("export", "--run", run, file, "--json")
    #expect(exported.code == 0, "\(exported.errors)")
    let answer = try exported.object()
    #expect(answer["schema"] as? String == "autoshuffle.export/1")
    #expect(answer["parameters"] as? Int == 352_042)
    #expect(answer["frozenShuffles"] as? Int == 0)

    let fromRun = try Program.run(["evaluate", "--run", run] + data)
    #expect(fromRun.code == 0, "\(fromRun.errors)")
    let fromFile = try Program.run(["evaluate", "--weights", file] + data)
    #expect(fromFile.output == fromRun.output)
    #expect(fromFile.code == 0, "\(fromFile.errors)")

    // One class a line for the two images, whose true classes are the table's rows.
    let predictions = folder.path("predictions.txt")
    let written = try Program.run(
      ["evaluate", "--run", run, "--json", "--predictions", predictions] + data)
    #expect(written.code == 0, "\(written.errors)")
    let lines = try String(contentsOfFile: predictions, encoding: .utf8).split(separator: "\n")
    let confusion = try #require(try written.object()["confusion"] as? [[Int]])
    #expect(lines.count == 2)
    for (label, line) in zip([8, 9], lines) { #expect(confusion[label][Int(line) ?? 0] == 1) }
    let nowhere = folder.path("none/predictions.txt")
    let refused = try Program.run(["evaluate", "--run", run, "--predictions", nowhere] + data)
    #expect(refused.code == 65 && refused.output == "", "\(refused.errors)")
    #expect(refused.errors.hasPrefix("autoshuffle: The file \(nowhere) cannot be written: "))

    let again = try Program.run(["train", "--dry-run", "--init", file] + data + settings)
    #expect(again.code == 0, "\(again.errors)")
    let other = try Program.run(
      ["train", "--dry-run", "--init", file] + data + settings + ["--shuffle", "learned"])
    #expect(other.code == 65)
    #expect(
      other.errors == "autoshuffle: The network file \(file) cannot be used: it holds "
        + "shufflenet-v2 of width 0.5 with fixed shuffles and 10 classes, not shufflenet-v2 of "
        + "width 0.5 with learned shuffles and 10 classes; ask for the network that it holds.\n")
  }

  @Test func badRequestsAreSentences() throws {
    let folder = try TemporaryFolder()
    let none = folder.path("none.safetensors")
    for arguments in [["evaluate", "--weights", none], ["train", "--init", none]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.code == 66)
      #expect(outcome.errors == "autoshuffle: There is no network file \(none).\n")
    }
    let unknown = try Program.run("train", "--dry-run", "--permutations", "staying-2")
    #expect(unknown.code == 66)
    #expect(unknown.errors == "autoshuffle: There is no file of permutations staying-2.\n")
    for arguments in [
      ["evaluate"], ["evaluate", "--run", "a", "--weights", none],
      ["export", "--run", "a", "network.pt"],
      ["train", "--resume", "--out", "a", "--init", none],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.code == 64, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.hasPrefix("Error: "), "\(outcome.errors)")
    }
    let run = try Program.run("export", "--run", folder.path("run"), none)
    #expect(run.code == 66)
  }
}
