// Products of weight tiles and panels: a register tile of sums, one panel row after the other.
#ifndef AUTOSHUFFLE_MULTIPLY_H
#define AUTOSHUFFLE_MULTIPLY_H

#include "lanes.h"

enum { strip_columns = ASN_VECTORS * ASN_LANES };

// Fetches 32 floats into the second cache: the first one has its hands full.
ASN_INLINE void fetch(const float *from) {
  __builtin_prefetch(from, 0, 2);
  __builtin_prefetch(from + 16, 0, 2);
}

// The heights of a register tile, for a switch with a case for each.
#define EACH_HEIGHT(CASE) \
  CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)

// sums += tile * panel for `rows` rows and strip_columns columns; inlined with rows constant.
ASN_INLINE void sum_strip(int rows, const float *tile, int inner, const float *panel,
                          lanes sums[ASN_ROWS][ASN_VECTORS]) {
  for (int k = 0; k < inner; k++, tile += asn_tile, panel += asn_panel) {
    lanes b[ASN_VECTORS];
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) b[v] = load(panel + v * ASN_LANES);
    ASN_UNROLL for (int i = 0; i < rows; i++) {
      lanes a = tile[i];
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) sums[i][v] += a * b[v];
    }
  }
}

ASN_INLINE void store_strip(int rows, lanes sums[ASN_ROWS][ASN_VECTORS], float *c,
                            size_t row_stride) {
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      store(c + (size_t)i * row_stride + v * ASN_LANES, sums[i][v]);
    }
  }
}

ASN_INLINE void multiply_strip(int rows, const float *tile, int inner, const float *panel, float *c,
                               size_t row_stride) {
  lanes sums[ASN_ROWS][ASN_VECTORS] = {{0}};
  sum_strip(rows, tile, inner, panel, sums);
  store_strip(rows, sums, c, row_stride);
}

static void multiply_fetching(const float *tile, int rows, int inner, const float *panels,
                              size_t panel_stride, size_t count, float *c, size_t row_stride,
                              const float *const *next, int next_rows) {
#define STRIP(height)                                                                       \
  case height:                                                                              \
    if (height <= ASN_ROWS) {                                                               \
      multiply_strip(height <= ASN_ROWS ? height : 0, tile + first, inner, b + column,      \
                     c + (size_t)first * row_stride + column, row_stride);                  \
    }                                                                                       \
    break;
  for (size_t p = 0; p < count; p++, c += asn_panel) {
    const float *b = panels + p * panel_stride;
    for (int i = 0; i < next_rows; i++) fetch(next[i] + p * asn_panel);
    for (int column = 0; column < asn_panel; column += strip_columns) {
      for (int first = 0; first < rows; first += ASN_ROWS) {
        switch (smaller(ASN_ROWS, rows - first)) { EACH_HEIGHT(STRIP) }
      }
    }
  }
#undef STRIP
}

static void multiply(const float *tile, int rows, int inner, const float *panels,
                     size_t panel_stride, size_t count, float *c, size_t row_stride) {
  multiply_fetching(tile, rows, inner, panels, panel_stride, count, c, row_stride, NULL, 0);
}

ASN_INLINE void store_activation(size_t count, lanes c, const asn_activation *to, size_t at) {
  c += to->shift;
  if (to->residual) c += load_first(count, to->residual + at, 0);
  store_first(count, to->y + at, at_least(c, to->floor));
}

// The first `count` columns of a strip, from element `at` of the rows on.
ASN_INLINE void activate_strip(int rows, const float *tile, int inner, const float *panel,
                               const asn_activation *to, size_t at, size_t count) {
  lanes sums[ASN_ROWS][ASN_VECTORS] = {{0}};
  sum_strip(rows, tile, inner, panel, sums);
  if (count >= strip_columns) {
    ASN_UNROLL for (int i = 0; i < rows; i++) {
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
        store_activation(ASN_LANES, sums[i][v], to + i, at + v * ASN_LANES);
      }
    }
    return;
  }
  float c[ASN_ROWS * strip_columns];
  store_strip(rows, sums, c, strip_columns);
  for (int i = 0; i < rows; i++) {
    for (size_t j = 0; j < count; j += ASN_LANES) {
      size_t left = count - j < ASN_LANES ? count - j : ASN_LANES;
      store_activation(left, load(c + i * strip_columns + j), to + i, at + j);
    }
  }
}

static void multiply_activation(const float *tile, int rows, int inner, const float *panels,
                                size_t panel_stride, size_t n, const asn_activation *to,
                                size_t start, int next_rows) {
#define STRIP(height)                                                                       \
  case height:                                                                              \
    if (height <= ASN_ROWS) {                                                               \
      activate_strip(height <= ASN_ROWS ? height : 0, tile + first, inner, panels + column, \
                     to + first, start + j + column, n - j - column);                       \
    }                                                                                       \
    break;
  for (size_t j = 0; j < n; j += asn_panel, panels += panel_stride) {
    for (int i = rows; i < rows + next_rows; i++) {
      fetch(to[i].y + start + j);
      if (to[i].residual) fetch(to[i].residual + start + j);
    }
    for (size_t column = 0; column < asn_panel && j + column < n; column += strip_columns) {
      for (int first = 0; first < rows; first += ASN_ROWS) {
        switch (smaller(ASN_ROWS, rows - first)) { EACH_HEIGHT(STRIP) }
      }
    }
  }
#undef STRIP
}

#endif
