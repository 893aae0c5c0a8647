// The kernels in AVX2 with fused multiply-add: 16 registers of 8 floats.
#include "variants.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#define ASN_LANES 8
#define ASN_ROWS 6
#define ASN_VECTORS 2
#define ASN_OUTER_ROWS 3
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop

const asn_kernels asn_avx2_kernels = ASN_KERNELS;
#endif
