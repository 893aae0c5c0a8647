import Certificates
import Files

/// Reads one input as a file of certificates, and checks those in it.
///
/// Nothing may crash. What is refused must be refused with a clause that a sentence can hold; a
/// certificate must be the same after it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCertificate(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  do throws(CertificateFormatError) {
    switch try CertificateDocument(parsing: bytes) {
    case .one(let certificate): examine(certificate)
    case .collection(let members): for member in members { examine(member.certificate) }
    }
  } catch {
    requireClause(error.clause)
  }
  return 0
}

private func examine(_ certificate: Certificate) {
  guard let text = try? JSONText.encode(certificate),
    let again = try? CertificateDocument(parsing: Array(text.utf8)), again == .one(certificate)
  else { fatalError("another certificate after writing") }
  do throws(CertificateError) {
    try CertificateChecker.check(certificate)
  } catch {
    requireClause(error.explanation)
  }
}

private func requireClause(_ text: String) {
  guard text.contains(" "), text.last != ".", !text.contains(where: \.isNewline)
  else { fatalError("no clause: \(text)") }
}
