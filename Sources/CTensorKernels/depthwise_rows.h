// Rows of images as vectors: several narrow images side by side, neighbours in a row, and every
// second column.
#ifndef AUTOSHUFFLE_DEPTHWISE_ROWS_H
#define AUTOSHUFFLE_DEPTHWISE_ROWS_H

#include "readers.h"

// Images of a width that fills vectors: the rows of outputs are whole vectors and side is 1, or
// those of `side` images fill one vector.
typedef struct {
  int height, width;  // of the source
  int stride, side;
  int groups;  // `side` images each
} image_block;

// The column strips of an image, whose outputs are one vector wide.
ASN_INLINE int strips_of(const image_block *b) {
  return b->side > 1 ? 1 : b->width / (b->stride * ASN_LANES);
}

// The widths of an output image that go side by side into a vector start here.
enum { narrowest = 4 };

#if ASN_LANES >= 8
ASN_INLINE four load_four(const float *from) { return *(const four_in_memory *)from; }
ASN_INLINE void store_four(float *to, four value) { *(four_in_memory *)to = value; }
#endif

#if ASN_LANES == 16

typedef float eight __attribute__((ext_vector_type(8)));
typedef float eight_in_memory __attribute__((ext_vector_type(8), aligned(4), may_alias));

ASN_INLINE eight join_four(four a, four b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
}

// The rows at `from` of `side` images that are `apart` floats from each other.
ASN_INLINE lanes load_row(int side, const float *from, size_t apart) {
  if (side == 1) return load(from);
  eight low, high;
  if (side == 2) {
    low = *(const eight_in_memory *)from;
    high = *(const eight_in_memory *)(from + apart);
  } else {
    low = join_four(load_four(from), load_four(from + apart));
    high = join_four(load_four(from + 2 * apart), load_four(from + 3 * apart));
  }
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

ASN_INLINE void store_row(int side, float *to, size_t apart, lanes value) {
  if (side == 1) {
    store(to, value);
  } else if (side == 2) {
    *(eight_in_memory *)to = value.lo;
    *(eight_in_memory *)(to + apart) = value.hi;
  } else {
    store_four(to, value.lo.lo);
    store_four(to + apart, value.lo.hi);
    store_four(to + 2 * apart, value.hi.lo);
    store_four(to + 3 * apart, value.hi.hi);
  }
}

// Each lane's left neighbour; `before` ends with that of the first.
ASN_INLINE lanes left_of(int side, lanes row, lanes before) {
  lanes zero = 0;
  if (side == 4) {
    return __builtin_shufflevector(zero, row, 0, 16, 17, 18, 0, 20, 21, 22, 0, 24, 25, 26, 0, 28,
                                   29, 30);
  }
  if (side == 2) {
    return __builtin_shufflevector(zero, row, 0, 16, 17, 18, 19, 20, 21, 22, 0, 24, 25, 26, 27, 28,
                                   29, 30);
  }
  return __builtin_shufflevector(before, row, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                                 28, 29, 30);
}

// Each lane's right neighbour; `behind` starts with that of the last.
ASN_INLINE lanes right_of(int side, lanes row, lanes behind) {
  lanes zero = 0;
  if (side == 4) {
    return __builtin_shufflevector(row, zero, 1, 2, 3, 16, 5, 6, 7, 16, 9, 10, 11, 16, 13, 14, 15,
                                   16);
  }
  if (side == 2) {
    return __builtin_shufflevector(row, zero, 1, 2, 3, 4, 5, 6, 7, 16, 9, 10, 11, 12, 13, 14, 15,
                                   16);
  }
  return __builtin_shufflevector(row, behind, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
                                 16);
}

ASN_INLINE lanes even_of(lanes a, lanes b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

ASN_INLINE lanes odd_of(lanes a, lanes b) {
  return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

// The inverse of even_of and odd_of.
ASN_INLINE lanes first_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

ASN_INLINE lanes second_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30,
                                 15, 31);
}

#elif ASN_LANES == 8

ASN_INLINE lanes load_row(int side, const float *from, size_t apart) {
  if (side == 1) return load(from);
  return __builtin_shufflevector(load_four(from), load_four(from + apart), 0, 1, 2, 3, 4, 5, 6, 7);
}

ASN_INLINE void store_row(int side, float *to, size_t apart, lanes value) {
  if (side == 1) {
    store(to, value);
  } else {
    store_four(to, value.lo);
    store_four(to + apart, value.hi);
  }
}

ASN_INLINE lanes left_of(int side, lanes row, lanes before) {
  lanes zero = 0;
  if (side == 2) return __builtin_shufflevector(zero, row, 0, 8, 9, 10, 0, 12, 13, 14);
  return __builtin_shufflevector(before, row, 7, 8, 9, 10, 11, 12, 13, 14);
}

ASN_INLINE lanes right_of(int side, lanes row, lanes behind) {
  lanes zero = 0;
  if (side == 2) return __builtin_shufflevector(row, zero, 1, 2, 3, 8, 5, 6, 7, 8);
  return __builtin_shufflevector(row, behind, 1, 2, 3, 4, 5, 6, 7, 8);
}

ASN_INLINE lanes even_of(lanes a, lanes b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}

ASN_INLINE lanes odd_of(lanes a, lanes b) {
  return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
}

ASN_INLINE lanes first_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
}

ASN_INLINE lanes second_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
}

#else

ASN_INLINE lanes load_row(int side, const float *from, size_t apart) {
  (void)side, (void)apart;
  return load(from);
}

ASN_INLINE void store_row(int side, float *to, size_t apart, lanes value) {
  (void)side, (void)apart;
  store(to, value);
}

ASN_INLINE lanes left_of(int side, lanes row, lanes before) {
  (void)side;
  return __builtin_shufflevector(before, row, 3, 4, 5, 6);
}

ASN_INLINE lanes right_of(int side, lanes row, lanes behind) {
  (void)side;
  return __builtin_shufflevector(row, behind, 1, 2, 3, 4);
}

ASN_INLINE lanes even_of(lanes a, lanes b) { return __builtin_shufflevector(a, b, 0, 2, 4, 6); }

ASN_INLINE lanes odd_of(lanes a, lanes b) { return __builtin_shufflevector(a, b, 1, 3, 5, 7); }

ASN_INLINE lanes first_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 0, 4, 1, 5);
}

ASN_INLINE lanes second_of(lanes even, lanes odd) {
  return __builtin_shufflevector(even, odd, 2, 6, 3, 7);
}

#endif

// A row with the neighbours of each lane.
typedef struct {
  lanes left, centre, right;
} three_lanes;

typedef struct {
  lanes first, second;
} two_lanes;

// The 2 * ASN_LANES columns of a row of `side` images whose outputs at stride 2 fill one vector.
ASN_INLINE two_lanes load_wide_row(int side, const float *from, size_t apart) {
  if (side == 1) return (two_lanes){load(from), load(from + ASN_LANES)};
  return (two_lanes){load_row(side / 2, from, apart),
                     load_row(side / 2, from + (size_t)(side / 2) * apart, apart)};
}

ASN_INLINE void store_wide_row(int side, float *to, size_t apart, two_lanes value) {
  if (side == 1) {
    store(to, value.first);
    store(to + ASN_LANES, value.second);
  } else {
    store_row(side / 2, to, apart, value.first);
    store_row(side / 2, to + (size_t)(side / 2) * apart, apart, value.second);
  }
}

// The numbers of a pass in all lanes. They stay in memory: the registers are for sums.
typedef struct {
  source_lanes source;
  lanes w[9];
  lanes outside;  // 0, which the compiler must not know, or it picks slow shuffles
} pass_numbers;

ASN_INLINE pass_numbers spread_numbers(const asn_source *x, const float *w) {
  pass_numbers c = {.source = spread_source(x), .outside = 0};
  ASN_UNROLL for (int k = 0; k < 9; k++) c.w[k] = w[k];
  return c;
}

// How far ahead, in floats, the passes at stride 2 ask for the memory that they will read. They go
// through it faster than the hardware foresees: up to twice as fast with these hints.
enum { ahead = 2048 };

// Asks for the two vectors `vector` and `vector` + 1 of what follows `from`.
ASN_INLINE void fetch_ahead(const float *from, int vector) {
  __builtin_prefetch(from + ahead + vector * ASN_LANES);
  __builtin_prefetch(from + ahead + (vector + 1) * ASN_LANES);
}

// The sum of three weights times a row and its neighbours, added to `start`.
ASN_INLINE lanes weigh(const lanes *w, lanes start, three_lanes row) {
  return start + w[0] * row.left + w[1] * row.centre + w[2] * row.right;
}

#endif
