import Exact

/// One change of a document.
struct Mutation {
  /// Where and what, such as `distance.assignment[0]: 0 becomes 1`.
  let name: String
  /// The changed document.
  let document: JSONValue
}

extension JSONValue {
  /// Every document that differs from this one in one place: numbers moved up and down by 1,
  /// flags flipped, words and texts replaced, arrays cut, grown and emptied, fields removed.
  var mutations: [Mutation] {
    replacements(at: "").map { Mutation(name: $0.name, document: $0.value) }
  }

  private func replacements(at path: String) -> [(name: String, value: JSONValue)] {
    switch self {
    case .null:
      return []
    case .bool(let flag):
      return [("\(path) flipped", .bool(!flag))]
    case .int(let number):
      return [number + 1, number - 1].map { ("\(path): \(number) becomes \($0)", .int($0)) }
    case .string(let text):
      return Self.texts(for: text).map { ("\(path): \(text) becomes \($0)", .string($0)) }
    case .array(let elements):
      var result: [(name: String, value: JSONValue)] = []
      if let last = elements.last {
        result += [
          ("\(path) without its last element", .array(elements.dropLast())),
          ("\(path) with its last element twice", .array(elements + [last])),
        ]
      }
      if elements.count > 1 { result.append(("\(path) emptied", .array([]))) }
      for (k, element) in elements.enumerated() {
        for (name, value) in element.replacements(at: "\(path)[\(k)]") {
          var copy = elements
          copy[k] = value
          result.append((name, .array(copy)))
        }
      }
      return result
    case .object(let fields):
      var result: [(name: String, value: JSONValue)] = []
      for key in fields.keys.sorted() {
        var without = fields
        let field = without.removeValue(forKey: key) ?? .null
        let place = path.isEmpty ? key : "\(path).\(key)"
        result.append(("\(place) removed", .object(without)))
        for (name, value) in field.replacements(at: place) {
          var copy = fields
          copy[key] = value
          result.append((name, .object(copy)))
        }
      }
      return result
    }
  }

  private static let words = ["holds", "refuted", "undecided", "inapplicable", "", "HOLDS"]

  private static func texts(for text: String) -> [String] {
    guard let number = try? Rational(parsing: text) else {
      return (words + [text + " "]).filter { $0 != text }
    }
    return [(number + 1).description, (number - 1).description, "", "half", "1/0", "1e999999"]
  }
}
