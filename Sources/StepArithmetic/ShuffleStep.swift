/// One projected gradient step of a shuffle matrix (T9): of floats with numbers in Double, or
/// exact.
package struct ShuffleStep<Number: StepNumber>: Equatable, Sendable {
  /// The step size eta.
  package let learningRate: Number
  /// The weight lambda of the penalty where nothing limits it; 0 leaves the penalty out.
  package let penaltyWeight: Number
  /// How the result is brought back towards the doubly stochastic matrices.
  package let projection: ShuffleProjection

  /// Describes a step; the numbers must not be negative.
  package init(learningRate: Number, penaltyWeight: Number, projection: ShuffleProjection) {
    precondition(learningRate >= 0 && penaltyWeight >= 0, "a shuffle step has no negative numbers")
    self.learningRate = learningRate
    self.penaltyWeight = penaltyWeight
    self.projection = projection
  }

  /// Returns the weight with which the penalty acts on a matrix: lambda if every row has an entry
  /// above 1/2, where the theorems on finite identification begin (T9e); else at most m / (4 eta),
  /// m being the smallest of the rows' largest entries.
  ///
  /// H is at most 2, so that the limited penalty takes at most half of the largest entry of a row.
  /// A larger step erases a row of many small entries altogether, and with it all that was learned;
  /// the projection refills it evenly, and so it goes on: the row stays uniform however large
  /// lambda is.
  package func penaltyWeight<Scalar: StepScalar>(
    on matrix: UnsafePointer<Scalar>, size: Int
  ) -> Number where Scalar.Wide == Number {
    guard penaltyWeight > 0, learningRate > 0 else { return penaltyWeight }
    let largest = (0..<size).map { i in
      UnsafeBufferPointer(start: matrix + i * size, count: size).max() ?? 0
    }
    guard let smallest = largest.min(), !ShuffleProjection.isAboveHalf(smallest) else {
      return penaltyWeight
    }
    return min(penaltyWeight, smallest.wide / (4 * learningRate))
  }

  /// Replaces M by the projection of M - eta (G + w H), w being the weight of the penalty on M;
  /// `gradient` becomes G + w H.
  ///
  /// There is no momentum: the theorems on finite identification (T9e) are about plain steps.
  @specialized(where Number == Double, Scalar == Float)
  package func apply<Scalar: StepScalar>(
    to matrix: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>, size: Int
  ) where Scalar.Wide == Number {
    let anchors =
      projection == .repair ? ShuffleProjection.anchors(of: matrix, size: size) : []
    descend(
      matrix, gradient: gradient, size: size, weight: penaltyWeight(on: matrix, size: size))
    projection.apply(to: matrix, size: size, anchors: anchors)
  }

  /// Replaces M by M - eta (G + w H) for a given w; `gradient` becomes G + w H.
  package func descend<Scalar: StepScalar>(
    _ matrix: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>, size: Int,
    weight: Number
  ) where Scalar.Wide == Number {
    if weight > 0 {
      PermutationPenalty.addGradient(weight: weight, of: matrix, size: size, to: gradient)
    }
    let rate = Scalar(rounding: learningRate)
    for index in 0..<(size * size) { matrix[index] -= rate * gradient[index] }
  }
}
