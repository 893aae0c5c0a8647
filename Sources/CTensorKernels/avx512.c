// The kernels in AVX-512: 32 registers of 16 floats.
#include "variants.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#define ASN_LANES 16
#define ASN_ROWS 12
#define ASN_VECTORS 2
#define ASN_OUTER_ROWS 6
#pragma clang attribute push(                                                              \
    __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi,bmi2"))), \
    apply_to = function)
#include "kernels.h"
#pragma clang attribute pop

const asn_kernels asn_avx512_kernels = ASN_KERNELS;
#endif
