/// Why a file is not one of certificates.
package struct CertificateFormatError: Error, Equatable {
  /// Where, as a path such as `distance.rowPotentials[3]`; empty for the file as a whole.
  package private(set) var field = ""
  /// The bytes in front of the place, if it is one.
  package let offset: Int?
  /// What is wrong there, in words.
  package let problem: String

  init(offset: Int? = nil, problem: String) {
    self.offset = offset
    self.problem = problem
  }

  /// A sentence for a user without its capital and its full stop.
  package var clause: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return (field.isEmpty ? "" : "\(field): ") + problem + place
  }

  /// The same error about a part of the member `key` of an object.
  func inside(member key: String) -> Self {
    var error = self
    error.field =
      field.isEmpty || field.hasPrefix("[") ? key + field : "\(key).\(field)"
    return error
  }

  /// The same error about a part of an element of an array.
  func inside(element index: Int) -> Self {
    var error = self
    error.field = "[\(index)]" + (field.isEmpty || field.hasPrefix("[") ? "" : ".") + field
    return error
  }
}
