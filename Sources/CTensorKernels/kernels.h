// All kernels of one instruction set; avx512.c, avx2.c and portable.c each include this once.
#ifndef AUTOSHUFFLE_KERNELS_H
#define AUTOSHUFFLE_KERNELS_H

#include "depthwise_pass.h"
#include "multiply.h"
#include "outer.h"
#include "panels.h"
#include "pooling_pass.h"
#include "probes.h"
#include "sinks.h"

#define ASN_ENTRY(name) .name = name,
#define ASN_KERNELS                                                                         \
  {                                                                                         \
    ASN_EACH_KERNEL(ASN_ENTRY)                                                              \
    ASN_ENTRY(store_moments) ASN_ENTRY(store_gradient) ASN_ENTRY(probe_arithmetic)          \
    ASN_ENTRY(probe_read) ASN_ENTRY(probe_copy) ASN_ENTRY(probe_write)                      \
  }

#endif
