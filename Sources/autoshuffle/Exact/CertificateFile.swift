import Certificates
import Foundation

/// What `check` reads: one certificate, or a collection of them.
enum CertificateFile: Decodable {
  case one(Certificate)
  case collection(CertificateCollection)

  /// Reads the file at `path`.
  ///
  /// Throws a `Failure` with code 66 for a missing file and 65 for one without certificates.
  static func read(_ path: String) throws -> CertificateFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.missingFile, "There is no readable file \(path).")
    }
    do {
      return try JSONDecoder().decode(CertificateFile.self, from: data)
    } catch {
      throw Failure(
        .badData,
        "The file \(path) is not a certificate of the form \(Certificate.schema) or "
          + "\(CertificateCollection.schema).")
    }
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    if try fields.decode(String.self, forKey: .schema) == CertificateCollection.schema {
      let collection = try CertificateCollection(from: decoder)
      // Nothing to check is not a file that holds.
      guard !collection.certificates.isEmpty else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "no certificates"))
      }
      self = .collection(collection)
    } else {
      // Another schema is a wrong field, which the checker finds.
      self = .one(try Certificate(from: decoder))
    }
  }

  private enum CodingKeys: CodingKey {
    case schema
  }
}
