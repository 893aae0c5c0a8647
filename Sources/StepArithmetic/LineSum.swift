/// Returns the sum of `term(0)` to `term(count - 1)`, always in the same order.
///
/// Four partial sums, so that an addition need not wait for the one before it; a term goes through
/// at most count - 1 roundings, as in a plain sum.
@inline(__always)
func lineSum<Number: StepNumber>(_ count: Int, _ term: (Int) -> Number) -> Number {
  var sums: (Number, Number, Number, Number) = (0, 0, 0, 0)
  let whole = count & ~3
  for j in stride(from: 0, to: whole, by: 4) {
    sums.0 += term(j)
    sums.1 += term(j + 1)
    sums.2 += term(j + 2)
    sums.3 += term(j + 3)
  }
  for j in whole..<count { sums.0 += term(j) }
  return (sums.0 + sums.1) + (sums.2 + sums.3)
}

/// Calls `body` with `count` zeros.
@inline(__always)
func withZeros<Number: StepNumber, Result>(
  _ count: Int, _ body: (UnsafeMutablePointer<Number>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(of: Number.self, capacity: max(count, 1)) { buffer in
    buffer.initialize(repeating: 0)
    defer { buffer.deinitialize() }
    // A buffer of at least one number has an address.
    return body(buffer.baseAddress.unsafelyUnwrapped)
  }
}
