import Foundation
import Tensor

/// What a learned shuffle multiplies its channels with, given its matrix M of order N.
///
/// A row r of M, with entries that sum to 1, lets through the part s^2 = (|r|^2 - 1/N) / (1 - 1/N)
/// of the deviation of N uncorrelated channels from their mean: 1 if r is a unit vector, about 1/k
/// if it averages k channels. Where no norm follows, as for the channels that ShuffleNet v2 lets
/// pass, shuffle after shuffle, a network whose matrices are soft therefore hardly learns, and its
/// routes learn to avoid shuffles. So each row r is replaced by 1/N + (r - 1/N) / s^gain.
///
/// The new row sums to what r does if that is 1, and is exactly r if r is a unit vector:
/// permutations are left as they are, and what is penalised, projected, certified and rounded is M
/// itself. A gain of 0 is M, one of 1 gives every row the length 1 (R7). A row that is uniform but
/// for rounding, s^2 <= 2^-30, is left as it is.
struct RowGain {
  /// The gain, in 0...1.
  let exponent: Double

  /// Writes what the matrix becomes; each entry is computed in Double and rounded once.
  ///
  /// Complexity: O(N^2).
  func apply(to matrix: Tensor, into mixing: Tensor) {
    for index in 0..<matrix.rows {
      let row = Row(index, of: matrix, exponent)
      for k in row.indices {
        // A scale of exactly 1 leaves every bit as it is.
        mixing.pointer[k] = Float(
          Double(matrix.pointer[k]) * row.scale + row.uniform * (1 - row.scale))
      }
    }
  }

  /// Turns a gradient with respect to what the matrix becomes into that with respect to the matrix.
  ///
  /// With d = r - 1/N, a row g becomes (g - gain d (g . d) / |d|^2) / s^gain: with a gain of 1 the
  /// loss turns a row and has no say in its length. Complexity: O(N^2).
  func pullBack(_ gradient: Tensor, of matrix: Tensor, into target: Tensor) {
    for index in 0..<matrix.rows {
      let row = Row(index, of: matrix, exponent)
      func deviation(_ k: Int) -> Double { Double(matrix.pointer[k]) - row.uniform }
      let product = row.indices.reduce(0) { $0 + Double(gradient.pointer[$1]) * deviation($1) }
      let share = row.isUniform ? 0 : exponent * product / row.squares
      for k in row.indices {
        target.pointer[k] = Float(
          (Double(gradient.pointer[k]) - share * deviation(k)) * row.scale)
      }
    }
  }
}

/// A row of a matrix with what its gain is computed from.
private struct Row {
  /// Where its entries lie.
  let indices: Range<Int>
  /// 1/N.
  let uniform: Double
  /// |r - 1/N|^2, off by at most 3N roundings of numbers below 2, so that s^2 > 2^-30 has four
  /// digits.
  let squares: Double
  /// 1/s^gain, or 1 for a uniform row.
  let scale: Double

  init(_ index: Int, of matrix: Tensor, _ exponent: Double) {
    let count = matrix.columns
    indices = (index * count)..<((index + 1) * count)
    uniform = 1 / Double(count)
    var (sum, length) = (0.0, 0.0)
    for k in indices {
      let entry = Double(matrix.pointer[k])
      sum += entry
      length += entry * entry
    }
    // For a unit vector exactly 1 - 1/N.
    squares = length - uniform * (2 * sum - 1)
    scale =
      squares > Self.negligible ? pow((1 - uniform) / squares, exponent / 2) : 1
  }

  var isUniform: Bool { squares <= Self.negligible }

  private static let negligible = 0x1p-30
}
