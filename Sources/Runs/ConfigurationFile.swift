import Files
import Foundation
import TOMLKit
import Training

/// The settings of a run as a TOML file.
package enum ConfigurationFile {
  /// Returns the settings in a file; what it does not name has its default.
  package static func read(_ path: String) throws(ConfigurationFileError) -> TrainingConfiguration {
    guard let data = FileManager.default.contents(atPath: path) else { throw .missing(path) }
    return try parse(data, of: path)
  }

  /// Returns the settings that the content of a file names; what it does not name has its default.
  package static func parse(
    _ data: Data, of path: String
  ) throws(ConfigurationFileError) -> TrainingConfiguration {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .invalid(path, "it is not UTF-8")
    }
    // TOML forbids them, and the library stops reading at a NUL.
    if let place = text.unicodeScalars.firstIndex(where: isForbidden) {
      let line = text.unicodeScalars[..<place].count { $0 == "\n" } + 1
      throw .invalid(path, "line \(line) has a control character")
    }
    do throws(ConfigurationSyntax.Problem) {
      try ConfigurationSyntax.check(text)
    } catch {
      throw .invalid(path, "line \(error.line): \(error.text)")
    }
    do {
      return try TOMLDecoder(strictDecoding: true).decode(TrainingConfiguration.self, from: text)
    } catch {
      throw .invalid(path, DisplayText.escaped(problem(error)))
    }
  }

  /// Returns settings as `read` reads them, each number in its shortest form, without a final
  /// newline.
  package static func text(of configuration: TrainingConfiguration) throws -> String {
    let text = try TOMLEncoder().encode(configuration)
    // The encoder writes 0.1 with 17 digits.
    return text.replacing(/\d+\.\d+(e[+-]?\d+)?/) { number in
      Double(number.output.0).map { "\($0)" } ?? String(number.output.0)
    }
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && !["\t", "\n", "\r"].contains(scalar)
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
    case DecodingError.typeMismatch(let type, let context):
      let isTable = context.debugDescription.hasPrefix("Expected a table")
      let expected = isTable ? "a table" : words(for: type)
      return name(context.codingPath) + (expected.map { " must be \($0)" } ?? " has the wrong type")
    case DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
      let place = context.codingPath.isEmpty ? "" : name(context.codingPath) + ": "
      return place + firstLine(context.debugDescription)
    default:
      return firstLine("\(error)")
    }
  }

  /// A type as TOML calls it; nil for another than a single value's.
  private static func words(for type: any Any.Type) -> String? {
    switch type {
    case is any BinaryInteger.Type: "an integer"
    case is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    case is String.Type: "a string"
    default: nil
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

/// Why a file gives no settings.
package enum ConfigurationFileError: Error, Equatable, Sendable {
  /// There is no such file, or it must not be read.
  case missing(String)
  /// The file is not what it must be: its path, and what is wrong, without a full stop.
  case invalid(String, String)
}

extension ConfigurationFileError: CustomStringConvertible {
  /// One sentence: what is wrong and where.
  package var description: String {
    switch self {
    case .missing(let path): "There is no readable file \(path)."
    case .invalid(let path, let problem):
      "The file \(path) is not a valid configuration: \(problem)."
    }
  }
}
