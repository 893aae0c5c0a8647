// The kernels as each instruction set has them.
#ifndef AUTOSHUFFLE_VARIANTS_H
#define AUTOSHUFFLE_VARIANTS_H

#include "tensor_kernels.h"

extern const asn_kernels asn_portable_kernels;
#if defined(__x86_64__)
extern const asn_kernels asn_avx2_kernels, asn_avx512_kernels;
#endif

#endif
