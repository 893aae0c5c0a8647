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
ASN_INLINE void correlate(int side, int strips, image_block b, const float *x,
                          const pass_numbers *c, float shift, float *y) {
  source_lanes s = c->source;
  const lanes *w = c->w;
  lanes outside = c->outside;
  size_t width = (size_t)b.width, area = (size_t)b.height * width;
  for (int n = 0; n < b.groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      size_t start = (size_t)(n * side) * area + (size_t)(strip * ASN_LANES);
      const float *from = x + start;
      float *to = y + start;
      int has_left = strip > 0, has_right = strip + 1 < strips;
      three_lanes row = read_row(side, &s, from, area, has_left, has_right, outside);
      lanes above = weigh(w + 3, shift, row), below = weigh(w, shift, row);
      for (int i = 1; i < b.height; i++, to += width) {
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
ASN_INLINE void correlate_strided(int side, int strips, image_block b, const float *x,
                                  const pass_numbers *c, float shift, float *y) {
  source_lanes s = c->source;
  const lanes *w = c->w;
  lanes outside = c->outside;
  size_t width = (size_t)b.width, area = (size_t)b.height * width;
  size_t columns = width / 2, out_area = (size_t)((b.height + 1) / 2) * columns;
  for (int n = 0; n < b.groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      const float *group = x + (size_t)(n * side) * area;
      const float *from = group + (size_t)(strip * 2 * ASN_LANES);
      float *to = y + (size_t)(n * side) * out_area + (size_t)(strip * ASN_LANES);
      lanes sum = shift;
      for (int i = 0; i < b.height; i += 2, from += 2 * width, to += columns) {
        sum = weigh(w + 3, sum, read_wide_row(side, &s, from, area, strip > 0, outside));
        fetch_ahead(group, 2 * (strip * b.height + i));
        fetch_ahead(group, 2 * (strip * b.height + i + 1));
        lanes below = shift;
        if (i + 1 < b.height) {
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

#define ASN_FORWARD(name, kernel, side, strips)                                                 \
  ASN_OUT_OF_LINE static void name(image_block b, const float *x, const pass_numbers *numbers,  \
                                   float shift, float *y) {                                     \
    kernel(side, strips, b, x, numbers, shift, y);                                              \
  }
ASN_FORWARD(forward_single, correlate, 1, 1)
ASN_FORWARD(forward_strips, correlate, 1, strips_of(&b))
ASN_FORWARD(forward_strided, correlate_strided, 1, strips_of(&b))
#if ASN_LANES >= 8
ASN_FORWARD(forward_pairs, correlate, 2, 1)
ASN_FORWARD(forward_strided_pairs, correlate_strided, 2, 1)
#endif
#if ASN_LANES >= 16
ASN_FORWARD(forward_fours, correlate, 4, 1)
ASN_FORWARD(forward_strided_fours, correlate_strided, 4, 1)
#endif

static void forward_block(image_block b, const float *x, const pass_numbers *numbers, float shift,
                          float *y) {
  int strided = b.stride == 2;
  switch (b.side) {
#if ASN_LANES >= 16
    case 4: (strided ? forward_strided_fours : forward_fours)(b, x, numbers, shift, y); break;
#endif
#if ASN_LANES >= 8
    case 2: (strided ? forward_strided_pairs : forward_pairs)(b, x, numbers, shift, y); break;
#endif
    default:
      if (strided) {
        forward_strided(b, x, numbers, shift, y);
      } else if (strips_of(&b) == 1) {
        forward_single(b, x, numbers, shift, y);
      } else {
        forward_strips(b, x, numbers, shift, y);
      }
  }
}

#endif
