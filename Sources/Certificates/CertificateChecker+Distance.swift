import Exact

/// The nearest permutation by its dual proof, and the rounding of rows.
extension CertificateChecker {
  /// |M_ij| - |M_ij - 1|, what the pair saves of the distance.
  private func gain(_ i: Int, _ j: Int) -> Rational {
    matrix[i, j].magnitude - (matrix[i, j] - 1).magnitude
  }

  private func value(_ images: [Int]) -> Rational {
    images.enumerated().reduce(into: Rational()) { $0 += gain($1.offset, $1.element) }
  }

  /// d1, once `checkDistance` has accepted the assignment.
  var distance: Rational { magnitude - value(certificate.distance.assignment) }

  func checkDistance() throws(CertificateError) {
    let stated = certificate.distance
    let u = try Self.numbers(stated.rowPotentials, "distance.rowPotentials")
    let v = try Self.numbers(stated.columnPotentials, "distance.columnPotentials")
    try require(u.count == n, "distance.rowPotentials", "has \(u.count) numbers, n is \(n)")
    try require(v.count == n, "distance.columnPotentials", "has \(v.count) numbers, n is \(n)")
    try require(isPermutation(stated.assignment), "distance.assignment", "is not a permutation")
    let best = value(stated.assignment)
    try require(
      (u + v).reduce(0, +) == best, "distance.rowPotentials",
      "and columnPotentials do not sum to the value of the assignment")
    try require(
      Self.number(stated.l1, "distance.l1") == distance, "distance.l1",
      "is not the distance to the assignment")
    var tight: [[Int]] = Array(repeating: [], count: n)
    for i in 0..<n {
      for j in 0..<n {
        let bound = u[i] + v[j]
        let gain = gain(i, j)
        try require(
          gain <= bound, "distance.rowPotentials[\(i)]",
          "and columnPotentials[\(j)] do not bound the pair")
        if gain == bound { tight[i].append(j) }
      }
    }
    try checkUniqueness(tight, best)
  }

  private func checkUniqueness(_ tight: [[Int]], _ best: Rational) throws(CertificateError) {
    let stated = certificate.distance
    switch (stated.uniqueByOrder, stated.tiedWith) {
    case (let order?, nil):
      try require(isPermutation(order), "distance.uniqueByOrder", "is not an order of the rows")
      var reached = [Bool](repeating: false, count: n)
      for i in order {
        for j in tight[i] where j != stated.assignment[i] {
          try require(
            reached[j], "distance.uniqueByOrder", "has a tight pair (\(i), \(j)) to a later row")
        }
        reached[stated.assignment[i]] = true
      }
    case (nil, let other?):
      try require(
        isPermutation(other) && other != stated.assignment && value(other) == best,
        "distance.tiedWith", "is not another nearest permutation")
      try require(
        isFirst(stated.assignment, tight), "distance.assignment",
        "is not the lexicographically first nearest permutation")
    default:
      throw CertificateError("distance", "needs exactly one of uniqueByOrder and tiedWith")
    }
  }

  /// Whether no permutation along tight pairs precedes `images`, which is one.
  ///
  /// One that does moves some row to an earlier column and no row before it; where it differs from
  /// `images` rows take each other's columns in cycles. So none does unless, from a row whose
  /// column is tight and earlier for row i, tight pairs lead back to i among the rows from i on.
  private func isFirst(_ images: [Int], _ tight: [[Int]]) -> Bool {
    var rowOfColumn = [Int](repeating: 0, count: n)
    for (i, j) in images.enumerated() { rowOfColumn[j] = i }
    let followers = tight.map { $0.map { rowOfColumn[$0] } }
    for i in 0..<n {
      var open = tight[i].filter { $0 < images[i] }.map { rowOfColumn[$0] }.filter { $0 > i }
      var isReached = [Bool](repeating: false, count: open.isEmpty ? 0 : n)
      while let row = open.popLast() {
        for next in followers[row] where next >= i && !isReached[next] {
          if next == i { return false }
          isReached[next] = true
          open.append(next)
        }
      }
    }
    return true
  }

  func checkRounding() throws(CertificateError) {
    let stated = certificate.rounding
    try require(stated.argmax.count == n, "rounding.argmax", "does not have n entries")
    for (i, j) in stated.argmax.enumerated() {
      try require((0..<n).contains(j), "rounding.argmax[\(i)]", "is not a column")
      for k in 0..<n {
        let isRight = k < j ? matrix.isLess(i, k, than: i, j) : !matrix.isLess(i, j, than: i, k)
        try require(isRight, "rounding.argmax[\(i)]", "is not the first largest entry")
      }
    }
    try require(
      stated.argmaxIsPermutation == isPermutation(stated.argmax), "rounding.argmaxIsPermutation",
      "is not what the columns say")
    try require(
      stated.uniqueNearest == (certificate.distance.uniqueByOrder != nil),
      "rounding.uniqueNearest", "is not what the distance says")
    // T5d is about the sum of entries, which another permutation than the nearest can make largest
    // when entries exceed 1.
    let isNearest = stated.uniqueNearest && stated.argmax == certificate.distance.assignment
    let justifying = Self.roundingClaims.first { id in
      isNearest && certificate.claims.contains { $0.id == id && $0.verdict == .holds }
    }
    try require(
      stated.claim == justifying, "rounding.claim",
      "is not the first theorem that holds and makes the row argmax the only nearest permutation")
  }

  /// The theorems that justify rounding, the one to be named first.
  static let roundingClaims = ["T4", "T5d"]
}
