import Testing

/// Expects every element within its bound.
func expectClose(
  _ computed: [Float], _ exact: [Double], bounds: [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    computed.count == exact.count && exact.count == bounds.count, sourceLocation: sourceLocation)
  let outside = zip(zip(computed, exact), bounds).enumerated().filter { _, element in
    let ((value, reference), bound) = element
    return !(abs(Double(value) - reference) <= bound)
  }
  let detail = outside.first.map { "element \($0.offset): \($0.element)" } ?? ""
  #expect(
    outside.isEmpty, "\(outside.count) out of bounds, \(detail)", sourceLocation: sourceLocation)
}

/// Expects every element within its bound, and all together within a measured `tolerance`: the
/// length of the error at most so many times that of the values, or of 0.2 where they cancel or
/// nearly so.
func expectClose(
  _ computed: [Float], _ exact: Approximation, _ name: String, tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(computed, exact.values, bounds: exact.errors, sourceLocation: sourceLocation)
  let size = length(exact.values)
  let error = length(zip(computed, exact.values).map { Double($0) - $1 })
  #expect(
    error <= tolerance * max(size, 0.2), "\(name): \(error) of \(size)",
    sourceLocation: sourceLocation)
}

/// The Euclidean length of a vector.
func length(_ vector: [Double]) -> Double {
  vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
