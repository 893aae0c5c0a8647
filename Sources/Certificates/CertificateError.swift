/// Why the checker rejects a certificate.
package struct CertificateError: Error, Equatable {
  /// The field that is wrong, as a path such as `distance.rowPotentials[3]`.
  package let field: String
  /// What is wrong with it, in words.
  package let problem: String
  /// Whether the field is not written as the format demands; otherwise what it says is false.
  package let isMalformed: Bool

  /// One sentence for a user.
  package var explanation: String { "the certificate is rejected: \(field) \(problem)" }

  init(_ field: String, _ problem: String, isMalformed: Bool = false) {
    self.field = field
    self.problem = problem
    self.isMalformed = isMalformed
  }
}
