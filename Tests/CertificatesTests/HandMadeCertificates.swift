import Certificates
import Foundation
import Testing

/// Certificates worked out by hand from the definitions, as the JSON that a stranger would write.
enum HandMadeCertificates {
  /// The half block: P = 4 - 2 sqrt 2, both permutations are at distance 2, Prow is not below
  /// 2 - sqrt 2 but equal to it, so that no rounding theorem applies.
  ///
  /// The largest entries g_ij = |1/2| - |-1/2| are all 0, and so are the potentials.
  static let halfBlock = """
    {
      "schema": "autoshuffle.certificate/1", "n": 2,
      "rows": [["1/2", "1/2"], ["1/2", "1/2"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "0", "columnDefect": "0"},
      "penalty": {
        "lower": "1.171572875253809902396622551580", "upper": "1.171572875253809902396622551581"
      },
      "distance": {
        "l1": "2", "assignment": [0, 1], "rowPotentials": ["0", "0"],
        "columnPotentials": ["0", "0"], "tiedWith": [1, 0]
      },
      "rounding": {"argmax": [0, 0], "argmaxIsPermutation": false, "uniqueNearest": false},
      "claims": [
        {
          "id": "T1a", "verdict": "holds", "rhs": {"lower": "0", "upper": "0"},
          "lhs": {
            "lower": "1.171572875253809902396622551580",
            "upper": "1.171572875253809902396622551581"
          }
        },
        {
          "id": "T1b", "verdict": "holds", "rhs": {"lower": "0", "upper": "0"},
          "lhs": {
            "lower": "1.171572875253809902396622551580",
            "upper": "1.171572875253809902396622551581"
          }
        },
        {
          "id": "T2-upper", "verdict": "holds", "rhs": {"lower": "2", "upper": "2"},
          "lhs": {
            "lower": "1.171572875253809902396622551580",
            "upper": "1.171572875253809902396622551581"
          }
        },
        {
          "id": "T2-lower", "verdict": "holds", "lhs": {"lower": "1", "upper": "1"},
          "rhs": {
            "lower": "1.171572875253809902396622551580",
            "upper": "1.171572875253809902396622551581"
          }
        },
        {
          "id": "T3", "verdict": "holds", "lhs": {"lower": "1", "upper": "1"},
          "rhs": {
            "lower": "1.171572875253809902396622551580",
            "upper": "1.171572875253809902396622551581"
          }
        },
        {"id": "T4", "verdict": "inapplicable"},
        {"id": "T5d", "verdict": "inapplicable"}
      ],
      "verdict": "holds"
    }
    """

  /// The matrix [[24/25, 1/25], [1/25, 24/25]], near a permutation.
  ///
  /// Every line has the norm sqrt(577)/25, so that Prow = Pcol = 2 - 2 sqrt(577)/25 = 0.0783...
  /// and P is twice that; the distance to the identity is 4/25, N - |M|_F^2 is 2 - 1154/625 = 96/625, and
  /// with e = 1/25 the local bound of T3 is (1 - 1/48) 4/25 = 47/300.
  ///
  /// g is 23/25 on the diagonal and -23/25 off it; u = (23/25, 23/25), v = 0 proves the identity
  /// nearest, and no pair off the diagonal is tight.
  static let nearIdentity = """
    {
      "schema": "autoshuffle.certificate/1", "n": 2,
      "rows": [["0.96", "0.04"], ["1/25", "24/25"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "0", "columnDefect": "0"},
      "penalty": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"},
      "distance": {
        "l1": "4/25", "assignment": [0, 1], "rowPotentials": ["23/25", "23/25"],
        "columnPotentials": ["0", "0"], "uniqueByOrder": [1, 0]
      },
      "rounding": {
        "argmax": [0, 1], "argmaxIsPermutation": true, "uniqueNearest": true, "claim": "T4"
      },
      "claims": [
        {
          "id": "T1a", "verdict": "holds", "rhs": {"lower": "0", "upper": "0"},
          "lhs": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"}
        },
        {
          "id": "T1b", "verdict": "holds", "rhs": {"lower": "0", "upper": "0"},
          "lhs": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"}
        },
        {
          "id": "T2-upper", "verdict": "holds", "rhs": {"lower": "4/25", "upper": "4/25"},
          "lhs": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"}
        },
        {
          "id": "T2-lower", "verdict": "holds", "lhs": {"lower": "96/625", "upper": "96/625"},
          "rhs": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"}
        },
        {
          "id": "T3", "verdict": "holds", "lhs": {"lower": "47/300", "upper": "47/300"},
          "rhs": {"lower": "\(fourGaps.lower)", "upper": "\(fourGaps.upper)"}
        },
        {
          "id": "T4", "verdict": "holds",
          "lhs": {"lower": "\(twoGaps.lower)", "upper": "\(twoGaps.upper)"},
          "rhs": {"lower": "\(threshold.lower)", "upper": "\(threshold.upper)"}
        },
        {
          "id": "T5d", "verdict": "holds",
          "lhs": {"lower": "\(twoGaps.lower)", "upper": "\(twoGaps.upper)"},
          "rhs": {"lower": "\(threshold.lower)", "upper": "\(threshold.upper)"}
        }
      ],
      "verdict": "holds"
    }
    """

  /// [[1/5]]: at most one nonzero entry a line, so P is exactly 0, which roots rounded on a binary
  /// grid do not show; g = 1/5 - 4/5, and divided by its row sum the matrix is the permutation.
  static let scaledIdentity = """
    {
      "schema": "autoshuffle.certificate/1", "n": 1, "rows": [["1/5"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "4/5", "columnDefect": "4/5"},
      "penalty": {"lower": "0", "upper": "0"},
      "distance": {
        "l1": "4/5", "assignment": [0], "rowPotentials": ["-1"], "columnPotentials": ["2/5"],
        "uniqueByOrder": [0]
      },
      "rounding": {
        "argmax": [0], "argmaxIsPermutation": true, "uniqueNearest": true, "claim": "T5d"
      },
      "claims": [
        {
          "id": "T1a", "verdict": "holds", "lhs": {"lower": "0", "upper": "0"},
          "rhs": {"lower": "0", "upper": "0"}
        },
        {"id": "T1b", "verdict": "inapplicable"},
        {"id": "T2-upper", "verdict": "inapplicable"},
        {"id": "T2-lower", "verdict": "inapplicable"},
        {"id": "T3", "verdict": "inapplicable"},
        {"id": "T4", "verdict": "inapplicable"},
        {
          "id": "T5d", "verdict": "holds", "lhs": {"lower": "0", "upper": "0"},
          "rhs": {"lower": "\(threshold.lower)", "upper": "\(threshold.upper)"}
        }
      ],
      "verdict": "holds"
    }
    """

  /// The three, each with its name.
  static let all: [(name: String, text: String)] = [
    ("half block", halfBlock), ("near the identity", nearIdentity),
    ("scaled identity", scaledIdentity),
  ]

  /// 2 - 2 sqrt(577)/25.
  private static let twoGaps = (
    lower: "0.0783340560857097814102038763687", upper: "0.0783340560857097814102038763688"
  )

  /// 4 - 4 sqrt(577)/25.
  private static let fourGaps = (
    lower: "0.1566681121714195628204077527375", upper: "0.1566681121714195628204077527376"
  )

  /// 2 - sqrt 2.
  private static let threshold = (
    lower: "0.5857864376269049511983112757903", upper: "0.5857864376269049511983112757904"
  )

  /// The text of the certificate of that name.
  static func text(named name: String) throws -> String {
    try #require(all.first { $0.name == name }).text
  }

  /// The certificate of that name.
  static func certificate(named name: String) throws -> Certificate {
    try decode(text(named: name))
  }

  /// The certificate that the text stands for.
  static func decode(_ text: String) throws -> Certificate {
    try JSONDecoder().decode(Certificate.self, from: Data(text.utf8))
  }
}
