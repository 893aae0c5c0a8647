/// The slacks of a polytope's inequalities as integer affine functions of `dimension` of them.
///
/// With s_k the slack of inequality k and t_1, ..., t_d the slacks of the nonbasic ones,
/// denominator * s_k = entry(k, 0) + sum_j entry(k, j) t_j; at the basic point all t are 0. Pivots
/// divide exactly (Edmonds, Bareiss), so the entries are minors of the data and stay small.
struct IntegerDictionary {
  /// The positive common denominator.
  private(set) var denominator = 1
  /// The inequality whose slack belongs to column j + 1.
  private(set) var nonbasic: [Int]

  private let inequalityCount: Int
  private let width: Int
  /// One row an inequality, then one a coordinate.
  private var entries: [Int]

  /// The dictionary with the inequalities of the bits of `nonbasic` tight.
  ///
  /// They must be `dimension` many and independent.
  init(_ polytope: IntegerPolytope, nonbasic bits: UInt64) {
    let dimension = polytope.dimension
    inequalityCount = polytope.inequalities.count
    width = dimension + 1
    nonbasic = [Int](repeating: -1, count: dimension)
    entries = polytope.inequalities.flatMap { $0 }
    for j in 1...dimension { entries += (0...dimension).map { $0 == j ? 1 : 0 } }
    for k in 0..<inequalityCount where bits & (1 << UInt64(k)) != 0 {
      guard
        let column = (1...dimension).first(where: {
          nonbasic[$0 - 1] < 0 && entries[k * width + $0] != 0
        })
      else { preconditionFailure("the inequalities of a basis are independent") }
      pivot(row: k, column: column)
      nonbasic[column - 1] = k
    }
    precondition(nonbasic.allSatisfy { $0 >= 0 }, "a basis has as many inequalities as dimensions")
  }

  /// The entry of slack `k` in `column`; column 0 is the constant.
  func entry(_ k: Int, _ column: Int) -> Int {
    entries[k * width + column]
  }

  /// The point at which all nonbasic slacks are 0.
  var point: IntegerPoint {
    IntegerPoint(
      [denominator] + (inequalityCount..<inequalityCount + width - 1).map { entries[$0 * width] })
  }

  /// Solves `row` for the variable of `column` and substitutes it everywhere.
  private mutating func pivot(row: Int, column: Int) {
    let pivotRow = Array(entries[row * width..<(row + 1) * width])
    let pivot = pivotRow[column]
    let sign = pivot.signum()
    let old = denominator
    let width = width
    entries.withUnsafeMutableBufferPointer { entries in
      for i in 0..<entries.count / width {
        let factor = entries[i * width + column]
        for j in 0..<width where j != column {
          let value = entries[i * width + j] * pivot - factor * pivotRow[j]
          entries[i * width + j] = sign * (value / old)
        }
        entries[i * width + column] = sign * factor
      }
    }
    denominator = sign * pivot
  }
}
