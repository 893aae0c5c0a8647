// Function multi-versioning: ASN_KERNEL functions exist once for each instruction set below, and
// the loader picks by the CPU it runs on; elsewhere only the portable form exists. So it does under
// the thread sanitizer, which the function that picks would call before it is ready.
#ifndef AUTOSHUFFLE_TARGETS_H
#define AUTOSHUFFLE_TARGETS_H

#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define ASN_KERNEL \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ASN_KERNEL
#endif

// Helpers must be inlined into each version to be compiled for its instruction set.
#define ASN_INLINE static inline __attribute__((always_inline))

// Before a loop whose pointers are equal or do not overlap: element i depends on element i only. A
// plain loop would run unvectorised whenever it works in place.
#define ASN_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")

// Elements summed in float before the partial sum is added to a double.
enum { asn_block = 1024 };

#endif
