import Certificates
import Foundation
import Testing

@Suite struct CertificateSchemaTests {
  private let schema: JSONValue

  init() throws {
    schema = try JSONValue(parsing: CertificateSchema.text)
  }

  private func field(_ value: JSONValue, _ path: String...) -> JSONValue {
    path.reduce(value) { value, key in
      guard case .object(let fields) = value else { return .null }
      return fields[key] ?? .null
    }
  }

  /// Follows a reference within the document.
  private func resolved(_ rule: JSONValue) -> JSONValue {
    guard case .string(let reference) = field(rule, "$ref"),
      let name = reference.split(separator: "/").last
    else { return rule }
    return resolved(field(schema, "$defs", String(name)))
  }

  /// What in `value` the rule does not allow; the part of the standard that the schema uses.
  private func objections(_ value: JSONValue, _ rule: JSONValue, _ path: String) -> [String] {
    let rule = resolved(rule)
    if case .array(let alternatives) = field(rule, "oneOf") {
      let fitting = alternatives.count { objections(value, $0, path).isEmpty }
      return fitting == 1 ? [] : ["\(path): \(fitting) alternatives fit"]
    }
    if case .array(let allowed) = field(rule, "enum") {
      return allowed.contains(value) ? [] : ["\(path): not a listed value"]
    }
    let constant = field(rule, "const")
    if constant != .null { return constant == value ? [] : ["\(path): not the constant"] }
    switch (field(rule, "type"), value) {
    case (.string("null"), .null), (.string("boolean"), .bool):
      return []
    case (.string("integer"), .int(let number)):
      guard case .int(let least) = field(rule, "minimum") else { return [] }
      return number >= least ? [] : ["\(path): below the minimum"]
    case (.string("string"), .string(let text)):
      guard case .string(let pattern) = field(rule, "pattern") else { return [] }
      return text.range(of: pattern, options: .regularExpression) == nil
        ? ["\(path): \(text) does not fit"] : []
    case (.string("array"), .array(let elements)):
      return elements.enumerated().flatMap {
        objections($0.element, field(rule, "items"), "\(path)[\($0.offset)]")
      }
    case (.string("object"), .object(let fields)):
      guard case .object(let rules) = field(rule, "properties"),
        case .array(let required) = field(rule, "required")
      else { return ["\(path): the schema lists no properties"] }
      #expect(rules.keys.allSatisfy { required.contains(.string($0)) }, "\(path)")
      var result = Set(rules.keys).symmetricDifference(fields.keys).map { "\(path).\($0)" }
      for (key, value) in fields {
        if let rule = rules[key] { result += objections(value, rule, "\(path).\(key)") }
      }
      return result
    default:
      return ["\(path): another type"]
    }
  }

  /// What is written fits the schema, and has no field that the schema does not describe.
  @Test(arguments: HandMadeCertificates.all.map(\.name))
  func whatIsWrittenFits(name: String) throws {
    let certificate = try HandMadeCertificates.certificate(named: name)
    let written = try JSONDecoder().decode(
      JSONValue.self, from: try JSONEncoder().encode(certificate))
    #expect(objections(written, schema, "certificate") == [])
  }

  @Test func whatIsNotACertificateDoesNotFit() throws {
    let text = HandMadeCertificates.halfBlock
    for (old, new) in [
      ("\"n\": 2", "\"n\": 0"), ("\"n\": 2", "\"n\": 2, \"m\": 2"),
      ("certificate/2", "certificate/1"),
      ("\"cost\": \"0\"", "\"cost\": 0"), ("[0, 1]", "[0, -1]"), ("\"T1b\"", "7"),
      ("\"root2\": \"0\"", "\"root2\": \"zero\""), ("\"holds\"", "\"maybe\""),
    ] {
      let changed = text.replacing(old, with: new, maxReplacements: 1)
      #expect(changed != text)
      #expect(!objections(try JSONValue(parsing: changed), schema, "certificate").isEmpty, "\(new)")
    }
  }
}
