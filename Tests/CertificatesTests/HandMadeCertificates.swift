import Certificates
import Testing

/// Certificates worked out by hand from the definitions, as the JSON that a stranger would write.
enum HandMadeCertificates {
  /// The half block: P = 4 - 2 sqrt 2, both permutations are at distance 2, Prow is not below
  /// 2 - sqrt 2 but equal to it, so that no rounding theorem applies; T2* and T2F are equalities.
  ///
  /// The weights g_ij = |1/2| - |-1/2| are all 0, and so are the potentials.
  static let halfBlock = """
    {
      "schema": "autoshuffle.certificate/2",
      "n": 2,
      "rows": [["1/2", "1/2"], ["1/2", "1/2"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "0", "columnDefect": "0"},
      "penalty": {
        "lower": "1.171572875253809902396622551580603842",
        "upper": "1.171572875253809902396622551580603843"
      },
      "distance": {
        "l1": "2",
        "assignment": [0, 1],
        "rowPotentials": ["0", "0"],
        "columnPotentials": ["0", "0"],
        "uniqueByOrder": null,
        "tiedWith": [1, 0]
      },
      "rounding": {
        "argmax": [0, 0],
        "argmaxIsPermutation": false,
        "uniqueNearest": false,
        "claim": null
      },
      "repair": {"removed": [], "added": [], "cost": "0"},
      "birkhoff": [
        {"weight": "1/2", "permutation": [0, 1]},
        {"weight": "1/2", "permutation": [1, 0]}
      ],
      "shares": [{"rational": "1/2", "root2": "0"}, {"rational": "1/2", "root2": "0"}],
      "claims": [
        {
          "id": "T1a",
          "verdict": "holds",
          "lhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T1b",
          "verdict": "holds",
          "lhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T2-upper",
          "verdict": "holds",
          "lhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          },
          "rhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T2-lower",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          }
        },
        {
          "id": "T2F",
          "verdict": "holds",
          "lhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          },
          "rhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          }
        },
        {
          "id": "T2F-distance",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T2Q-upper",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          }
        },
        {
          "id": "T2Q-lower",
          "verdict": "holds",
          "lhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T3",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          }
        },
        {
          "id": "T2-sharp-rows",
          "verdict": "holds",
          "lhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          },
          "rhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          }
        },
        {
          "id": "T2-sharp-columns",
          "verdict": "holds",
          "lhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          },
          "rhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          }
        },
        {
          "id": "T2-sharp",
          "verdict": "holds",
          "lhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          },
          "rhs": {
            "lower": "1.171572875253809902396622551580603842",
            "upper": "1.171572875253809902396622551580603843"
          }
        },
        {"id": "T4", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rows", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rational", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T5b",
          "verdict": "holds",
          "lhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.343145750507619804793245103161207685",
            "upper": "2.343145750507619804793245103161207686"
          }
        },
        {
          "id": "T5c",
          "verdict": "holds",
          "lhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.343145750507619804793245103161207685",
            "upper": "2.343145750507619804793245103161207686"
          }
        },
        {"id": "T5d", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T5e",
          "verdict": "holds",
          "lhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.000000000000000000000000000000000000",
            "upper": "2.000000000000000000000000000000000000"
          }
        }
      ],
      "verdict": "holds"
    }
    """

  /// The matrix [[24/25, 1/25], [1/25, 24/25]], near a permutation.
  ///
  /// Every line has the norm r = sqrt(577)/25, so that Prow = Pcol = 2 - 2r and P is twice that;
  /// the distance to the identity is 4/25, Q is 2 - 1154/625 = 96/625, dF^2 is 4/625, and with
  /// e = 1/25 the local bound of T3 is (1 - 1/48) 4/25 = 47/300.
  ///
  /// g is 23/25 on the diagonal and -23/25 off it; u = (23/25, 23/25), v = 0 proves the identity
  /// nearest, and no pair off the diagonal is tight. The shares are (u + 1)/2.
  static let nearIdentity = """
    {
      "schema": "autoshuffle.certificate/2",
      "n": 2,
      "rows": [["24/25", "1/25"], ["1/25", "24/25"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "0", "columnDefect": "0"},
      "penalty": {
        "lower": "0.156668112171419562820407752737582432",
        "upper": "0.156668112171419562820407752737582433"
      },
      "distance": {
        "l1": "4/25",
        "assignment": [0, 1],
        "rowPotentials": ["23/25", "23/25"],
        "columnPotentials": ["0", "0"],
        "uniqueByOrder": [1, 0],
        "tiedWith": null
      },
      "rounding": {
        "argmax": [0, 1],
        "argmaxIsPermutation": true,
        "uniqueNearest": true,
        "claim": "T4"
      },
      "repair": {"removed": [], "added": [], "cost": "0"},
      "birkhoff": [
        {"weight": "24/25", "permutation": [0, 1]},
        {"weight": "1/25", "permutation": [1, 0]}
      ],
      "shares": [{"rational": "24/25", "root2": "0"}, {"rational": "24/25", "root2": "0"}],
      "claims": [
        {
          "id": "T1a",
          "verdict": "holds",
          "lhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T1b",
          "verdict": "holds",
          "lhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T2-upper",
          "verdict": "holds",
          "lhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          },
          "rhs": {
            "lower": "0.160000000000000000000000000000000000",
            "upper": "0.160000000000000000000000000000000000"
          }
        },
        {
          "id": "T2-lower",
          "verdict": "holds",
          "lhs": {
            "lower": "0.153600000000000000000000000000000000",
            "upper": "0.153600000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          }
        },
        {
          "id": "T2F",
          "verdict": "holds",
          "lhs": {
            "lower": "0.007498066401624383375338384330115864",
            "upper": "0.007498066401624383375338384330115865"
          },
          "rhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          }
        },
        {
          "id": "T2F-distance",
          "verdict": "holds",
          "lhs": {
            "lower": "0.006400000000000000000000000000000000",
            "upper": "0.006400000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.080000000000000000000000000000000000",
            "upper": "0.080000000000000000000000000000000000"
          }
        },
        {
          "id": "T2Q-upper",
          "verdict": "holds",
          "lhs": {
            "lower": "0.153600000000000000000000000000000000",
            "upper": "0.153600000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          }
        },
        {
          "id": "T2Q-lower",
          "verdict": "holds",
          "lhs": {
            "lower": "0.267449196683525018564905672378131417",
            "upper": "0.267449196683525018564905672378131418"
          },
          "rhs": {
            "lower": "0.307200000000000000000000000000000000",
            "upper": "0.307200000000000000000000000000000000"
          }
        },
        {
          "id": "T3",
          "verdict": "holds",
          "lhs": {
            "lower": "0.156666666666666666666666666666666666",
            "upper": "0.156666666666666666666666666666666667"
          },
          "rhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          }
        },
        {
          "id": "T2-sharp-rows",
          "verdict": "holds",
          "lhs": {
            "lower": "0.046862915010152396095864902063224153",
            "upper": "0.046862915010152396095864902063224154"
          },
          "rhs": {
            "lower": "0.078334056085709781410203876368791216",
            "upper": "0.078334056085709781410203876368791217"
          }
        },
        {
          "id": "T2-sharp-columns",
          "verdict": "holds",
          "lhs": {
            "lower": "0.046862915010152396095864902063224153",
            "upper": "0.046862915010152396095864902063224154"
          },
          "rhs": {
            "lower": "0.078334056085709781410203876368791216",
            "upper": "0.078334056085709781410203876368791217"
          }
        },
        {
          "id": "T2-sharp",
          "verdict": "holds",
          "lhs": {
            "lower": "0.093725830020304792191729804126448307",
            "upper": "0.093725830020304792191729804126448308"
          },
          "rhs": {
            "lower": "0.156668112171419562820407752737582432",
            "upper": "0.156668112171419562820407752737582433"
          }
        },
        {
          "id": "T4",
          "verdict": "holds",
          "lhs": {
            "lower": "0.078334056085709781410203876368791216",
            "upper": "0.078334056085709781410203876368791217"
          },
          "rhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          }
        },
        {
          "id": "T4-rows",
          "verdict": "holds",
          "lhs": {
            "lower": "0.039167028042854890705101938184395608",
            "upper": "0.039167028042854890705101938184395609"
          },
          "rhs": {
            "lower": "0.292893218813452475599155637895150960",
            "upper": "0.292893218813452475599155637895150961"
          }
        },
        {
          "id": "T4-rational",
          "verdict": "holds",
          "lhs": {
            "lower": "0.080000000000000000000000000000000000",
            "upper": "0.080000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          }
        },
        {
          "id": "T5b",
          "verdict": "holds",
          "lhs": {
            "lower": "0.160000000000000000000000000000000000",
            "upper": "0.160000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.313336224342839125640815505475164865",
            "upper": "0.313336224342839125640815505475164866"
          }
        },
        {
          "id": "T5c",
          "verdict": "holds",
          "lhs": {
            "lower": "0.160000000000000000000000000000000000",
            "upper": "0.160000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.313336224342839125640815505475164865",
            "upper": "0.313336224342839125640815505475164866"
          }
        },
        {
          "id": "T5d",
          "verdict": "holds",
          "lhs": {
            "lower": "0.078334056085709781410203876368791216",
            "upper": "0.078334056085709781410203876368791217"
          },
          "rhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          }
        },
        {
          "id": "T5e",
          "verdict": "holds",
          "lhs": {
            "lower": "0.160000000000000000000000000000000000",
            "upper": "0.160000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.267449196683525018564905672378131417",
            "upper": "0.267449196683525018564905672378131418"
          }
        }
      ],
      "verdict": "holds"
    }
    """

  /// [[1/5]]: at most one nonzero entry a line, so P is exactly 0, which roots rounded on a binary
  /// grid do not show; g = 1/5 - 4/5, and divided by its row sum the matrix is the permutation.
  static let scaledIdentity = """
    {
      "schema": "autoshuffle.certificate/2",
      "n": 1,
      "rows": [["1/5"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "4/5", "columnDefect": "4/5"},
      "penalty": {
        "lower": "0.000000000000000000000000000000000000",
        "upper": "0.000000000000000000000000000000000000"
      },
      "distance": {
        "l1": "4/5",
        "assignment": [0],
        "rowPotentials": ["-1"],
        "columnPotentials": ["2/5"],
        "uniqueByOrder": [0],
        "tiedWith": null
      },
      "rounding": {
        "argmax": [0],
        "argmaxIsPermutation": true,
        "uniqueNearest": true,
        "claim": "T5d"
      },
      "repair": {
        "removed": [],
        "added": [{"row": 0, "column": 0, "amount": "4/5"}],
        "cost": "4/5"
      },
      "birkhoff": null,
      "shares": null,
      "claims": [
        {
          "id": "T1a",
          "verdict": "holds",
          "lhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {"id": "T1b", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2-upper", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2-lower", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2F", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T2F-distance",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {"id": "T2Q-upper", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2Q-lower", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T3", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T2-sharp-rows",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {
          "id": "T2-sharp-columns",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {"id": "T2-sharp", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rows", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rational", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T5b", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T5c",
          "verdict": "holds",
          "lhs": {
            "lower": "0.800000000000000000000000000000000000",
            "upper": "0.800000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.400000000000000000000000000000000000",
            "upper": "2.400000000000000000000000000000000000"
          }
        },
        {
          "id": "T5d",
          "verdict": "holds",
          "lhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "0.585786437626904951198311275790301921",
            "upper": "0.585786437626904951198311275790301922"
          }
        },
        {"id": "T5e", "verdict": "inapplicable", "lhs": null, "rhs": null}
      ],
      "verdict": "holds"
    }
    """

  /// [[1, 0], [1/2, 1/2]]: rows exact, columns 3/2 and 1/2, both largest entries in one column.
  ///
  /// The nearest doubly stochastic matrix is the identity, at the distance kappa = 1. g is
  /// [[1, -1], [0, 0]]; u = (1, 0) and v = 0 prove the identity nearest, at distance 1, and the
  /// tight pair (1, 0) leads to row 0 only.
  static let collision = """
    {
      "schema": "autoshuffle.certificate/2",
      "n": 2,
      "rows": [["1", "0"], ["1/2", "1/2"]],
      "hypotheses": {"nonnegative": true, "rowDefect": "0", "columnDefect": "1/2"},
      "penalty": {
        "lower": "0.674859230063557627394568803529512842",
        "upper": "0.674859230063557627394568803529512843"
      },
      "distance": {
        "l1": "1",
        "assignment": [0, 1],
        "rowPotentials": ["1", "0"],
        "columnPotentials": ["0", "0"],
        "uniqueByOrder": [0, 1],
        "tiedWith": null
      },
      "rounding": {
        "argmax": [0, 0],
        "argmaxIsPermutation": false,
        "uniqueNearest": true,
        "claim": null
      },
      "repair": {
        "removed": [{"row": 1, "column": 0, "amount": "1/2"}],
        "added": [{"row": 1, "column": 1, "amount": "1/2"}],
        "cost": "1"
      },
      "birkhoff": null,
      "shares": null,
      "claims": [
        {
          "id": "T1a",
          "verdict": "holds",
          "lhs": {
            "lower": "0.674859230063557627394568803529512842",
            "upper": "0.674859230063557627394568803529512843"
          },
          "rhs": {
            "lower": "0.000000000000000000000000000000000000",
            "upper": "0.000000000000000000000000000000000000"
          }
        },
        {"id": "T1b", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2-upper", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2-lower", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2F", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T2F-distance",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {"id": "T2Q-upper", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T2Q-lower", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T3", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T2-sharp-rows",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {
          "id": "T2-sharp-columns",
          "verdict": "inapplicable",
          "lhs": null,
          "rhs": null
        },
        {"id": "T2-sharp", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rows", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {"id": "T4-rational", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T5b",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.731684471377220406584550772693387568",
            "upper": "2.731684471377220406584550772693387569"
          }
        },
        {
          "id": "T5c",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "2.731684471377220406584550772693387568",
            "upper": "2.731684471377220406584550772693387569"
          }
        },
        {"id": "T5d", "verdict": "inapplicable", "lhs": null, "rhs": null},
        {
          "id": "T5e",
          "verdict": "holds",
          "lhs": {
            "lower": "1.000000000000000000000000000000000000",
            "upper": "1.000000000000000000000000000000000000"
          },
          "rhs": {
            "lower": "3.707106781186547524400844362104849039",
            "upper": "3.707106781186547524400844362104849040"
          }
        }
      ],
      "verdict": "holds"
    }
    """

  /// All of them, each with its name.
  static let all: [(name: String, text: String)] = [
    ("half block", halfBlock), ("near the identity", nearIdentity),
    ("scaled identity", scaledIdentity), ("collision", collision),
  ]

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
    let document = try CertificateDocument(parsing: Array(text.utf8))
    guard case .one(let certificate) = document else {
      throw NotOneCertificate()
    }
    return certificate
  }
}

/// The error of a text that stands for several certificates.
struct NotOneCertificate: Error {}
