import Foundation

/// Files of bare permutations.
enum PermutationFile {
  /// Reads a JSON object of lists by the names of shuffles, or a text with one list a line, for the
  /// `names` in their order; numbers are separated by commas, spaces or tabs.
  ///
  /// Whether they are permutations is not looked at. Throws a `Failure` with code 65 or 66.
  static func read(_ path: String, names: [String]) throws -> [String: [Int]] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.badData, "The file \(path) cannot be read: \(error.localizedDescription).")
    }
    if path.lowercased().hasSuffix(".json") {
      guard let lists = try? JSONDecoder().decode([String: [Int]].self, from: data) else {
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
