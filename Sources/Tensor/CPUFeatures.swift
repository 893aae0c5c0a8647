import CTensorKernels

/// What the kernels of this package may use on this machine.
package enum CPUFeatures {
  /// The instruction set that the kernels were chosen for: `AVX-512`, `AVX2` or `portable`.
  package static var instructionSet: String {
    if asn_cpu_has_avx512() != 0 { return "AVX-512" }
    return asn_cpu_has_avx2() != 0 ? "AVX2" : "portable"
  }
}
