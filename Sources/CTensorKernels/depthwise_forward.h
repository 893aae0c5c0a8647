// The depthwise correlation of a block of images of a width that fills vectors.
//
// Column strips of one vector of outputs go down the image. Each row of the source is read once,
// and added with its three rows of weights to the three rows of outputs that need it.
#ifndef AUTOSHUFFLE_DEPTHWISE_FORWARD_H
#define AUTOSHUFFLE_DEPTHWISE_FORWARD_H

#include "depthwise_rows.h"

// What a reader sees at `at` in all lanes, or 0 outside the image.
ASN_INLINE lanes read_neighbour(const source_lanes *s, int inside, const float *at, lanes outside) {
  return inside ? read_lanes(s, *at) : outside;
}

ASN_INLINE three_lanes read_row(int side, const source_lanes *s, const float *from, size_t apart,
                                int has_left, int has_right, lanes outside) {
  lanes row = read_lanes(s, load_row(side, from, apart));
  lanes before = read_neighbour(s, has_left, from - 1, outside);
  lanes behind = read_neighbour(s, has_right, from + ASN_LANES, outside);
  return (three_lanes){left_of(side, row, before), row, right_of(side, row, behind)};
}

// Stride 1; inlined with side constant, and strips where the image is one vector wide.
ASN_INLINE void correlate(int side, int strips, const image_block *b, const asn_source *x,
                          const float *weights, float shift, float *y) {
  source_lanes s = spread_source(x);
  lanes outside = b->outside, w[9];
  ASN_UNROLL for (int k = 0; k < 9; k++) w[k] = weights[k];
  size_t width = (size_t)b->width, area = (size_t)b->height * width;
  for (int n = 0; n < b->groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      size_t start = (size_t)(n * side) * area + (size_t)(strip * ASN_LANES);
      const float *from = x->x + start;
      float *to = y + start;
      int has_left = strip > 0, has_right = strip + 1 < strips;
      three_lanes row = read_row(side, &s, from, area, has_left, has_right, outside);
      lanes above = weigh(w + 3, shift, row), below = weigh(w, shift, row);
      for (int i = 1; i < b->height; i++, to += width) {
        from += width;
        row = read_row(side, &s, from, area, has_left, has_right, outside);
        store_row(side, to, area, weigh(w + 6, above, row));
        above = weigh(w + 3, below, row);
        below = weigh(w, shift, row);
      }
      store_row(side, to, area, above);
    }
  }
}

// A row as the even columns (centre), the odd ones (right), and these one place further (left).
ASN_INLINE three_lanes read_wide_row(int side, const source_lanes *s, const float *from,
                                     size_t apart, int has_left, lanes outside) {
  two_lanes raw = load_wide_row(side, from, apart);
  lanes first = read_lanes(s, raw.first), second = read_lanes(s, raw.second);
  lanes odd = odd_of(first, second);
  lanes before = read_neighbour(s, has_left, from - 1, outside);
  return (three_lanes){left_of(side, odd, before), even_of(first, second), odd};
}

// Stride 2.
ASN_INLINE void correlate_strided(int side, int strips, const image_block *b, const asn_source *x,
                                  const float *weights, float shift, float *y) {
  source_lanes s = spread_source(x);
  lanes outside = b->outside, w[9];
  ASN_UNROLL for (int k = 0; k < 9; k++) w[k] = weights[k];
  size_t width = (size_t)b->width, area = (size_t)b->height * width;
  size_t columns = width / 2, out_area = (size_t)((b->height + 1) / 2) * columns;
  for (int n = 0; n < b->groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      const float *from = x->x + (size_t)(n * side) * area + (size_t)(strip * 2 * ASN_LANES);
      float *to = y + (size_t)(n * side) * out_area + (size_t)(strip * ASN_LANES);
      lanes sum = shift;
      for (int i = 0; i < b->height; i += 2, from += 2 * width, to += columns) {
        sum = weigh(w + 3, sum, read_wide_row(side, &s, from, area, strip > 0, outside));
        lanes below = shift;
        if (i + 1 < b->height) {
          three_lanes row = read_wide_row(side, &s, from + width, area, strip > 0, outside);
          sum = weigh(w + 6, sum, row);
          below = weigh(w, below, row);
        }
        store_row(side, to, out_area, sum);
        sum = below;
      }
    }
  }
}

static void forward_block(const image_block *b, const asn_source *x, const float *w, float shift,
                          float *y) {
  int strips = b->side > 1 ? 1 : b->width / (b->stride * ASN_LANES);
#define ASN_SIDE(count)                                                          \
  if (b->side == count && count <= ASN_LANES / narrowest) {                      \
    if (b->stride == 2) {                                                        \
      correlate_strided(count, count > 1 ? 1 : strips, b, x, w, shift, y);       \
    } else if (strips == 1) {                                                    \
      correlate(count, 1, b, x, w, shift, y);                                    \
    } else if (count == 1) {                                                     \
      correlate(1, strips, b, x, w, shift, y);                                   \
    }                                                                            \
  }
  ASN_SIDE(1) ASN_SIDE(2) ASN_SIDE(4)
#undef ASN_SIDE
}

#endif
