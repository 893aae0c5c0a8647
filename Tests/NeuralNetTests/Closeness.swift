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
