// Products of weight tiles and panels: a register tile of sums, one panel row after the other.
#ifndef AUTOSHUFFLE_MULTIPLY_H
#define AUTOSHUFFLE_MULTIPLY_H

#include "lanes.h"

enum { strip_columns = ASN_VECTORS * ASN_LANES };

// c = tile * panel for `rows` rows and strip_columns columns; inlined with rows constant.
ASN_INLINE void multiply_strip(int rows, const float *tile, int inner, const float *panel, float *c,
                               size_t row_stride) {
  lanes sums[ASN_ROWS][ASN_VECTORS] = {{0}};
  for (int k = 0; k < inner; k++, tile += asn_tile, panel += asn_panel) {
    lanes b[ASN_VECTORS];
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) b[v] = load(panel + v * ASN_LANES);
    ASN_UNROLL for (int i = 0; i < rows; i++) {
      lanes a = tile[i];
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) sums[i][v] += a * b[v];
    }
  }
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      store(c + (size_t)i * row_stride + v * ASN_LANES, sums[i][v]);
    }
  }
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
    for (int i = 0; i < next_rows; i++) {
      const float *from = next[i] + p * asn_panel;
      // Into the second cache: the first one has its hands full.
      __builtin_prefetch(from, 0, 2);
      __builtin_prefetch(from + 16, 0, 2);
    }
    for (int column = 0; column < asn_panel; column += strip_columns) {
      for (int first = 0; first < rows; first += ASN_ROWS) {
        switch (rows - first < ASN_ROWS ? rows - first : ASN_ROWS) {
          STRIP(1) STRIP(2) STRIP(3) STRIP(4) STRIP(5) STRIP(6)
          STRIP(7) STRIP(8) STRIP(9) STRIP(10) STRIP(11) STRIP(12)
        }
      }
    }
  }
#undef STRIP
}

static void multiply(const float *tile, int rows, int inner, const float *panels,
                     size_t panel_stride, size_t count, float *c, size_t row_stride) {
  multiply_fetching(tile, rows, inner, panels, panel_stride, count, c, row_stride, NULL, 0);
}

#endif
