import CTensorKernels

/// The rectifier `max(x, 0)`, whose derivative at 0 is taken as 0.
package enum Rectifier {
  /// Writes the gradient of the input: that of the output where the output `y` is positive, else 0.
  package static func inputGradient(output y: Tensor, gradient: Tensor, into dx: Tensor) {
    precondition(
      y.count == gradient.count && y.count == dx.count, "a rectifier does not change the shape")
    withExtendedLifetime((y, gradient, dx)) {
      Parallel.forEachChunk(count: y.rows) { range, _ in
        let start = range.lowerBound * y.columns
        asn_rectifier_gradient(
          y.pointer + start, gradient.pointer + start, range.count * y.columns, dx.pointer + start)
      }
    }
  }
}
