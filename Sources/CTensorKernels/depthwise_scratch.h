// How much scratch the depthwise passes need, in any instruction set.
#ifndef AUTOSHUFFLE_DEPTHWISE_SCRATCH_H
#define AUTOSHUFFLE_DEPTHWISE_SCRATCH_H

#include "targets.h"

enum {
  depthwise_pixels = 2048,  // pixels of a block of images, and the summands of a float sum
  widest_lanes = 16,
};

// The floats of a block, with rows filled up to whole vectors at stride 2.
ASN_INLINE size_t depthwise_buffer(int height, int width) {
  int pitch = (width + 2 * widest_lanes - 1) / (2 * widest_lanes) * (2 * widest_lanes);
  size_t group = (size_t)height * (size_t)pitch;
  return group < depthwise_pixels ? depthwise_pixels : group;
}

#endif
