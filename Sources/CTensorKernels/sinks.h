// What becomes of a row that a product has just computed, while it is in the first cache.
#ifndef AUTOSHUFFLE_SINKS_H
#define AUTOSHUFFLE_SINKS_H

#include "readers.h"

// Vectors that are summed at once, to hide the latency of an addition.
enum { summands = 4, summed = summands * ASN_LANES };

ASN_INLINE float total_of(const lanes *sums) {
  return sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

ASN_INLINE float row_sum(const float *c, size_t n) {
  lanes sums[summands] = {0};
  size_t i = 0;
  for (; i + summed <= n; i += summed) {
    ASN_UNROLL for (int v = 0; v < summands; v++) sums[v] += load(c + i + v * ASN_LANES);
  }
  for (; i < n; i += ASN_LANES) sums[0] += load_first(n - i, c + i, 0);
  return total_of(sums);
}

// The sums of c - centre and of its square; copies c to y, inlined with copying constant.
ASN_INLINE void deviations(int copying, const float *c, size_t n, float centre, float *y,
                           double *sum, double *squares) {
  lanes sums[summands] = {0}, products[summands] = {0};
  size_t i = 0;
  for (; i + summed <= n; i += summed) {
    ASN_UNROLL for (int v = 0; v < summands; v++) {
      lanes x = load(c + i + v * ASN_LANES), d = x - centre;
      if (copying) store(y + i + v * ASN_LANES, x);
      sums[v] += d;
      products[v] += d * d;
    }
  }
  for (; i < n; i += ASN_LANES) {
    lanes x = load_first(n - i, c + i, centre), d = x - centre;
    if (copying) store_first(n - i, y + i, x);
    // Behind the end d is 0, or not a number if the centre, and with it the result, is none.
    sums[0] += d;
    products[0] += d * d;
  }
  *sum = (double)total_of(sums);
  *squares = (double)total_of(products);
}

// Whether the mean so far serves as the centre from which the deviations of n more elements are
// taken: its distance from their mean then enters the squares of the union with at least half the
// weight that it has in theirs, so that nothing large cancels.
ASN_INLINE int has_centre(const asn_moments *moments, size_t n) {
  return moments->count >= (double)n;
}

// Adds the moments of n elements whose deviations from a centre have this sum and these squares.
ASN_INLINE void unite(asn_moments *moments, size_t n, float centre, double sum, double squares) {
  double size = (double)n, rest = sum / size;
  // Chan, Golub, LeVeque: the moments of a union from those of its parts.
  double count = moments->count + size;
  double step = ((double)centre - moments->mean) + rest, part = size / count;
  moments->squares += squares - rest * sum + step * step * (moments->count * part);
  moments->mean += step * part;
  moments->count = count;
}

// At most asn_block elements; without a centre they get their own mean.
ASN_INLINE void add_moments(int copying, const float *c, size_t n, float *y,
                            asn_moments *moments) {
  float centre = has_centre(moments, n) ? (float)moments->mean : row_sum(c, n) / (float)n;
  double sum, squares;
  deviations(copying, c, n, centre, y, &sum, &squares);
  unite(moments, n, centre, sum, squares);
}

static void store_moments(const float *c, size_t n, float *y, asn_moments *moments) {
  for (size_t first = 0; first < n; first += asn_block) {
    size_t block = n - first < asn_block ? n - first : asn_block;
    if (y) {
      add_moments(1, c + first, block, y + first, moments);
    } else {
      add_moments(0, c + first, block, NULL, moments);
    }
  }
}

// Adds c to h or sets h to it, without a rectifier; inlined with accumulate constant.
ASN_INLINE void add_gradient(int accumulate, const float *c, size_t n, float *h) {
  for (size_t i = 0; i + ASN_LANES <= n; i += ASN_LANES) {
    store(h + i, accumulate ? load(h + i) + load(c + i) : load(c + i));
  }
  for (size_t i = n / ASN_LANES * ASN_LANES; i < n; i++) h[i] = accumulate ? h[i] + c[i] : c[i];
}

// One vector of store_gradient's elements, the first count of them.
ASN_INLINE void finish_lanes(size_t count, int accumulate, const float *c, const float *x,
                             const source_lanes *source, float *h, lanes *sum, lanes *dot) {
  lanes value = load_first(count, x, 0), g = load_first(count, c, 0);
  if (accumulate) g += load_first(count, h, 0);
  g = where_open(source, value, g);
  store_first(count, h, g);
  *sum += g;
  *dot += keep_first(count, g * (value - source->mean));
}

// A block of at most asn_block elements; inlined with accumulate constant.
ASN_INLINE void finish_gradient(int accumulate, const float *c, size_t n, const float *x,
                                const source_lanes *source, float *h, asn_gradient_sums *sums) {
  lanes sum[summands] = {0}, dot[summands] = {0};
  size_t i = 0;
  for (; i + summed <= n; i += summed) {
    ASN_UNROLL for (int v = 0; v < summands; v++) {
      size_t at = i + (size_t)v * ASN_LANES;
      finish_lanes(ASN_LANES, accumulate, c + at, x + at, source, h + at, &sum[v], &dot[v]);
    }
  }
  for (; i < n; i += ASN_LANES) {
    finish_lanes(n - i, accumulate, c + i, x + i, source, h + i, &sum[0], &dot[0]);
  }
  sums->sum += (double)total_of(sum);
  sums->dot += (double)total_of(dot);
}

static void store_gradient(const float *c, size_t start, size_t n, const asn_source *source,
                           const asn_gradient_target *target, asn_gradient_sums *sums) {
  float *h = target->h + start;
  if (!target->finish) {
    if (target->accumulate) {
      add_gradient(1, c, n, h);
    } else {
      add_gradient(0, c, n, h);
    }
    return;
  }
  source_lanes s = spread_source(source);
  const float *x = source->x + start;
  for (size_t first = 0; first < n; first += asn_block) {
    size_t block = n - first < asn_block ? n - first : asn_block;
    if (target->accumulate) {
      finish_gradient(1, c + first, block, x + first, &s, h + first, sums);
    } else {
      finish_gradient(0, c + first, block, x + first, &s, h + first, sums);
    }
  }
}

#endif
