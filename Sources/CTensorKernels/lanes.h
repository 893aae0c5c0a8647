// Vectors of ASN_LANES floats, written once for every instruction set.
//
// A file that includes this has set the shape of the registers: ASN_LANES, the floats of a vector;
// and the register tiles ASN_ROWS x ASN_VECTORS of products and ASN_OUTER_ROWS x 4 of asn_outer,
// which fill the registers and hide the latency of an addition.
#ifndef AUTOSHUFFLE_LANES_H
#define AUTOSHUFFLE_LANES_H

#include "multiversion.h"
#include "tensor_kernels.h"

#include <string.h>

typedef float lanes __attribute__((ext_vector_type(ASN_LANES)));
typedef float lanes_in_memory
    __attribute__((ext_vector_type(ASN_LANES), aligned(4), may_alias));
typedef float four __attribute__((ext_vector_type(4)));
typedef float four_in_memory __attribute__((ext_vector_type(4), aligned(4), may_alias));

// Loops over registers: without it their arrays would stay in memory.
#define ASN_UNROLL _Pragma("clang loop unroll(full)")

ASN_INLINE int smaller(int a, int b) { return a < b ? a : b; }

ASN_INLINE lanes load(const float *from) { return *(const lanes_in_memory *)from; }

ASN_INLINE void store(float *to, lanes value) { *(lanes_in_memory *)to = value; }

// How many of n elements are there from element j on, at most a vector of them.
ASN_INLINE size_t lanes_left(size_t j, size_t n) {
  return n <= j ? 0 : n - j < ASN_LANES ? n - j : ASN_LANES;
}

// The first count elements if they do not fill a vector, and `rest` behind them. Callers that are
// inlined with count = ASN_LANES get a plain load; the same for the next two.
ASN_INLINE lanes load_first(size_t count, const float *from, float rest) {
  if (count >= ASN_LANES) return load(from);
  lanes value = rest;
  memcpy(&value, from, count * sizeof(float));
  return value;
}

ASN_INLINE void store_first(size_t count, float *to, lanes value) {
  if (count >= ASN_LANES) {
    store(to, value);
  } else {
    memcpy(to, &value, count * sizeof(float));
  }
}

// The first count elements, and zeros behind them.
ASN_INLINE lanes keep_first(size_t count, lanes value) {
  if (count >= ASN_LANES) return value;
  lanes kept = 0;
  memcpy(&kept, &value, count * sizeof(float));
  return kept;
}

// max(value, bound), and value where that is not a number.
ASN_INLINE lanes at_least(lanes value, lanes bound) { return bound > value ? bound : value; }

// The sum of the vector's groups of four.
ASN_INLINE four fold(lanes v) {
#if ASN_LANES == 16
  typedef float eight __attribute__((ext_vector_type(8)));
  eight half = v.lo + v.hi;
  return half.lo + half.hi;
#elif ASN_LANES == 8
  return v.lo + v.hi;
#else
  return v;
#endif
}

ASN_INLINE float sum_of(lanes v) {
  four quarter = fold(v);
  return (quarter.x + quarter.y) + (quarter.z + quarter.w);
}

// Within each group of four lanes of two vectors a and b: their lower halves in turn, their higher
// halves in turn, their lower halves, their higher halves.
#if ASN_LANES == 16
#define ASN_LOW 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define ASN_HIGH 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define ASN_FIRST 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define ASN_SECOND 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#elif ASN_LANES == 8
#define ASN_LOW 0, 8, 1, 9, 4, 12, 5, 13
#define ASN_HIGH 2, 10, 3, 11, 6, 14, 7, 15
#define ASN_FIRST 0, 1, 8, 9, 4, 5, 12, 13
#define ASN_SECOND 2, 3, 10, 11, 6, 7, 14, 15
#else
#define ASN_LOW 0, 4, 1, 5
#define ASN_HIGH 2, 6, 3, 7
#define ASN_FIRST 0, 1, 4, 5
#define ASN_SECOND 2, 3, 6, 7
#endif
#define ASN_LOWER_IN_TURN(a, b) __builtin_shufflevector(a, b, ASN_LOW)
#define ASN_HIGHER_IN_TURN(a, b) __builtin_shufflevector(a, b, ASN_HIGH)
#define ASN_LOWER(a, b) __builtin_shufflevector(a, b, ASN_FIRST)
#define ASN_HIGHER(a, b) __builtin_shufflevector(a, b, ASN_SECOND)

// Two vectors' lower halves in turn, and their higher halves.
#if ASN_LANES == 16
#define ASN_FRONT 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ASN_BACK 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif ASN_LANES == 8
#define ASN_FRONT 0, 8, 1, 9, 2, 10, 3, 11
#define ASN_BACK 4, 12, 5, 13, 6, 14, 7, 15
#else
#define ASN_FRONT 0, 4, 1, 5
#define ASN_BACK 2, 6, 3, 7
#endif

// Transposes as many vectors as they have lanes: each round deals them out like a perfect shuffle.
ASN_INLINE void transpose(lanes rows[ASN_LANES]) {
  ASN_UNROLL for (int round = 1; round < ASN_LANES; round *= 2) {
    lanes dealt[ASN_LANES];
    ASN_UNROLL for (int i = 0; i < ASN_LANES / 2; i++) {
      lanes a = rows[i], b = rows[i + ASN_LANES / 2];
      dealt[2 * i] = __builtin_shufflevector(a, b, ASN_FRONT);
      dealt[2 * i + 1] = __builtin_shufflevector(a, b, ASN_BACK);
    }
    ASN_UNROLL for (int i = 0; i < ASN_LANES; i++) rows[i] = dealt[i];
  }
}

// The sums of four vectors.
ASN_INLINE four sums_of(lanes a, lanes b, lanes c, lanes d) {
  lanes ab = ASN_LOWER_IN_TURN(a, b) + ASN_HIGHER_IN_TURN(a, b);
  lanes cd = ASN_LOWER_IN_TURN(c, d) + ASN_HIGHER_IN_TURN(c, d);
  return fold(ASN_LOWER(ab, cd) + ASN_HIGHER(ab, cd));
}

#endif
