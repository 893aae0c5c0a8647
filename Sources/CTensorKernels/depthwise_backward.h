// The gradients of a depthwise correlation, for a block of images of a width that fills vectors.
//
// As forward: each row of the gradient is formed once, moved left and right, and meets the three
// rows of the source that it was computed from. The same three vectors serve both gradients: a tap
// that reads the source to the left is the gradient's right neighbour.
#ifndef AUTOSHUFFLE_DEPTHWISE_BACKWARD_H
#define AUTOSHUFFLE_DEPTHWISE_BACKWARD_H

#include "depthwise_forward.h"

// The rows of a gradient; y is NULL if it does not depend on them.
typedef struct {
  gradient_lanes numbers;
  const float *h, *y;
} gradient_rows;

ASN_INLINE lanes read_gradient_row(int side, const gradient_rows *g, size_t at, size_t apart) {
  lanes y = g->y ? load_row(side, g->y + at, apart) : g->numbers.mean;
  return read_gradient_lanes(&g->numbers, load_row(side, g->h + at, apart), y);
}

// The gradient right of a strip, in all lanes.
ASN_INLINE lanes right_gradient(const gradient_rows *g, int inside, size_t at, lanes outside) {
  if (!inside) return outside;
  return read_gradient_lanes(&g->numbers, g->h[at], g->y ? (lanes)g->y[at] : g->numbers.mean);
}

// A vector of the source, as it is read and as its distance from the mean.
typedef struct {
  lanes value, distance;
} source_row;

ASN_INLINE source_row seen(const source_lanes *s, lanes x) {
  return (source_row){read_lanes(s, x), x - s->mean};
}

// Sums over the block: of the nine products, of what is stored, and of that times the distances.
typedef struct {
  lanes w[9], sum, dot;
} block_sums;

// The gradient where the rectifier was open. A source that is read as its floor was closed by it;
// one that is not a number was not.
ASN_INLINE lanes where_seen_open(const source_lanes *s, lanes g, source_row x) {
  return x.value <= s->floor ? (lanes)0 : g;
}

ASN_INLINE void finish_row(int side, asn_gradient_target target, const source_lanes *s,
                           size_t at, size_t apart, lanes g, source_row x, block_sums *sums) {
  float *h = target.h + at;
  if (target.accumulate) g = load_row(side, h, apart) + g;
  if (target.finish) {
    g = where_seen_open(s, g, x);
    sums->sum += g;
    sums->dot += g * x.distance;
  }
  store_row(side, h, apart, g);
}

// sums += the products of a row of the source with one of the gradient, by column offset.
ASN_INLINE void multiply_row(lanes *sums, three_lanes g, lanes x) {
  sums[0] += g.right * x;
  sums[1] += g.centre * x;
  sums[2] += g.left * x;
}

// Adds to `start` the gradient of the row that a row of weights read.
ASN_INLINE lanes spread_back(const lanes *w, lanes start, three_lanes g) {
  return start + w[0] * g.right + w[1] * g.centre + w[2] * g.left;
}

// Stride 1. The gradient's rows are stored over one strip after the other, perhaps in place; carry
// keeps what the next strip needs of this one.
ASN_INLINE void correlate_back(int side, int strips, image_block b, asn_gradient g,
                               const float *x, const pass_numbers *c,
                               asn_gradient_target target, float *carry, block_sums *sums) {
  const source_lanes *s = &c->source;
  const lanes *w = c->w;
  gradient_rows rows = {spread_gradient(&g), g.h, g.y};
  lanes outside = c->outside;
  size_t width = (size_t)b.width, area = (size_t)b.height * width;
  for (int n = 0; n < b.groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      size_t at = (size_t)(n * side) * area + (size_t)(strip * ASN_LANES);
      source_row none = {0, 0}, above = none;
      source_row row = seen(s, load_row(side, x + at, area));
      lanes done = 0, next = 0;
      for (int i = 0; i < b.height; i++, at += width) {
        int last = i + 1 == b.height;
        source_row below = last ? none : seen(s, load_row(side, x + at + width, area));
        lanes centre = read_gradient_row(side, &rows, at, area), before = outside;
        if (strips > 1) {
          if (strip > 0) before = load(carry + i * ASN_LANES);
          store(carry + i * ASN_LANES, centre);
        }
        lanes behind = right_gradient(&rows, strip + 1 < strips, at + ASN_LANES, outside);
        three_lanes three = {left_of(side, centre, before), centre,
                             right_of(side, centre, behind)};
        multiply_row(sums->w, three, above.value);
        multiply_row(sums->w + 3, three, row.value);
        multiply_row(sums->w + 6, three, below.value);
        if (i > 0) {
          lanes whole = spread_back(w, done, three);
          finish_row(side, target, s, at - width, area, whole, above, sums);
        }
        done = spread_back(w + 3, next, three);
        next = spread_back(w + 6, 0, three);
        above = row;
        row = below;
      }
      finish_row(side, target, s, at - width, area, done, above, sums);
    }
  }
}

// One row of the source at stride 2: its even columns and its odd ones.
typedef struct {
  source_row first, second;
  lanes even, odd;
} wide_row;

ASN_INLINE wide_row seen_wide(int side, const source_lanes *s, const float *from, size_t apart) {
  two_lanes raw = load_wide_row(side, from, apart);
  source_row first = seen(s, raw.first), second = seen(s, raw.second);
  return (wide_row){first, second, even_of(first.value, second.value),
                    odd_of(first.value, second.value)};
}

ASN_INLINE void finish_wide_row(int side, asn_gradient_target target, const source_lanes *s,
                                size_t at, size_t apart, lanes even, lanes odd, const wide_row *x,
                                block_sums *sums) {
  float *h = target.h + at;
  two_lanes g = {first_of(even, odd), second_of(even, odd)};
  if (target.accumulate) {
    two_lanes old = load_wide_row(side, h, apart);
    g = (two_lanes){old.first + g.first, old.second + g.second};
  }
  if (target.finish) {
    g = (two_lanes){where_seen_open(s, g.first, x->first), where_seen_open(s, g.second, x->second)};
    // In pairs, to shorten the chains of additions.
    sums->sum += g.first + g.second;
    sums->dot += g.first * x->first.distance + g.second * x->second.distance;
  }
  store_wide_row(side, h, apart, g);
}

// Stride 2: an even row or column of the source was read by the middle weights, an odd one by the
// last weights of one output and the first of the next.
ASN_INLINE void correlate_back_strided(int side, int strips, image_block b,
                                       asn_gradient g, const float *x, const pass_numbers *c,
                                       asn_gradient_target target, block_sums *sums) {
  const source_lanes *s = &c->source;
  const lanes *w = c->w;
  gradient_rows rows = {spread_gradient(&g), g.h, g.y};
  lanes outside = c->outside;
  size_t width = (size_t)b.width, area = (size_t)b.height * width;
  size_t columns = width / 2, out_area = (size_t)((b.height + 1) / 2) * columns;
  for (int n = 0; n < b.groups; n++) {
    for (int strip = 0; strip < strips; strip++) {
      size_t group = (size_t)(n * side) * area, at = group + (size_t)(strip * 2 * ASN_LANES);
      size_t from = (size_t)(n * side) * out_area + (size_t)(strip * ASN_LANES);
      int has_right = strip + 1 < strips;
      lanes here = read_gradient_row(side, &rows, from, out_area);
      lanes right =
          right_of(side, here, right_gradient(&rows, has_right, from + ASN_LANES, outside));
      for (int i = 0; i < b.height; i += 2, at += 2 * width) {
        if (side > 1) {
          for (int k = 0; k < 4; k += 2) {
            fetch_ahead(x + group, 2 * (strip * b.height + i) + k);
            fetch_ahead(target.h + group, 2 * (strip * b.height + i) + k);
          }
        }
        wide_row top = seen_wide(side, s, x + at, area);
        sums->w[3] += right * top.odd;
        sums->w[4] += here * top.even;
        sums->w[5] += here * top.odd;
        finish_wide_row(side, target, s, at, area, w[4] * here, w[5] * here + w[3] * right, &top,
                        sums);
        if (i + 1 == b.height) break;
        lanes even = w[7] * here, odd = w[8] * here + w[6] * right;
        wide_row bottom = seen_wide(side, s, x + at + width, area);
        sums->w[6] += right * bottom.odd;
        sums->w[7] += here * bottom.even;
        sums->w[8] += here * bottom.odd;
        here = right = 0;
        if (i + 2 < b.height) {
          from += columns;
          here = read_gradient_row(side, &rows, from, out_area);
          right =
              right_of(side, here, right_gradient(&rows, has_right, from + ASN_LANES, outside));
        }
        sums->w[0] += right * bottom.odd;
        sums->w[1] += here * bottom.even;
        sums->w[2] += here * bottom.odd;
        even += w[1] * here;
        odd += w[2] * here + w[0] * right;
        finish_wide_row(side, target, s, at + width, area, even, odd, &bottom, sums);
      }
    }
  }
}

// What a block of images needs; carry has room for a vector a row.
typedef struct {
  image_block block;
  asn_gradient gradient;
  const float *x;
  const pass_numbers *numbers;
  asn_gradient_target target;
  float *carry;
} backward_job;

// Functions of their own, or the sums of one would compete for registers with those of another.
#define ASN_BACKWARD(name, side, strips)                                                    \
  ASN_OUT_OF_LINE static void name(const backward_job *j, block_sums *result) {             \
    block_sums sums = {{0}, 0, 0};                                                          \
    correlate_back(side, strips, j->block, j->gradient, j->x, j->numbers, j->target, j->carry, \
                   &sums);                                                                  \
    *result = sums;                                                                         \
  }
#define ASN_BACKWARD_STRIDED(name, side, strips)                                            \
  ASN_OUT_OF_LINE static void name(const backward_job *j, block_sums *result) {             \
    block_sums sums = {{0}, 0, 0};                                                          \
    correlate_back_strided(side, strips, j->block, j->gradient, j->x, j->numbers, j->target, \
                           &sums);                                                          \
    *result = sums;                                                                         \
  }
ASN_BACKWARD(backward_single, 1, 1)
ASN_BACKWARD(backward_strips, 1, strips_of(&j->block))
ASN_BACKWARD_STRIDED(backward_strided, 1, strips_of(&j->block))
#if ASN_LANES >= 8
ASN_BACKWARD(backward_pairs, 2, 1)
ASN_BACKWARD_STRIDED(backward_strided_pairs, 2, 1)
#endif
#if ASN_LANES >= 16
ASN_BACKWARD(backward_fours, 4, 1)
ASN_BACKWARD_STRIDED(backward_strided_fours, 4, 1)
#endif

// Adds the block's sums to the nine totals and to *total.
static void backward_block(const backward_job *j, double *totals, asn_gradient_sums *total) {
  block_sums sums;
  int strided = j->block.stride == 2;
  switch (j->block.side) {
#if ASN_LANES >= 16
    case 4: (strided ? backward_strided_fours : backward_fours)(j, &sums); break;
#endif
#if ASN_LANES >= 8
    case 2: (strided ? backward_strided_pairs : backward_pairs)(j, &sums); break;
#endif
    default:
      if (strided) {
        backward_strided(j, &sums);
      } else if (strips_of(&j->block) == 1) {
        backward_single(j, &sums);
      } else {
        backward_strips(j, &sums);
      }
  }
  for (int k = 0; k < 9; k++) totals[k] += (double)sum_of(sums.w[k]);
  total->sum += (double)sum_of(sums.sum);
  total->dot += (double)sum_of(sums.dot);
}

#endif
