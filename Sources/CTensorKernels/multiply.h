// Products of weight tiles and panels: a register tile of sums, one panel row after the other.
#ifndef AUTOSHUFFLE_MULTIPLY_H
#define AUTOSHUFFLE_MULTIPLY_H

#include "strips.h"

// Fetches a row's part of a panel into the second-level cache; in the first it would push out the
// tile.
ASN_INLINE void fetch(const float *from) {
  __builtin_prefetch(from, 0, 2);
  __builtin_prefetch(from + 16, 0, 2);
}

// Elements at ..< at + 32 of rows, which are fetched from memory.
typedef struct {
  const float *const *rows;
  int count;
  size_t at;
} fetches;

// sums += column * row for `rows` rows and strip_columns columns; inlined with rows constant.
ASN_INLINE void add_outer_product(int rows, const float *column, const float *row, strip sums) {
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
                          fetches next, strip sums) {
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

// Does FINISH(height, sums, first row, first column) for each whole strip of the product of a tile
// and n columns of panels, with the height constant, and REST(first row, how many rows, c, first
// column, how many columns) for each part of one, which is in the rows of c. Of the kernel around
// it it uses the parameters tile, rows, inner, panels, panel_stride, n, next and next_rows.
#define EACH_STRIP(FINISH, REST)                                                            \
  for (size_t j = 0; j < n; j += asn_panel, panels += panel_stride) {                       \
    for (size_t column = 0, left; column < asn_panel && j + column < n;                     \
         column += strip_columns) {                                                         \
      left = n - j - column;                                                                \
      for (int first = 0; first < rows; first += ASN_ROWS) {                                \
        fetches now = {next, column == 0 && first == 0 ? next_rows : 0, j};                 \
        float c[ASN_ROWS * strip_columns];                                                  \
        int height = smaller(ASN_ROWS, rows - first);                                       \
        switch (height) { EACH_HEIGHT(FINISH) }                                             \
        for (int i = 0; i < height && left < strip_columns; i++) {                          \
          REST(first + i, c + i * strip_columns, j + column, left);                         \
        }                                                                                   \
      }                                                                                     \
    }                                                                                       \
  }
#define EACH_HEIGHT(FINISH)                                                                 \
  STRIP(1, FINISH) STRIP(2, FINISH) STRIP(3, FINISH) STRIP(4, FINISH) STRIP(5, FINISH)      \
  STRIP(6, FINISH) STRIP(7, FINISH) STRIP(8, FINISH) STRIP(9, FINISH) STRIP(10, FINISH)     \
  STRIP(11, FINISH) STRIP(12, FINISH)
#define STRIP(height, FINISH)                                                               \
  case height:                                                                              \
    if (height <= ASN_ROWS) {                                                               \
      enum { constant = height <= ASN_ROWS ? height : 0 };                                  \
      strip sums = {{0}};                                                                   \
      sum_strip(constant, tile + first, inner, panels + column, now, sums);                 \
      if (left < strip_columns) {                                                           \
        store_strip(constant, sums, c);                                                     \
      } else {                                                                              \
        FINISH(constant, sums, first, j + column);                                          \
      }                                                                                     \
    }                                                                                       \
    break;

static void multiply_activation(const float *tile, int rows, int inner, const float *panels,
                                size_t panel_stride, size_t n, const asn_activation *to,
                                size_t start, const float *const *next, int next_rows) {
#define ACTIVATE(height, sums, first, column) \
  activate_strip(height, sums, to + first, start + column)
#define ACTIVATE_ROW(row, c, column, count)                                                 \
  for (size_t at = 0; at < count; at += ASN_LANES) {                                        \
    activate_lanes(lanes_left(at, count), load(c + at), to + row, start + column + at);     \
  }
  EACH_STRIP(ACTIVATE, ACTIVATE_ROW)
#undef ACTIVATE
#undef ACTIVATE_ROW
}

static void multiply_moments(const float *tile, int rows, int inner, const float *panels,
                             size_t panel_stride, size_t n, float *const *y, size_t start,
                             asn_moments *moments, const float *const *next, int next_rows) {
  row_sums gathered[asn_tile];
  for (int i = 0; i < rows; i++) gathered[i] = (row_sums){0, 0, (float)moments[i].mean};
#define DEVIATE(height, sums, first, column)                                                \
  if (column == 0 && !has_centre(moments + first, n)) {                                     \
    centre_strip(height, sums, gathered + first);                                           \
  }                                                                                         \
  deviate_strip(height, sums, y + first, start + column, gathered + first)
#define DEVIATE_ROW(row, c, column, count) \
  store_moments(c, count, y[row] + start + column, moments + row)
  EACH_STRIP(DEVIATE, DEVIATE_ROW)
#undef DEVIATE
#undef DEVIATE_ROW
  size_t whole = n / strip_columns * strip_columns;
  if (whole == 0) return;
  for (int i = 0; i < rows; i++) {
    unite(moments + i, whole, gathered[i].centre, (double)sum_of(gathered[i].sum),
          (double)sum_of(gathered[i].product));
  }
}

static void multiply_gradient(const float *tile, int rows, int inner, const float *panels,
                              size_t panel_stride, size_t n, const asn_source *sources,
                              const asn_gradient_target *targets, size_t start,
                              asn_gradient_sums *totals, const float *const *next,
                              int next_rows) {
  row_sums gathered[asn_tile] = {{0}};
#define TARGET(height, sums, first, column) \
  target_strip(height, sums, sources + first, targets + first, start + column, gathered + first)
#define TARGET_ROW(row, c, column, count) \
  store_gradient(c, start + column, count, sources + row, targets + row, totals + row)
  EACH_STRIP(TARGET, TARGET_ROW)
#undef TARGET
#undef TARGET_ROW
  for (int i = 0; i < rows; i++) {
    totals[i].sum += (double)sum_of(gathered[i].sum);
    totals[i].dot += (double)sum_of(gathered[i].product);
  }
}

#undef EACH_STRIP
#undef EACH_HEIGHT
#undef STRIP

#endif
