// Dot products of the rows of two operands.
//
// Columns of the result that fill whole vectors are products of p and a transposed strip of q: the
// register tile holds sums of neighbouring columns. The columns that are left, or all of them where
// transposing would cost more, have a register tile of partial sums, lanes along the rows'
// elements, which are added up at the end of a block.
#ifndef AUTOSHUFFLE_OUTER_H
#define AUTOSHUFFLE_OUTER_H

#include "lanes.h"

enum {
  outer_columns = 4,     // columns of the register tile; their sums fill one vector of four
  outer_panels = 16,     // panels in a block
  outer_q_rows = 8,      // rows of q that stay in the first cache while a block of p passes by
  outer_p_rows = 120,    // rows of p that stay in the second cache while all of q passes by
  turned_columns = ASN_VECTORS * ASN_LANES,
  turned_panels = 8,     // panels of a transposed strip, which stays in the first cache
  turned_rows = 6,       // rows of p, for each panel of a block, that are worth a transposed strip
};

// sums[i][k] += p_i . q_k for `rows` rows of p and the first `columns` of four rows of q; inlined
// with rows constant.
ASN_INLINE void outer_corner(int rows, const float *p, size_t p_stride, const float *q,
                             size_t q_stride, int columns, size_t count, float *sums,
                             size_t row_stride) {
  lanes totals[ASN_OUTER_ROWS][outer_columns] = {{0}};
  // A column too many repeats the last one and is dropped.
  const float *column[outer_columns];
  ASN_UNROLL for (int k = 0; k < outer_columns; k++) {
    column[k] = q + (k < columns ? k : columns - 1) * asn_panel;
  }
  for (size_t n = 0; n < count; n++) {
    ASN_UNROLL for (int v = 0; v < asn_panel; v += ASN_LANES) {
      lanes a[ASN_OUTER_ROWS];
      ASN_UNROLL for (int i = 0; i < rows; i++) a[i] = load(p + i * asn_panel + v);
      ASN_UNROLL for (int k = 0; k < outer_columns; k++) {
        lanes b = load(column[k] + v);
        ASN_UNROLL for (int i = 0; i < rows; i++) totals[i][k] += a[i] * b;
      }
    }
    p += p_stride;
    ASN_UNROLL for (int k = 0; k < outer_columns; k++) column[k] += q_stride;
  }
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    four dots = sums_of(totals[i][0], totals[i][1], totals[i][2], totals[i][3]);
    float *to = sums + (size_t)i * row_stride;
    if (columns == outer_columns) {
      *(four_in_memory *)to += dots;
    } else {
      for (int k = 0; k < columns; k++) to[k] += dots[k];
    }
  }
}

static void outer_corner_of(int rows, const float *p, size_t p_stride, const float *q,
                            size_t q_stride, int columns, size_t count, float *sums,
                            size_t row_stride) {
#define CORNER(height)                                                                      \
  case height:                                                                              \
    outer_corner(height <= ASN_OUTER_ROWS ? height : 0, p, p_stride, q, q_stride, columns,  \
                 count, sums, row_stride);                                                  \
    break;
  switch (rows) {
    CORNER(1) CORNER(2) CORNER(3) CORNER(4) CORNER(5) CORNER(6)
  }
#undef CORNER
}

// outer for blocks that fit into the caches.
static void outer_block(const float *p, size_t p_stride, int p_rows, const float *q,
                        size_t q_stride, int q_rows, size_t count, float *sums,
                        size_t row_stride) {
  // As many register tiles as needed, all about equally high.
  int tiles = (p_rows + ASN_OUTER_ROWS - 1) / ASN_OUTER_ROWS;
  int height = (p_rows + tiles - 1) / tiles;
  for (int i = 0; i < p_rows; i += height) {
    for (int k = 0; k < q_rows; k += outer_columns) {
      outer_corner_of(smaller(height, p_rows - i), p + i * asn_panel, p_stride, q + k * asn_panel,
                      q_stride, smaller(outer_columns, q_rows - k), count,
                      sums + (size_t)i * row_stride + k, row_stride);
    }
  }
}

// The transpose of turned_columns rows of panels.
static void turn(const float *q, size_t q_stride, size_t count, float *turned) {
  for (size_t n = 0; n < count; n++, q += q_stride) {
    for (int j = 0; j < asn_panel; j += ASN_LANES, turned += turned_columns * ASN_LANES) {
      for (int v = 0; v < ASN_VECTORS; v++) {
        lanes rows[ASN_LANES];
        ASN_UNROLL for (int i = 0; i < ASN_LANES; i++) {
          rows[i] = load(q + (v * ASN_LANES + i) * asn_panel + j);
        }
        transpose(rows);
        ASN_UNROLL for (int i = 0; i < ASN_LANES; i++) {
          store(turned + (i * ASN_VECTORS + v) * ASN_LANES, rows[i]);
        }
      }
    }
  }
}

// sums += p times a transposed strip; inlined with rows constant.
ASN_INLINE void outer_strip(int rows, const float *p, size_t p_stride, const float *turned,
                            size_t count, float *sums, size_t row_stride) {
  lanes totals[ASN_ROWS][ASN_VECTORS] = {{0}};
  for (int i = 0; i < rows; i++) {
    for (int v = 0; v < ASN_VECTORS; v++) {
      __builtin_prefetch(sums + (size_t)i * row_stride + v * ASN_LANES, 1);
    }
  }
  for (size_t n = 0; n < count; n++, p += p_stride) {
    for (int j = 0; j < asn_panel; j++, turned += turned_columns) {
      lanes b[ASN_VECTORS];
      ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) b[v] = load(turned + v * ASN_LANES);
      ASN_UNROLL for (int i = 0; i < rows; i++) {
        lanes a = p[i * asn_panel + j];
        ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) totals[i][v] += a * b[v];
      }
    }
  }
  ASN_UNROLL for (int i = 0; i < rows; i++) {
    ASN_UNROLL for (int v = 0; v < ASN_VECTORS; v++) {
      float *to = sums + (size_t)i * row_stride + v * ASN_LANES;
      store(to, load(to) + totals[i][v]);
    }
  }
}

// outer for turned_columns columns.
static void outer_strips(const float *p, size_t p_stride, int p_rows, const float *q,
                         size_t q_stride, size_t count, float *sums, size_t row_stride) {
  float turned[turned_panels * asn_panel * turned_columns];
  // As many register tiles as needed, all about equally high.
  int tiles = (p_rows + ASN_ROWS - 1) / ASN_ROWS;
  int height = (p_rows + tiles - 1) / tiles;
  for (size_t n = 0; n < count; n += turned_panels, p += turned_panels * p_stride) {
    size_t panels = count - n < turned_panels ? count - n : turned_panels;
    turn(q + n * q_stride, q_stride, panels, turned);
    for (int i = 0; i < p_rows; i += height) {
#define STRIP(rows)                                                                         \
  case rows:                                                                                \
    if (rows <= ASN_ROWS) {                                                                 \
      outer_strip(rows <= ASN_ROWS ? rows : 0, p + i * asn_panel, p_stride, turned, panels, \
                  sums + (size_t)i * row_stride, row_stride);                               \
    }                                                                                       \
    break;
      switch (smaller(height, p_rows - i)) {
        STRIP(1) STRIP(2) STRIP(3) STRIP(4) STRIP(5) STRIP(6)
        STRIP(7) STRIP(8) STRIP(9) STRIP(10) STRIP(11) STRIP(12)
      }
#undef STRIP
    }
  }
}

static void outer(const float *p, size_t p_stride, int p_rows, const float *q, size_t q_stride,
                  int q_rows, size_t count, float *sums, size_t row_stride) {
  for (size_t n = 0; n < count; n += outer_panels, p += outer_panels * p_stride,
              q += outer_panels * q_stride) {
    size_t panels = count - n < outer_panels ? count - n : outer_panels;
    int first = 0;
    if ((size_t)p_rows >= turned_rows * panels) {
      for (; first + turned_columns <= q_rows; first += turned_columns) {
        outer_strips(p, p_stride, p_rows, q + first * asn_panel, q_stride, panels, sums + first,
                     row_stride);
      }
    }
    for (int i = 0; i < p_rows; i += outer_p_rows) {
      for (int k = first; k < q_rows; k += outer_q_rows) {
        outer_block(p + i * asn_panel, p_stride, smaller(outer_p_rows, p_rows - i),
                    q + k * asn_panel, q_stride, smaller(outer_q_rows, q_rows - k), panels,
                    sums + (size_t)i * row_stride + k, row_stride);
      }
    }
  }
}

#endif
