// How a reader sees a vector of elements of a source or of a gradient: the expressions of source.h,
// for vectors. Change both together.
#ifndef AUTOSHUFFLE_READERS_H
#define AUTOSHUFFLE_READERS_H

#include "lanes.h"

typedef struct {
  lanes mean, scale, shift, floor;
} source_lanes;

ASN_INLINE source_lanes spread_source(const asn_source *s) {
  return (source_lanes){s->mean, s->scale, s->shift, s->floor};
}

ASN_INLINE lanes before_floor(const source_lanes *s, lanes x) {
  return (x - s->mean) * s->scale + s->shift;
}

ASN_INLINE lanes read_lanes(const source_lanes *s, lanes x) {
  return at_least(before_floor(s, x), s->floor);
}

// g where the gradient passes, 0 where the rectifier is closed. No comparison with a value that is
// not a number holds, and such a value must not look like a closed rectifier.
ASN_INLINE lanes where_open(const source_lanes *s, lanes x, lanes g) {
  return before_floor(s, x) <= s->floor ? (lanes)0 : g;
}

typedef struct {
  lanes scale, mean, slope, offset;
} gradient_lanes;

ASN_INLINE gradient_lanes spread_gradient(const asn_gradient *g) {
  return (gradient_lanes){g->scale, g->mean, g->slope, g->offset};
}

// An element of a gradient. With y at the mean it is h * scale + offset, which does not depend on
// y.
ASN_INLINE lanes read_gradient_lanes(const gradient_lanes *g, lanes h, lanes y) {
  return h * g->scale + ((y - g->mean) * g->slope + g->offset);
}

#endif
