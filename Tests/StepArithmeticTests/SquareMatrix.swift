import RandomStreams
import StepArithmetic

/// The entries of matrices that train.
protocol FloatScalar: BinaryFloatingPoint, StepScalar where Wide == Double {}
extension Double: FloatScalar {}
extension Float: FloatScalar {}

/// A row-major square matrix, so that tests of the pointer interfaces stay readable.
struct SquareMatrix<Scalar: FloatScalar>: Equatable {
  let size: Int
  var entries: [Scalar]

  init(_ rows: [[Scalar]]) {
    size = rows.count
    entries = rows.flatMap { $0 }
  }

  init(size: Int, _ entry: (_ row: Int, _ column: Int) -> Scalar) {
    self.size = size
    entries = (0..<(size * size)).map { entry($0 / size, $0 % size) }
  }

  static func permutation(_ columns: [Int]) -> SquareMatrix {
    SquareMatrix(size: columns.count) { columns[$0] == $1 ? 1 : 0 }
  }

  subscript(row: Int, column: Int) -> Scalar {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  var penalty: Double { PermutationPenalty.value(of: entries, size: size) }

  /// The gradient of the penalty.
  var force: SquareMatrix {
    var result = SquareMatrix(size: size) { _, _ in 0 }
    PermutationPenalty.addGradient(weight: 1, of: entries, size: size, to: &result.entries)
    return result
  }

  var anchors: [Int?] { ShuffleProjection.anchors(of: entries, size: size) }

  func projected(_ projection: ShuffleProjection, anchors: [Int?]) -> SquareMatrix {
    var result = self
    projection.apply(to: &result.entries, size: size, anchors: anchors)
    return result
  }

  func completed(anchors: [Int?]) -> SquareMatrix {
    var result = self
    ShuffleProjection.capAndComplete(&result.entries, size: size, anchors: anchors)
    return result
  }

  func stepped(_ step: ShuffleStep<Double>, gradient: SquareMatrix) -> SquareMatrix {
    var result = self
    var gradient = gradient
    step.apply(to: &result.entries, gradient: &gradient.entries, size: size)
    return result
  }

  /// The largest difference of a row or column sum from 1.
  var largestDefect: Double {
    var defect = 0.0
    for i in 0..<size {
      let row = (0..<size).reduce(0.0) { $0 + Double(self[i, $1]) }
      let column = (0..<size).reduce(0.0) { $0 + Double(self[$1, i]) }
      defect = max(defect, abs(row - 1), abs(column - 1))
    }
    return defect
  }

  /// The bound on `largestDefect` of a repaired matrix, plus what adding up a line here may lose.
  static func repairBound(size: Int) -> Double {
    Double(Scalar.ulpOfOne) / 2 + (32 * Double(size * size) + Double(size)) * 0x1p-53
  }
}

extension RandomStream {
  /// Draws a matrix with entries in 0...1, about a third of them 0 if `sparse`.
  mutating func matrix<Scalar: FloatScalar>(
    size: Int, sparse: Bool = false
  ) -> SquareMatrix<Scalar> {
    SquareMatrix(size: size) { _, _ in sparse && oneIn(3) ? 0 : Scalar(uniform()) }
  }

  /// Draws a doubly stochastic matrix whose diagonal entries are at least 1 - `offMass`.
  mutating func nearIdentity<Scalar: FloatScalar>(
    size: Int, offMass: Double
  ) -> SquareMatrix<Scalar> {
    let other: SquareMatrix<Scalar> =
      matrix(size: size).projected(.repair, anchors: [Int?](repeating: nil, count: size))
    return SquareMatrix(size: size) { i, j in
      Scalar(offMass) * other[i, j] + (i == j ? Scalar(1 - offMass) : 0)
    }
  }
}
