import Foundation
import TOMLKit
import Training

/// The settings of a run as a TOML file.
enum ConfigurationFile {
  /// Returns the settings in a file; what it does not name has its default.
  ///
  /// Throws a `Failure` with code 66 for a missing file, and with 65 for a wrong one, naming the line
  /// or the setting.
  static func read(_ path: String) throws -> TrainingConfiguration {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.missingFile, "There is no readable file \(path).")
    }
    do {
      let text = String(decoding: data, as: UTF8.self)
      return try TOMLDecoder(strictDecoding: true).decode(TrainingConfiguration.self, from: text)
    } catch {
      throw Failure(
        .badData, "The file \(path) is not a valid configuration: \(problem(error)).")
    }
  }

  /// Returns settings as `read` reads them, each number in its shortest form, without a final
  /// newline.
  static func text(of configuration: TrainingConfiguration) throws -> String {
    let text = try TOMLEncoder().encode(configuration)
    // The encoder writes 0.1 with 17 digits.
    return text.replacing(/\d+\.\d+(e[+-]?\d+)?/) { number in
      Double(number.output.0).map { "\($0)" } ?? String(number.output.0)
    }
  }

  /// What is wrong and where, without a full stop.
  private static func problem(_ error: any Error) -> String {
    switch error {
    case let error as TOMLParseError:
      return "\(error.source.begin), \(firstLine(error.description))"
    case let error as UnexpectedKeysError:
      let names = error.keys.values.map(name).sorted().joined(separator: ", ")
      return "it sets what does not exist, or not together with its other settings: \(names)"
    case DecodingError.keyNotFound(let key, let context):
      // The library reports a wrong type this way too.
      return "\(name(context.codingPath, key)) is missing or of the wrong type"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let place = context.codingPath.isEmpty ? "" : name(context.codingPath) + ": "
      return place + firstLine(context.debugDescription)
    default:
      return firstLine("\(error)")
    }
  }

  /// The setting at a path of keys, such as `schedule.kind`.
  private static func name(_ path: [any CodingKey]) -> String {
    path.map(\.stringValue).joined(separator: ".")
  }

  /// The same for a key that the path may or may not end with.
  private static func name(_ path: [any CodingKey], _ key: any CodingKey) -> String {
    path.last?.stringValue == key.stringValue ? name(path) : name(path + [key])
  }

  private static func firstLine(_ text: String) -> String {
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
