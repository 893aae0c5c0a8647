extension Reference {
  /// Returns the 3x3 average pool, stride 2, padding 1, zeros counted, of images of one channel.
  package static func averagePool(_ x: [Double], grid: ImageGrid) -> [Double] {
    var y = [Double](repeating: 0, count: grid.strided(by: 2).count)
    forEachPooledPixel(grid) { input, output in y[output] += x[input] / 9 }
    return y
  }

  /// Returns the gradient of the pool's input, given that of its output.
  package static func averagePoolGradient(_ gradient: [Double], grid: ImageGrid) -> [Double] {
    var dx = [Double](repeating: 0, count: grid.count)
    forEachPooledPixel(grid) { input, output in dx[input] += gradient[output] / 9 }
    return dx
  }

  /// Returns the mean of the pixels of each image of one channel.
  package static func globalAveragePool(_ x: [Double], grid: ImageGrid) -> [Double] {
    (0..<grid.images).map { image in
      x[(image * grid.pixels)..<((image + 1) * grid.pixels)].reduce(0, +) / Double(grid.pixels)
    }
  }

  /// Returns the gradient of the global pool's input, given that of its output.
  package static func globalAveragePoolGradient(
    _ gradient: [Double], grid: ImageGrid
  ) -> [Double] {
    (0..<grid.count).map { gradient[$0 / grid.pixels] / Double(grid.pixels) }
  }

  private static func forEachPooledPixel(
    _ grid: ImageGrid, _ visit: (_ input: Int, _ output: Int) -> Void
  ) {
    let pooled = grid.strided(by: 2)
    for n in 0..<grid.images {
      for i in 0..<grid.height {
        for j in 0..<grid.width {
          for p in 0..<pooled.height where abs(2 * p - i) <= 1 {
            for q in 0..<pooled.width where abs(2 * q - j) <= 1 {
              visit(
                (n * grid.height + i) * grid.width + j,
                (n * pooled.height + p) * pooled.width + q)
            }
          }
        }
      }
    }
  }
}
