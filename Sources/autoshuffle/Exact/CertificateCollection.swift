import Certificates

/// The certificates of the tensors of one file, as `certify --json` prints them.
struct CertificateCollection: Codable {
  /// The name and version of this format.
  static let schema = "autoshuffle.certificates/1"

  /// The certificate of one tensor.
  struct Member: Codable {
    var tensor: String
    var certificate: Certificate
  }

  var schema = Self.schema
  /// In the order of the names.
  var certificates: [Member] = []
}
