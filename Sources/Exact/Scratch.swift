import CGMP

/// Calls `body` with `count` integers that are 0 at first and cleared afterwards.
///
/// For the inside of loops that would otherwise allocate: GMP keeps what it has once allocated for
/// an integer.
func withScratchIntegers<Result>(
  _ count: Int, _ body: (UnsafeMutablePointer<__mpz_struct>) throws -> Result
) rethrows -> Result {
  try withUnsafeTemporaryAllocation(of: __mpz_struct.self, capacity: count) { buffer in
    guard let first = buffer.baseAddress else { preconditionFailure("no scratch integers asked") }
    for k in 0..<count { __gmpz_init(first + k) }
    defer { for k in 0..<count { __gmpz_clear(first + k) } }
    return try body(first)
  }
}
