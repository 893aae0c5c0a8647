// What becomes of a strip of a product, a register tile of sums: it goes where it belongs without
// having been in memory before.
#ifndef AUTOSHUFFLE_STRIPS_H
#define AUTOSHUFFLE_STRIPS_H

#include "sinks.h"

enum { strip_columns = ASN_VECTORS * ASN_LANES };

typedef lanes strip[ASN_ROWS][ASN_VECTORS];

ASN_INLINE void store_strip(int rows, strip sums, float *c) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      store(c + i * strip_columns + v * ASN_LANES, sums[i][v]);
    }
  }
}

ASN_INLINE void activate_lanes(size_t count, lanes c, const asn_activation *to, size_t at) {
  c += to->shift;
  if (to->residual) c += load_first(count, to->residual + at, 0);
  store_first(count, to->y + at, at_least(c, to->floor));
}

ASN_INLINE void activate_strip(int rows, strip sums, const asn_activation *to, size_t at) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      activate_lanes(ASN_LANES, sums[i][v], to + i, at + v * ASN_LANES);
    }
  }
}

// What is summed of a row while its strips pass by.
typedef struct {
  lanes sum, product;
  float centre;
} row_sums;

// Stores rows, and sums their deviations from their centres and the squares.
ASN_INLINE void deviate_strip(int rows, strip sums, float *const *y, size_t at,
                              row_sums *gathered) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    float *to = y[i] + at;
    lanes centre = gathered[i].centre, sum = gathered[i].sum, squares = gathered[i].product;
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      lanes d = sums[i][v] - centre;
      sum += d;
      squares += d * d;
    }
    gathered[i].sum = sum;
    gathered[i].product = squares;
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) store(to + v * ASN_LANES, sums[i][v]);
  }
}

// Makes the means of a strip's rows their centres.
ASN_INLINE void centre_strip(int rows, strip sums, row_sums *gathered) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    lanes sum = 0;
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) sum += sums[i][v];
    gathered[i].centre = sum_of(sum) / strip_columns;
  }
}

// Brings rows to targets, and sums what is finished of them, and its products with the distances of
// the sources from their means.
ASN_INLINE void target_strip(int rows, strip sums, const asn_source *sources,
                             const asn_gradient_target *targets, size_t at, row_sums *gathered) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    asn_gradient_target target = targets[i];
    float *h = target.h + at;
    if (target.accumulate) {
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) sums[i][v] += load(h + v * ASN_LANES);
    }
    if (target.finish) {
      source_lanes source = spread_source(&sources[i]);
      const float *x = sources[i].x + at;
      lanes sum = gathered[i].sum, dot = gathered[i].product;
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
        lanes value = load(x + v * ASN_LANES), g = where_open(&source, value, sums[i][v]);
        sum += g;
        dot += g * (value - source.mean);
        sums[i][v] = g;
      }
      gathered[i].sum = sum;
      gathered[i].product = dot;
    }
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) store(h + v * ASN_LANES, sums[i][v]);
  }
}

#endif
