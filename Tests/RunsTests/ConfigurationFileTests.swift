import Foundation
import NeuralNet
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct ConfigurationFileTests {
  private static let network = """
    [network]
    model = "shufflenet-v2"
    width = "0.5"
    shuffle = "fixed"
    """

  private func problem(_ bytes: some Sequence<UInt8>) throws -> String? {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(bytes), to: "run.toml")
    do {
      _ = try ConfigurationFile.read(path)
      return nil
    } catch ConfigurationFileError.invalid(path, let problem) {
      return problem
    }
  }

  @Test func settingsSurviveAFile() throws {
    var configuration = try TinyRun.configuration(.learned)
    configuration.learningRate = 0.1
    configuration.limit = 7
    let folder = try TemporaryFolder()
    let path = try folder.write(try ConfigurationFile.text(of: configuration), to: "run.toml")
    #expect(try ConfigurationFile.read(path) == configuration)
    #expect(throws: ConfigurationFileError.missing(path + "x")) {
      try ConfigurationFile.read(path + "x")
    }
  }

  /// TOML forbids control characters; a library of C ends at the first NUL.
  @Test(arguments: ["\0", "\u{1B}", "\u{7F}", "\u{85}"])
  func controlCharactersAreRefused(character: String) throws {
    #expect(
      try problem((Self.network + "\n# \(character)\nnot toml").utf8)
        == "line 5 has a control character")
    #expect(try problem((Self.network + "\r\n#\t\r\n").utf8) == nil)
  }

  /// On each of these the library would abort the process.
  @Test(arguments: [
    "[,etwork]", "[[[a]]]", "[[=", " [\t\r", "[", "[\u{e9}]", "[\u{301}", "milestones = [}",
    "milestones = [12, }", "limit = 1979-05-27Tl", "limit = 1979-05-27 x", "limit = 1979-05-27 1",
    "limit = 20_20-01-01 1", "limit = 1abc-de-fg 1", "limit = 1979-05-27T\u{301}:",
    String(repeating: "a.", count: 150_000) + "a = 1",
    "limit = " + String(repeating: "[", count: 100_000),
  ])
  func whatAbortsTheLibraryIsRefused(line: String) throws {
    let found = try #require(try problem((Self.network + "\n" + line + "\n").utf8))
    #expect(found.hasPrefix("line 5: ") && found.count < 100, "\(found)")
    let marked = try #require(try problem(("\u{feff}" + line + "\n").utf8))
    #expect(marked.hasPrefix("line 1: "))
  }

  @Test(arguments: [
    ("[[a]]", "a name is expected"), ("epochs", "the name of a setting must be followed by ="),
    ("epochs = 1 2", "something is left over at the end"),
    ("control = \"\"\"none\"\"\"", "a text of several lines is no setting"),
    ("control = \"none", "a quotation mark is not closed"),
    ("epochs = 2020-01-01", "a value must be a number, true, false, or in quotation marks"),
    ("epochs = ", "a value must be a number, true, false, or in quotation marks"),
    ("schedule = {kind = 'constant',}", "a name is expected"),
  ])
  func linesThatAreNoSettingsAreExplained(line: String, sentence: String) throws {
    #expect(try problem((line + "\n" + Self.network).utf8) == "line 1: " + sentence)
  }

  /// Comments are free, and so are ways to write one value.
  @Test(arguments: [
    "# Run of 2026-11-30 by Anna", "seed = 0   # seeds 0-10 are the study's", "# [,\r",
    "learningRate = +1_0.5e-2 # [}", "control = \"no\\u006ee\"", "limit = 0x7f", "'epochs' = 3\r",
    "schedule = { kind = 'step', milestones = [ # two\n 1,\n 2, ], warmUp = 0 }",
    "penaltyRamp.begin = 0.1\npenaltyRamp . \"end\" = 0.2\npenaltyRamp.floor = 1e-3", "",
  ])
  func settingsMayBeWrittenInManyWays(lines: String) throws {
    #expect(try problem((lines + "\n" + Self.network).utf8) == nil)
  }

  @Test(arguments: ["[ schedule ]", "\t['schedule']", "[\"schedule\"]"])
  func tablesMayBeNamedInEachWay(header: String) throws {
    let lines = Self.network + "\n" + header + "\nkind = \"constant\""
    #expect(try problem(lines.utf8) == nil)
  }

  @Test func otherEncodingsAreRefused() throws {
    #expect(try problem([0x23, 0xE9, 0x0A]) == "it is not UTF-8")
  }

  @Test(arguments: [
    ("epochs = true", "epochs must be an integer"),
    ("nesterov = 1", "nesterov must be true or false"),
    ("\"\\u001b[31mred\" = 1", "\\u{1B}[31mred"),
  ])
  func wrongTypesAndNamesAreExplained(line: String, sentence: String) throws {
    let found = try #require(try problem((line + "\n" + Self.network).utf8))
    #expect(found.contains(sentence), "\(found)")
    #expect(!found.contains("\u{1B}"))
  }
}
