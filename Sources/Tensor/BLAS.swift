import COpenBLAS

/// Matrix products by OpenBLAS, row-major, one thread for each call.
package enum BLAS {
  /// A matrix operand: where it starts, the distance between its rows, and whether it is used
  /// transposed.
  package struct Operand<Scalar> {
    let pointer: UnsafePointer<Scalar>
    let rowStride: Int
    let transposed: Bool

    /// Names an operand; `rowStride` is the stored, untransposed matrix's.
    package init(_ pointer: UnsafePointer<Scalar>, rowStride: Int, transposed: Bool = false) {
      self.pointer = pointer
      self.rowStride = rowStride
      self.transposed = transposed
    }

    var flag: CBLAS_TRANSPOSE { transposed ? CblasTrans : CblasNoTrans }
  }

  /// The extents of a product: `rows x inner` times `inner x columns`.
  package struct Extents {
    let rows: Int
    let columns: Int
    let inner: Int

    /// Names the extents of the operands as used, after any transposition.
    package init(rows: Int, columns: Int, inner: Int) {
      self.rows = rows
      self.columns = columns
      self.inner = inner
    }
  }

  /// The kernel set that OpenBLAS uses, such as `SkylakeX`.
  package static var coreName: String {
    BLASCore.prepare()
    return BLASCore.currentName
  }

  /// The core that the environment variable OPENBLAS_CORETYPE demands, if it is set; it is obeyed.
  package static var demandedCore: String? { BLASCore.demanded }

  /// Whether OpenBLAS had chosen kernels without AVX-512 on a CPU that has it, which was repaired.
  package static var coreWasRepaired: Bool { BLASCore.repaired }

  /// The bytes that the library takes for each thread at its first product, 128 MiB and a page
  /// (measured in version 0.3.21).
  ///
  /// It tries for ever when it cannot have them.
  package static let bufferBytes = 134_225_920

  /// The version and build options of OpenBLAS.
  package static var configuration: String {
    BLASCore.prepare()
    return openblas_get_config().map { String(cString: $0) } ?? "unknown"
  }

  /// Computes `c = alpha * a b + beta * c` in float32; with `beta` 0, `c` is not read.
  ///
  /// Every entry carries at most the error of a dot product of length `inner` summed in any order.
  package static func multiply(
    _ a: Operand<Float>, _ b: Operand<Float>, into c: UnsafeMutablePointer<Float>, rowStride: Int,
    extents: Extents, alpha: Float = 1, beta: Float = 0
  ) {
    BLASCore.prepare()
    cblas_sgemm(
      CblasRowMajor, a.flag, b.flag, blasint(extents.rows), blasint(extents.columns),
      blasint(extents.inner), alpha, a.pointer, blasint(a.rowStride), b.pointer,
      blasint(b.rowStride), beta, c, blasint(rowStride))
  }

  /// Computes `c = alpha * a b + beta * c` in float64; with `beta` 0, `c` is not read.
  package static func multiply(
    _ a: Operand<Double>, _ b: Operand<Double>, into c: UnsafeMutablePointer<Double>,
    rowStride: Int, extents: Extents, alpha: Double = 1, beta: Double = 0
  ) {
    BLASCore.prepare()
    cblas_dgemm(
      CblasRowMajor, a.flag, b.flag, blasint(extents.rows), blasint(extents.columns),
      blasint(extents.inner), alpha, a.pointer, blasint(a.rowStride), b.pointer,
      blasint(b.rowStride), beta, c, blasint(rowStride))
  }
}
