// How a reader sees an element of a source or of a gradient; one expression each (and its twin for
// vectors in readers.h), so that every pass rounds alike and agrees on which rectifiers are open.
#ifndef AUTOSHUFFLE_SOURCE_H
#define AUTOSHUFFLE_SOURCE_H

#include "multiversion.h"
#include "tensor_kernels.h"

ASN_INLINE float read_source(const asn_source *s, float x) {
  float z = (x - s->mean) * s->scale + s->shift;
  return s->floor > z ? s->floor : z;
}

ASN_INLINE float read_gradient(const asn_gradient *g, float h, float y) {
  return h * g->scale + ((y - g->mean) * g->slope + g->offset);
}

#endif
