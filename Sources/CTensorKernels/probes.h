// What the machine can do at best, for kernels to be measured against.
#ifndef AUTOSHUFFLE_PROBES_H
#define AUTOSHUFFLE_PROBES_H

#include "sinks.h"

// Independent sums, enough to hide the latency of an addition with registers to spare.
enum { probe_sums = ASN_LANES == 16 ? 24 : 12 };

static size_t probe_arithmetic(size_t rounds, float *result) {
  lanes sums[probe_sums], factor = *result, summand = *result;
  ASN_UNROLL for (int i = 0; i < probe_sums; i++) sums[i] = (float)i;
  for (size_t n = 0; n < rounds; n++) {
    ASN_UNROLL for (int i = 0; i < probe_sums; i++) sums[i] = sums[i] * factor + summand;
  }
  ASN_UNROLL for (int i = 1; i < probe_sums; i++) sums[0] += sums[i];
  *result = sum_of(sums[0]);
  return 2 * rounds * probe_sums * ASN_LANES;
}

static float probe_read(const float *x, size_t n) {
  enum { vectors = 8, width = vectors * ASN_LANES };
  lanes sums[vectors] = {0};
  for (size_t i = 0; i + width <= n; i += width) {
    ASN_UNROLL for (int v = 0; v < vectors; v++) sums[v] += load(x + i + v * ASN_LANES);
  }
  ASN_UNROLL for (int v = 1; v < vectors; v++) sums[0] += sums[v];
  return sum_of(sums[0]) + row_sum(x + n / width * width, n % width);
}

static void probe_copy(const float *x, size_t n, float *y) {
  size_t i = 0;
  for (; i + summed <= n; i += summed) {
    ASN_UNROLL for (int v = 0; v < summands; v++) {
      store(y + i + v * ASN_LANES, load(x + i + v * ASN_LANES));
    }
  }
  for (; i < n; i++) y[i] = x[i];
}

static void probe_write(float value, size_t n, float *y) {
  size_t i = 0;
  for (; i + summed <= n; i += summed) {
    ASN_UNROLL for (int v = 0; v < summands; v++) store(y + i + v * ASN_LANES, value);
  }
  for (; i < n; i++) y[i] = value;
}

#endif
