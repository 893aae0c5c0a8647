import Files

/// What a file of certificates holds, read as strictly as it was written.
///
/// JSON (RFC 8259) in UTF-8 without a byte-order mark; every field of the format is there once, and
/// no other; indices are whole numbers. So all readers of JSON read the same of a file that is
/// accepted, and there is nothing in it that the checker does not look at. Blanks between tokens,
/// the order of the fields and escapes in texts are free. How numbers are written in texts is the
/// checker's to judge.
package enum CertificateDocument: Equatable, Sendable {
  /// The certificate of one matrix.
  case one(Certificate)
  /// The certificates of the tensors of a file, at least one, by names that differ.
  case collection([TensorCertificate])

  /// Reads the content of a file.
  ///
  /// - Throws: the first place that is not as the format demands.
  package init(parsing bytes: [UInt8]) throws(CertificateFormatError) {
    var scanner = CertificateScanner(bytes[...], blanks: CertificateScanner.jsonBlanks) {
      CertificateFormatError(offset: $0, problem: $1)
    }
    let marks: [[UInt8]] = [[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]]
    guard !marks.contains(where: bytes.starts) else {
      throw scanner.malformed("a byte-order mark; the file must be UTF-8 without one")
    }
    let content = try CertificateForm.document.read(&scanner)
    try scanner.expectEnd()
    self = try Self.document(content)
  }

  /// Both kinds of files in one: which it is shows only at the end, since the fields have no order.
  struct Content: Sendable {
    var certificate = Certificate.blank
    var collection: [TensorCertificate]?
    var fields: Set<String> = []
  }

  private static func document(
    _ content: Content
  ) throws(CertificateFormatError) -> CertificateDocument {
    guard let members = content.collection else {
      let missing = Certificate.fields.map(\.key).first { !content.fields.contains($0) }
      if let missing { throw CertificateFormatError(problem: "no \"\(missing)\"") }
      return .one(content.certificate)
    }
    if let other = content.fields.subtracting(["schema", "certificates"]).min() {
      throw CertificateFormatError(problem: "\"\(other)\" beside \"certificates\"")
    }
    let schema = content.certificate.schema
    guard content.fields.contains("schema"), schema == TensorCertificate.schema else {
      throw CertificateFormatError(
        problem: "\"certificates\" in a file that is not \(TensorCertificate.schema)")
    }
    // Nothing to check is not a file that holds.
    guard !members.isEmpty else {
      throw CertificateFormatError(problem: "no certificate in \"certificates\"")
    }
    // Bytes, because texts compare equal when only their encoding of a character differs.
    var names: Set<[UInt8]> = []
    for member in members where !names.insert(Array(member.tensor.utf8)).inserted {
      let name = DisplayText.clipped(member.tensor, to: 80)
      throw CertificateFormatError(problem: "two certificates of tensor \"\(name)\"")
    }
    return .collection(members)
  }
}

/// The certificate of one tensor of a file, as a collection of them holds it.
package struct TensorCertificate: Encodable, Equatable, Sendable {
  /// The name and version of the format of collections.
  package static let schema = "autoshuffle.certificates/1"

  /// The name of the tensor.
  package var tensor: String
  /// The certificate of its matrix.
  package var certificate: Certificate

  /// Creates the pair.
  package init(tensor: String, certificate: Certificate) {
    self.tensor = tensor
    self.certificate = certificate
  }
}
