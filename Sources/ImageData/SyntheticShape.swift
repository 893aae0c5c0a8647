/// The ten classes of the synthetic images: shapes, told apart by structure alone.
///
/// No two of them are mirror images, so a horizontal flip keeps the class.
enum SyntheticShape: Int, CaseIterable {
  case disc, ring, cross, saltire, frame, triangle, rows, columns, checkerboard, dots

  /// Whether a point is in the shape.
  ///
  /// The point (x, y) is relative to the centre, y downwards; `radius` is half the size of the
  /// shape, `period` that of the texture of a textured one. All are in the same integer unit.
  func contains(x: Int, y: Int, radius: Int, period: Int) -> Bool {
    let right = abs(x)
    let down = abs(y)
    let stroke = radius * 3 / 10
    let isInSquare = max(right, down) <= radius
    switch self {
    case .disc:
      return x * x + y * y <= radius * radius
    case .ring:
      let inner = radius - stroke - stroke / 4
      let squared = x * x + y * y
      return squared <= radius * radius && squared >= inner * inner
    case .cross:
      return isInSquare && min(right, down) <= stroke
    case .saltire:
      return isInSquare && abs(right - down) <= stroke * 4 / 3
    case .frame:
      return isInSquare && max(right, down) >= radius - stroke - stroke / 4
    case .triangle:
      return down <= radius && 2 * right <= y + radius
    case .rows:
      return isInSquare && Self.isInHalf(y + radius, period)
    case .columns:
      return isInSquare && Self.isInHalf(x + radius, period)
    case .checkerboard:
      return isInSquare && Self.isInHalf(x + radius, period) == Self.isInHalf(y + radius, period)
    case .dots:
      let offset = (column: (x + radius) % period, row: (y + radius) % period)
      let (column, row) = (offset.column - period / 2, offset.row - period / 2)
      return isInSquare && 10 * (column * column + row * row) <= period * period
    }
  }

  private static func isInHalf(_ position: Int, _ period: Int) -> Bool {
    2 * (position % period) < period
  }
}
