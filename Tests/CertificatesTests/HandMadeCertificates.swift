import Certificates
import Foundation

/// Certificates worked out by hand from the definitions, as the JSON that a stranger would write
/// (`HandMade`).
enum HandMadeCertificates {
  /// The half block: P = 4 - 2 sqrt 2, both permutations are at distance 2, Prow is not below
  /// 2 - sqrt 2 but equal to it, so that no rounding theorem applies; T2* and T2F are equalities.
  ///
  /// The weights g_ij = |1/2| - |-1/2| are all 0, and so are the potentials.
  static let halfBlock = text("half-block")

  /// The matrix [[24/25, 1/25], [1/25, 24/25]], near a permutation.
  ///
  /// Every line has the norm r = sqrt(577)/25, so that Prow = Pcol = 2 - 2r and P is twice that;
  /// the distance to the identity is 4/25, Q is 2 - 1154/625 = 96/625, dF^2 is 4/625, and with
  /// e = 1/25 the local bound of T3 is (1 - 1/48) 4/25 = 47/300.
  ///
  /// g is 23/25 on the diagonal and -23/25 off it; u = (23/25, 23/25), v = 0 proves the identity
  /// nearest, and no pair off the diagonal is tight. The shares are (u + 1)/2.
  static let nearIdentity = text("near-identity")

  /// [[1/5]]: at most one nonzero entry a line, so P is exactly 0, which roots rounded on a binary
  /// grid do not show; g = 1/5 - 4/5, and divided by its row sum the matrix is the permutation.
  static let scaledIdentity = text("scaled-identity")

  /// [[1, 0], [1/2, 1/2]]: rows exact, columns 3/2 and 1/2, both largest entries in one column.
  ///
  /// The nearest doubly stochastic matrix is the identity, at the distance kappa = 1. g is
  /// [[1, -1], [0, 0]]; u = (1, 0) and v = 0 prove the identity nearest, at distance 1, and the
  /// tight pair (1, 0) leads to row 0 only.
  static let collision = text("collision")

  /// All of them, each with its name.
  static let all: [(name: String, text: String)] = [
    ("half-block", halfBlock), ("near-identity", nearIdentity),
    ("scaled-identity", scaledIdentity), ("collision", collision),
  ]

  /// The text of the certificate of that name, empty if it cannot be read.
  static func text(_ name: String) -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("HandMade/\(name).json")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  /// The certificate of that name.
  static func certificate(named name: String) throws -> Certificate {
    try decode(text(name))
  }

  /// The certificate that the text stands for.
  static func decode(_ text: String) throws -> Certificate {
    let document = try CertificateDocument(parsing: Array(text.utf8))
    guard case .one(let certificate) = document else {
      throw NotOneCertificate()
    }
    return certificate
  }
}

/// The error of a text that stands for several certificates.
struct NotOneCertificate: Error {}
