import Certificates
import Files

/// What `check` reads.
enum CertificateFile {
  /// The most bytes that are read, 2^30: 64 for each entry of the largest matrix that is read,
  /// where an entry of 53 bits takes 40.
  private static let byteLimit = 1 << 30

  /// Reads the certificates in the file, pipe or device at `path`.
  ///
  /// Throws a `Failure` with code 66 for a missing file and 65 for one that cannot be read or is
  /// not of the format.
  static func read(_ path: String) throws -> CertificateDocument {
    let bytes = try guarded { try ByteSource.contents(ofFileAt: path, limit: byteLimit) }
    do throws(CertificateFormatError) {
      return try CertificateDocument(parsing: bytes)
    } catch {
      throw Failure(
        .badData,
        "The file \(path) is not of the form \(Certificate.schema) or \(TensorCertificate.schema): "
          + "\(error.clause).")
    }
  }
}
