import Exact
import Files

/// Reads the tokens of a file of certificates.
typealias CertificateScanner = HeaderScanner<CertificateFormatError>

/// How the value of a field is read from JSON.
struct CertificateForm<Value>: Sendable {
  let read: @Sendable (inout CertificateScanner) throws(CertificateFormatError) -> Value

  init(
    _ read: @escaping @Sendable (inout CertificateScanner) throws(CertificateFormatError) -> Value
  ) {
    self.read = read
  }
}

// MARK: Values

extension CertificateForm {
  /// `null`, or a value of another form.
  static func optional<Wrapped>(
    _ form: CertificateForm<Wrapped>
  ) -> Self where Value == Wrapped? {
    CertificateForm { scanner throws(CertificateFormatError) in
      scanner.accept("null") ? nil : try form.read(&scanner)
    }
  }

  /// An array of values of one form.
  static func array<Element>(
    _ form: CertificateForm<Element>
  ) -> Self where Value == [Element] {
    CertificateForm { scanner throws(CertificateFormatError) in
      var result: [Element] = []
      try scanner.elements { scanner throws(CertificateFormatError) in
        do throws(CertificateFormatError) {
          result.append(try form.read(&scanner))
        } catch {
          throw error.inside(element: result.count)
        }
      }
      return result
    }
  }
}

extension CertificateForm<String> {
  static let text = CertificateForm { scanner throws(CertificateFormatError) in
    try scanner.text("a text in quotes")
  }
}

extension CertificateForm<VerdictWord> {
  static let word = CertificateForm { scanner throws(CertificateFormatError) in
    guard let word = VerdictWord(rawValue: try scanner.text("a verdict")) else {
      throw scanner.malformed("the verdict is none of holds, refuted, undecided, inapplicable")
    }
    return word
  }
}

extension CertificateForm<Int> {
  static let index = CertificateForm { scanner throws(CertificateFormatError) in
    try scanner.plainInteger("a whole number")
  }
}

extension CertificateForm<Bool> {
  static let flag = CertificateForm { scanner throws(CertificateFormatError) in
    if scanner.accept("true") { return true }
    if scanner.accept("false") { return false }
    throw scanner.malformed("true or false is missing")
  }
}

// MARK: Objects

/// A field of an object: its key, and how its value is read into the object.
struct CertificateField<Object>: Sendable {
  let key: String
  let read:
    @Sendable (inout CertificateScanner, inout Object) throws(CertificateFormatError) -> Void

  init<Value>(
    _ key: String, _ path: any WritableKeyPath<Object, Value> & Sendable,
    _ form: CertificateForm<Value>
  ) {
    self.key = key
    read = { scanner, object throws(CertificateFormatError) in
      object[keyPath: path] = try form.read(&scanner)
    }
  }

  private init(
    key: String,
    _ read:
      @escaping @Sendable (
        inout CertificateScanner, inout Object
      ) throws(CertificateFormatError) -> Void
  ) {
    self.key = key
    self.read = read
  }

  /// The same field of an object that `path` leads to.
  func within<Outer>(
    _ path: any WritableKeyPath<Outer, Object> & Sendable
  ) -> CertificateField<Outer> {
    CertificateField<Outer>(key: key) { scanner, outer throws(CertificateFormatError) in
      try read(&scanner, &outer[keyPath: path])
    }
  }
}

extension CertificateForm {
  /// An object with exactly these fields, in any order, read into `blank`.
  static func object(_ blank: Value, _ fields: [CertificateField<Value>]) -> Self
  where Value: Sendable {
    CertificateForm { scanner throws(CertificateFormatError) in
      var result = blank
      let found = try members(of: fields, into: &result, &scanner)
      if let missing = fields.first(where: { !found.contains($0.key) }) {
        throw scanner.malformed("no \"\(missing.key)\"")
      }
      return result
    }
  }

  /// Reads an object with some of the fields and returns their keys.
  static func members(
    of fields: [CertificateField<Value>], into value: inout Value,
    _ scanner: inout CertificateScanner
  ) throws(CertificateFormatError) -> Set<String> {
    var found: Set<String> = []
    try scanner.members { scanner, key, offset throws(CertificateFormatError) in
      guard let field = fields.first(where: { $0.key == key }) else {
        throw scanner.malformed("an unknown key \"\(DisplayText.clipped(key))\"", at: offset)
      }
      do throws(CertificateFormatError) {
        try field.read(&scanner, &value)
      } catch {
        throw error.inside(member: key)
      }
      found.insert(key)
    }
    return found
  }
}
