#include "tensor_kernels.h"

#if defined(__x86_64__)
int asn_cpu_has_avx512(void) { return __builtin_cpu_supports("x86-64-v4") ? 1 : 0; }
int asn_cpu_has_avx2(void) { return __builtin_cpu_supports("x86-64-v3") ? 1 : 0; }
#else
int asn_cpu_has_avx512(void) { return 0; }
int asn_cpu_has_avx2(void) { return 0; }
#endif

int asn_is_watched_by_thread_sanitizer(void) { return __has_feature(thread_sanitizer); }
