import CAssignmentKernels
import Exact

/// Numbers over which the assignment problem is solved, with the scans of a row of
/// h[j] = v[j] - row[j] that take most of its time; on words they are vectorised.
protocol RowScanning: Comparable, AdditiveArithmetic {
  /// The first column with the smallest h, that value, and the smallest over the other columns;
  /// `n` must be at least 2.
  static func twoLeast(
    _ n: Int, _ v: UnsafePointer<Self>, _ row: UnsafePointer<Self>
  ) -> (column: Int, least: Self, second: Self)

  /// Lowers distance[j] to h[j] + offset where that is less, and notes `from` in previous[j].
  ///
  /// Distances are not negative; closed[j] is 0 or `Int.max`. Returns the smallest distance over
  /// the columns that are not closed, nil if all are.
  static func relax(
    _ n: Int, _ v: UnsafePointer<Self>, _ row: UnsafePointer<Self>, offset: Self, from: Int,
    _ distance: UnsafeMutablePointer<Self>, _ previous: UnsafeMutablePointer<Int>,
    _ closed: UnsafePointer<Int>
  ) -> Self?

  /// The first column j >= start that is not closed and has this distance.
  static func firstOpen(
    _ n: Int, from start: Int, _ distance: UnsafePointer<Self>, _ closed: UnsafePointer<Int>,
    at value: Self
  ) -> Int?
}

extension Rational: RowScanning {
  static func twoLeast(
    _ n: Int, _ v: UnsafePointer<Rational>, _ row: UnsafePointer<Rational>
  ) -> (column: Int, least: Rational, second: Rational) {
    var first = 0
    var (least, second) = (v[0] - row[0], v[1] - row[1])
    if second < least { (first, least, second) = (1, second, least) }
    for j in 2..<max(n, 2) {
      let h = v[j] - row[j]
      if h < least {
        (first, least, second) = (j, h, least)
      } else if h < second {
        second = h
      }
    }
    return (first, least, second)
  }

  static func relax(
    _ n: Int, _ v: UnsafePointer<Rational>, _ row: UnsafePointer<Rational>, offset: Rational,
    from: Int, _ distance: UnsafeMutablePointer<Rational>, _ previous: UnsafeMutablePointer<Int>,
    _ closed: UnsafePointer<Int>
  ) -> Rational? {
    var least: Rational?
    for j in 0..<n where closed[j] == 0 {
      let d = v[j] - row[j] + offset
      if d < distance[j] {
        distance[j] = d
        previous[j] = from
      }
      if least.map({ distance[j] < $0 }) ?? true { least = distance[j] }
    }
    return least
  }

  static func firstOpen(
    _ n: Int, from start: Int, _ distance: UnsafePointer<Rational>,
    _ closed: UnsafePointer<Int>, at value: Rational
  ) -> Int? {
    (start..<max(n, start)).first { closed[$0] == 0 && distance[$0] == value }
  }
}

extension Int: RowScanning {
  static func twoLeast(
    _ n: Int, _ v: UnsafePointer<Int>, _ row: UnsafePointer<Int>
  ) -> (column: Int, least: Int, second: Int) {
    var (least, second) = (0, 0)
    let column = asn_two_least(n, v, row, &least, &second)
    return (column, least, second)
  }

  static func relax(
    _ n: Int, _ v: UnsafePointer<Int>, _ row: UnsafePointer<Int>, offset: Int, from: Int,
    _ distance: UnsafeMutablePointer<Int>, _ previous: UnsafeMutablePointer<Int>,
    _ closed: UnsafePointer<Int>
  ) -> Int? {
    let least = asn_relax(n, v, row, offset, from, distance, previous, closed)
    // Distances are below Int.max, which only closed columns show.
    return least == .max ? nil : least
  }

  static func firstOpen(
    _ n: Int, from start: Int, _ distance: UnsafePointer<Int>, _ closed: UnsafePointer<Int>,
    at value: Int
  ) -> Int? {
    let column = asn_find(n, start, distance, closed, value)
    return column < 0 ? nil : column
  }
}
