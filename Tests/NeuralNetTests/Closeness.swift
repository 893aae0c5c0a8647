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

/// Expects every element within its bound, and bounds that say something: altogether at most
/// `tightness` times the values, unless these are 0 in theory.
func expectClose(
  _ computed: [Float], _ exact: Approximation, _ name: String, tightness: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(computed, exact.values, bounds: exact.errors, sourceLocation: sourceLocation)
  let (size, error) = (
    exact.values.reduce(0) { $0 + abs($1) }, exact.errors.reduce(0, +)
  )
  #expect(
    size < 1e-9 || error <= tightness * size, "\(name): \(error) of \(size)",
    sourceLocation: sourceLocation)
}
