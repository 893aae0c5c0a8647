import Exact

/// The repair to a doubly stochastic matrix, the convex combination of permutations, and the shares
/// of the rows in the sharp error bound.
extension CertificateChecker {
  func checkRepair() throws(CertificateError) {
    guard let repair = certificate.repair else {
      return try require(!isNonnegative, "repair", "is missing although no entry is negative")
    }
    try require(isNonnegative, "repair", "is of a matrix with a negative entry")
    var entries = matrix
    let removed = try amounts(repair.removed, "repair.removed") { i, j, amount in
      entries[i, j] = entries[i, j] - amount
      return entries[i, j].sign >= 0
    }
    let added = try amounts(repair.added, "repair.added") { i, j, amount in
      entries[i, j] = entries[i, j] + amount
      return true
    }
    try require(
      (entries.rowSums() + entries.columnSums()).allSatisfy { $0 == 1 }, "repair",
      "does not make all sums 1")
    try require(
      Self.number(repair.cost, "repair.cost") == removed + added, "repair.cost",
      "is not the sum of the amounts")
    // From M to a doubly stochastic matrix column j must change by |c_j - 1| at least.
    if isRowStochastic {
      let kappa = columnSums.reduce(into: Rational()) { $0 += ($1 - 1).magnitude }
      try require(
        removed + added == kappa, "repair.cost", "is not the distance, sum |column sum - 1|")
    }
  }

  private func amounts(
    _ changes: [Certificate.Repair.Change], _ field: String,
    _ apply: (Int, Int, Rational) -> Bool
  ) throws(CertificateError) -> Rational {
    var total = Rational()
    for (k, change) in changes.enumerated() {
      let place = "\(field)[\(k)]"
      try require(
        (0..<n).contains(change.row) && (0..<n).contains(change.column), place,
        "is no entry of the matrix")
      let amount = try Self.number(change.amount, place + ".amount")
      try require(amount.sign > 0, place + ".amount", "is not positive")
      try require(
        apply(change.row, change.column, amount), place + ".amount", "is more than the entry")
      total += amount
    }
    return total
  }

  func checkDecomposition() throws(CertificateError) {
    guard let terms = certificate.birkhoff else {
      let mayBeLong =
        Certificate.longestDecomposition(nonzero: nonzero, order: n)
        > Certificate.largestDecomposition
      return try require(
        !isDoublyStochastic || mayBeLong, "birkhoff",
        "is missing although the matrix is doubly stochastic")
    }
    try require(isDoublyStochastic, "birkhoff", "is of a matrix that is not doubly stochastic")
    try require(
      terms.count <= (n - 1) * (n - 1) + 1, "birkhoff", "has more than (n - 1)^2 + 1 terms")
    var rest = matrix
    for (k, term) in terms.enumerated() {
      try require(
        isPermutation(term.permutation), "birkhoff[\(k)].permutation", "is not a permutation")
      let weight = try Self.number(term.weight, "birkhoff[\(k)].weight")
      try require(weight.sign > 0, "birkhoff[\(k)].weight", "is not positive")
      for (i, j) in term.permutation.enumerated() { rest[i, j] = rest[i, j] - weight }
    }
    try require(
      rest == RationalMatrix(rows: n, columns: n), "birkhoff", "does not sum to the matrix")
  }

  private var nonzero: Int {
    (0..<n).reduce(0) { total, i in total + (0..<n).count { matrix.sign(i, $0) != 0 } }
  }

  func checkShares() throws(CertificateError) {
    guard let stated = certificate.shares else {
      return try require(
        !isDoublyStochastic, "shares", "is missing although the matrix is doubly stochastic")
    }
    try require(isDoublyStochastic, "shares", "is of a matrix that is not doubly stochastic")
    try require(stated.count == n, "shares", "has \(stated.count) rows, n is \(n)")
    let factor: RadicalSum = 1 + .root(Rational(1, 2))
    var total = RootTwoNumber(0)
    for (i, share) in stated.enumerated() {
      let number = RootTwoNumber(
        try Self.number(share.rational, "shares[\(i)].rational"),
        try Self.number(share.root2, "shares[\(i)].root2"))
      let gap = RadicalSum(1) - .root(rowSquares[i])
      try require(
        isAtMost(1 - factor * gap, number.radicalSum), "shares[\(i)]",
        "is less than the row needs")
      total = total + number
    }
    try require(
      total == RootTwoNumber(Rational(n) - Rational(1, 2) * distance), "shares",
      "do not sum to a(M)")
  }
}
