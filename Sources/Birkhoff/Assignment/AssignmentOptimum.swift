/// An optimal matching of the maximum assignment problem, its potentials and its tight pairs.
struct AssignmentOptimum<Number: Comparable & AdditiveArithmetic> {
  /// The matched column of each row.
  let columnOfRow: [Int]
  /// u, one entry a row.
  let rowPotentials: [Number]
  /// v, one entry a column.
  let columnPotentials: [Number]
  /// A set of tight pairs that holds all optimal matchings and no other perfect matching.
  let matchings: OptimalMatchings

  /// Solves the problem in the given numbers; see `JonkerVolgenant` for what must fit.
  init(maximising values: [Number], order n: Int) where Number: RowScanning {
    let solution = JonkerVolgenant(maximising: values, order: n)
    columnOfRow = solution.columnOfRow
    rowPotentials = solution.rowPotentials
    columnPotentials = solution.columnPotentials
    matchings = OptimalMatchings(
      of: values, rowPotentials: rowPotentials, columnPotentials: columnPotentials)
  }

  private init(
    _ columnOfRow: [Int], _ rowPotentials: [Number], _ columnPotentials: [Number],
    _ matchings: OptimalMatchings
  ) {
    self.columnOfRow = columnOfRow
    self.rowPotentials = rowPotentials
    self.columnPotentials = columnPotentials
    self.matchings = matchings
  }
}

extension AssignmentOptimum<Int128> {
  /// The number of bits of values that `JonkerVolgenant` handles in words at order `n`.
  ///
  /// Values of b bits differ by at most C = 2^(b+1), and (n + 4) C must be below 2^62.
  static func wordBits(order n: Int) -> Int {
    61 - (Int.bitWidth - (n + 4).leadingZeroBitCount)
  }

  /// The number of bits of values whose potentials fit in 128 bits: those of the first level are
  /// below 2^62 in units of 2^(bits - wordBits), and those of all levels together twice that.
  static func wideBits(order n: Int) -> Int {
    59 + wordBits(order: n)
  }

  /// Solves the problem in machine words however wide the values, by successive refinement.
  ///
  /// With 2^s C <= M < 2^s (C + 1) entrywise, an optimum of C with potentials u, v leaves the
  /// residual R = M - 2^s (u + v), whose entries are below 2^s and at least 0 on the matching of C.
  /// So the best matching of R is worth at least 0 and uses no entry of -n 2^s or less: raising
  /// those to -n 2^s changes no optimum, and what solves the raised residual, with potentials x, y,
  /// solves R. It is narrower than M by about `wordBits` - log2 n bits, 40 at order 1024. The
  /// potentials of M are 2^s u + x and 2^s v + y.
  ///
  /// - Complexity: O(n^3) on words and O(n^2) on 128-bit numbers a level.
  init(refining values: [Int128], order n: Int) {
    let bits = values.reduce(0) { max($0, 128 - $1.magnitude.leadingZeroBitCount) }
    let wordBits = Self.wordBits(order: n)
    if bits <= wordBits {
      self.init(AssignmentOptimum<Int>(maximising: values.map { Int($0) }, order: n))
      return
    }
    let shift = Int128(bits - wordBits)
    let coarse = JonkerVolgenant(maximising: values.map { Int($0 >> shift) }, order: n)
    let u = coarse.rowPotentials.map { Int128($0) << shift }
    let v = coarse.columnPotentials.map { Int128($0) << shift }
    let floor = -(Int128(n) << shift)
    let residual = [Int128](unsafeUninitializedCapacity: n * n) { target, count in
      for i in 0..<n {
        for j in 0..<n { target[i * n + j] = max(values[i * n + j] - u[i] - v[j], floor) }
      }
      count = n * n
    }
    let fine = AssignmentOptimum(refining: residual, order: n)
    self.init(
      fine.columnOfRow, zip(u, fine.rowPotentials).map(+), zip(v, fine.columnPotentials).map(+),
      fine.matchings)
  }

  /// The same optimum in wider numbers.
  init(_ words: AssignmentOptimum<Int>) {
    self.init(
      words.columnOfRow, words.rowPotentials.map { Int128($0) },
      words.columnPotentials.map { Int128($0) }, words.matchings)
  }
}
