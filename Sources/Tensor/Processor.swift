import CTensorKernels

/// The instruction sets of this computer that the kernels can use.
package enum Processor {
  /// Whether AVX-512 (F, BW, CD, DQ and VL) is there; false off x86-64.
  static var hasAVX512: Bool { asn_cpu_has_avx512() != 0 }

  /// Whether AVX2 and fused multiply-add are there; false off x86-64.
  static var hasAVX2: Bool { asn_cpu_has_avx2() != 0 }

  /// The best of them: `AVX-512`, `AVX2` or `portable`; the kernels are chosen by it.
  package static var instructionSet: String {
    if hasAVX512 { return "AVX-512" }
    return hasAVX2 ? "AVX2" : "portable"
  }
}
