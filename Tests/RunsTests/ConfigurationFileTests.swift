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

  /// Each of these but the last two aborts in the library.
  @Test(arguments: [
    "[,etwork]", "[[[a]]]", "[[=", " [\t\r", "[", "[\u{e9}]", "[ []]", "[]", "[[]]",
  ])
  func tablesWithoutANameAreRefused(header: String) throws {
    let found = try #require(try problem((Self.network + "\n" + header + "\n").utf8))
    #expect(found.contains("line 5"))
    #expect(try problem(("\u{feff}" + header + "\n").utf8)?.contains("line 1") == true)
  }

  /// So does each of these.
  @Test(arguments: ["limit = 1979-05-27Tl", "limit = 1979-05-27 x", "limit = 1979-05-27t"])
  func timesWithoutDigitsAreRefused(line: String) throws {
    #expect(try problem((line + "\n").utf8) == "line 1 has a date with a time that is none")
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
    ("epochs = 2020-01-01", "epochs has the wrong type"),
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
