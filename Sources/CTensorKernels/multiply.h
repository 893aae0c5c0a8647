// Products of weight tiles and panels: a register tile of sums, one panel row after the other.
#ifndef AUTOSHUFFLE_MULTIPLY_H
#define AUTOSHUFFLE_MULTIPLY_H

#include "lanes.h"

enum { strip_columns = ASN_VECTORS * ASN_LANES };

// Fetches a row's part of a panel into the second cache: the first one has its hands full.
ASN_INLINE void fetch(const float *from) {
  __builtin_prefetch(from, 0, 2);
  __builtin_prefetch(from + 16, 0, 2);
}

// The heights of a register tile, for a switch with a case for each.
#define EACH_HEIGHT(CASE) \
  CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)

// Elements at ..< at + 32 of rows, which are fetched from memory.
typedef struct {
  const float *const *rows;
  int count;
  size_t at;
} fetches;

// sums += column * row for `rows` rows and strip_columns columns; inlined with rows constant.
ASN_INLINE void add_outer_product(int rows, const float *column, const float *row,
                                  lanes sums[ASN_ROWS][ASN_VECTORS]) {
  lanes b[ASN_VECTORS];
  ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) b[v] = load(row + v * ASN_LANES);
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    lanes a = column[i];
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) sums[i][v] += a * b[v];
  }
}

// sums += tile * panel. What is fetched meanwhile is spread over the sums: in a burst it would keep
// their own loads waiting.
ASN_INLINE void sum_strip(int rows, const float *tile, int inner, const float *panel,
                          fetches next, lanes sums[ASN_ROWS][ASN_VECTORS]) {
  int fetched = 0, k = 0;
  while (next.count - fetched > inner) fetch(next.rows[fetched++] + next.at);
  int step = fetched < next.count ? inner / (next.count - fetched) : 0;
  while (fetched < next.count) {
    fetch(next.rows[fetched++] + next.at);
    for (int end = k + step; k < end; k++, tile += asn_tile, panel += asn_panel) {
      add_outer_product(rows, tile, panel, sums);
    }
  }
  for (; k < inner; k++, tile += asn_tile, panel += asn_panel) {
    add_outer_product(rows, tile, panel, sums);
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

ASN_INLINE void multiply_strip(int rows, const float *tile, int inner, const float *panel,
                               fetches next, float *c, size_t row_stride) {
  lanes sums[ASN_ROWS][ASN_VECTORS] = {{0}};
  sum_strip(rows, tile, inner, panel, next, sums);
  store_strip(rows, sums, c, row_stride);
}

// What the first strip of a panel fetches, and no other.
ASN_INLINE fetches fetches_of(const float *const *next, int next_rows, size_t column, int first,
                              size_t at) {
  return (fetches){next, column == 0 && first == 0 ? next_rows : 0, at};
}

static void multiply(const float *tile, int rows, int inner, const float *panels,
                     size_t panel_stride, size_t count, float *c, size_t row_stride,
                     const float *const *next, int next_rows) {
#define STRIP(height)                                                                       \
  case height:                                                                              \
    if (height <= ASN_ROWS) {                                                               \
      multiply_strip(height <= ASN_ROWS ? height : 0, tile + first, inner, panels + column, \
                     fetches_of(next, next_rows, column, first, p * asn_panel),             \
                     c + (size_t)first * row_stride + column, row_stride);                  \
    }                                                                                       \
    break;
  for (size_t p = 0; p < count; p++, c += asn_panel, panels += panel_stride) {
    for (size_t column = 0; column < asn_panel; column += strip_columns) {
      for (int first = 0; first < rows; first += ASN_ROWS) {
        switch (smaller(ASN_ROWS, rows - first)) { EACH_HEIGHT(STRIP) }
      }
    }
  }
#undef STRIP
}

ASN_INLINE void store_activation(size_t count, lanes c, const asn_activation *to, size_t at) {
  c += to->shift;
  if (to->residual) c += load_first(count, to->residual + at, 0);
  store_first(count, to->y + at, at_least(c, to->floor));
}

// The first `count` columns of a strip, from element `at` of the rows on.
ASN_INLINE void activate_strip(int rows, const float *tile, int inner, const float *panel,
                               fetches next, const asn_activation *to, size_t at, size_t count) {
  lanes sums[ASN_ROWS][ASN_VECTORS] = {{0}};
  sum_strip(rows, tile, inner, panel, next, sums);
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
                                size_t start, const float *const *next, int next_rows) {
#define STRIP(height)                                                                       \
  case height:                                                                              \
    if (height <= ASN_ROWS) {                                                               \
      activate_strip(height <= ASN_ROWS ? height : 0, tile + first, inner, panels + column, \
                     fetches_of(next, next_rows, column, first, j), to + first,             \
                     start + j + column, n - j - column);                                   \
    }                                                                                       \
    break;
  for (size_t j = 0; j < n; j += asn_panel, panels += panel_stride) {
    for (size_t column = 0; column < asn_panel && j + column < n; column += strip_columns) {
      for (int first = 0; first < rows; first += ASN_ROWS) {
        switch (smaller(ASN_ROWS, rows - first)) { EACH_HEIGHT(STRIP) }
      }
    }
  }
#undef STRIP
}

#endif
