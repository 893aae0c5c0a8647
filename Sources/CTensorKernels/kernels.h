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

#define ASN_KERNELS                                                                          \
  {                                                                                          \
      .pack = pack,                                                                          \
      .pack_gradient = pack_gradient,                                                        \
      .pack_patches = pack_patches,                                                          \
      .multiply_activation = multiply_activation,                                            \
      .multiply_moments = multiply_moments,                                                  \
      .multiply_gradient = multiply_gradient,                                                \
      .outer = outer,                                                                        \
      .store_moments = store_moments,                                                        \
      .store_gradient = store_gradient,                                                      \
      .depthwise_forward = depthwise_forward,                                                \
      .depthwise_backward = depthwise_backward,                                              \
      .pool_forward = pool_forward,                                                          \
      .pool_backward = pool_backward,                                                        \
      .probe_arithmetic = probe_arithmetic,                                                  \
      .probe_read = probe_read,                                                              \
      .probe_copy = probe_copy,                                                              \
      .probe_write = probe_write,                                                            \
  }

#endif
