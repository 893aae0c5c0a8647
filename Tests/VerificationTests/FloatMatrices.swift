import RandomStreams

/// Float32 matrices such as training makes, row-major.
enum FloatMatrices {
  /// Positive noise after one pass of scaling, columns then rows, all in Float.
  ///
  /// Rows sum to 1 up to rounding and columns nearly; as in training, neither exactly.
  static func scaledOnce(order n: Int, from stream: inout RandomStream) -> [Float] {
    var entries = (0..<(n * n)).map { _ in 1 - Float(stream.uniform()) }
    scale(&entries, order: n)
    return entries
  }

  /// A random permutation with noise of 1e-7 in every entry, clamped at 0 and scaled once.
  static func nearPermutation(order n: Int, from stream: inout RandomStream) -> [Float] {
    var entries = permutation(order: n, from: &stream)
    for k in entries.indices {
      entries[k] = max(0, entries[k] + 1e-7 * (2 * Float(stream.uniform()) - 1))
    }
    scale(&entries, order: n)
    return entries
  }

  /// A random permutation matrix.
  static func permutation(order n: Int, from stream: inout RandomStream) -> [Float] {
    var entries = [Float](repeating: 0, count: n * n)
    for (i, j) in stream.shuffled(0..<n).enumerated() { entries[i * n + j] = 1 }
    return entries
  }

  /// A permutation with entries of 1e-30 everywhere else, far below the spacing of floats at 1.
  static func withTinyEntries(order n: Int, from stream: inout RandomStream) -> [Float] {
    permutation(order: n, from: &stream).map { $0 == 0 ? 1e-30 : $0 }
  }

  private static func scale(_ entries: inout [Float], order n: Int) {
    for j in 0..<n {
      let sum = (0..<n).reduce(Float()) { $0 + entries[$1 * n + j] }
      for i in 0..<n { entries[i * n + j] /= sum }
    }
    for i in 0..<n {
      let sum = (0..<n).reduce(Float()) { $0 + entries[i * n + $1] }
      for j in 0..<n { entries[i * n + j] /= sum }
    }
  }
}
