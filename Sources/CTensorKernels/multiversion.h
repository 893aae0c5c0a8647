// What the kernels share, and function multi-versioning for those of a few lines (the others are
// compiled once for each instruction set as a whole, see variants.h): ASN_CLONES functions exist
// once for each set below, and the loader picks by the CPU it runs on; elsewhere only the portable form exists. So it does under
// the thread sanitizer, which the function that picks would call before it is ready.
#ifndef AUTOSHUFFLE_MULTIVERSION_H
#define AUTOSHUFFLE_MULTIVERSION_H

#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define ASN_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ASN_CLONES
#endif

// Helpers must be inlined into each version to be compiled for its instruction set.
#define ASN_INLINE static inline __attribute__((always_inline))

// A kernel that fills the registers is a function of its own, and its frame is aligned for whole
// vectors: otherwise the compiler aligns it to 16 bytes if only register allocation finds that
// there are too few registers, and what it keeps on the stack crosses cache lines.
#if defined(__x86_64__)
#define ASN_OUT_OF_LINE __attribute__((noinline, force_align_arg_pointer))
#else
#define ASN_OUT_OF_LINE __attribute__((noinline))
#endif

// Before a loop whose pointers are equal or do not overlap: element i depends on element i only. A
// plain loop would run unvectorised whenever it works in place.
#define ASN_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")

// Elements summed in float before the partial sum is added to a double.
enum { asn_block = 1024 };

#endif
