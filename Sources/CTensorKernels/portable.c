// The kernels in vectors of 4 floats, which every CPU here has.
#include "variants.h"

#include <math.h>
#include <string.h>

#define ASN_LANES 4
#if defined(__x86_64__)
#define ASN_ROWS 4
#define ASN_VECTORS 2
#define ASN_OUTER_ROWS 2
#else
// 64-bit ARM and others have 32 registers.
#define ASN_ROWS 6
#define ASN_VECTORS 4
#define ASN_OUTER_ROWS 6
#endif
#include "kernels.h"

const asn_kernels asn_portable_kernels = ASN_KERNELS;
