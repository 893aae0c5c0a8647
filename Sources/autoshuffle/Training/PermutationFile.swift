import Files
import Foundation
import NeuralNet
import Training

/// Files of permutations.
enum PermutationFile {
  /// What is read of a file of `routes --json`.
  private struct Report: Decodable {
    let permutations: [String: [Int]]
  }

  /// The most bytes that are read, 2^26: networks have some ten thousand channels.
  private static let byteLimit = 1 << 26

  /// Reads the permutations of the shuffles of a network: from a safetensors file of one like it, a
  /// JSON object of lists by the names of shuffles (or one that has such an object at the key
  /// `permutations`, as `routes --json` writes it), or a text with one list a line, in the order
  /// the data meets the shuffles, of numbers separated by commas, spaces or tabs.
  ///
  /// Whether those of JSON and text are permutations is not looked at. Throws a `Failure` with code
  /// 65 or 66.
  static func read(_ path: String, for network: TrainableNetwork) throws -> [String: [Int]] {
    if path.lowercased().hasSuffix(".safetensors") {
      return try guarded { try NetworkFile(path: path).permutations(for: network) }
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.missingFile, "There is no file of permutations \(path).")
    }
    let names = network.shuffles.map(\.name)
    let data = Data(try guarded { try ByteSource.contents(ofFileAt: path, limit: byteLimit) })
    if path.lowercased().hasSuffix(".json") {
      let decoder = JSONDecoder()
      if let report = try? decoder.decode(Report.self, from: data) { return report.permutations }
      guard let lists = try? decoder.decode([String: [Int]].self, from: data) else {
        throw Failure(
          .badData, "The file \(path) is not a JSON object of lists of integers, one a shuffle.")
      }
      return lists
    }
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
      .filter { !$0.allSatisfy(\.isWhitespace) }
    guard lines.count == names.count else {
      throw Failure(
        .badData,
        "The file \(path) has \(lines.count) permutations, the network has \(names.count) shuffles."
      )
    }
    var result: [String: [Int]] = [:]
    for (name, line) in zip(names, lines) {
      let words = line.split { $0.isWhitespace || $0 == "," }
      let numbers = words.compactMap { Int($0) }
      guard numbers.count == words.count else {
        throw Failure(
          .badData, "The line of \(name) in \(path) has something that is not an integer.")
      }
      result[name] = numbers
    }
    return result
  }
}
