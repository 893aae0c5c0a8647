// Dot products of the rows of two operands: a register tile of vectors of partial sums, lanes along
// the rows' elements, added up at the end of a block.
#ifndef AUTOSHUFFLE_OUTER_H
#define AUTOSHUFFLE_OUTER_H

#include "lanes.h"

enum {
  outer_columns = 4,     // columns of the register tile; their sums fill one vector of four
  outer_panels = 16,     // panels in a block
  outer_q_rows = 8,      // rows of q that stay in the first cache while a block of p passes by
  outer_p_rows = 120,    // rows of p that stay in the second cache while all of q passes by
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

ASN_INLINE int smaller(int a, int b) { return a < b ? a : b; }

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

static void outer(const float *p, size_t p_stride, int p_rows, const float *q, size_t q_stride,
                  int q_rows, size_t count, float *sums, size_t row_stride) {
  for (size_t n = 0; n < count; n += outer_panels) {
    size_t panels = count - n < outer_panels ? count - n : outer_panels;
    for (int i = 0; i < p_rows; i += outer_p_rows) {
      for (int k = 0; k < q_rows; k += outer_q_rows) {
        outer_block(p + n * p_stride + i * asn_panel, p_stride, smaller(outer_p_rows, p_rows - i),
                    q + n * q_stride + k * asn_panel, q_stride, smaller(outer_q_rows, q_rows - k),
                    panels, sums + (size_t)i * row_stride + k, row_stride);
      }
    }
  }
}

#endif
