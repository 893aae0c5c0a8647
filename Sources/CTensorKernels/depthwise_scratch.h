// How much scratch the depthwise passes need, in any instruction set.
#ifndef AUTOSHUFFLE_DEPTHWISE_SCRATCH_H
#define AUTOSHUFFLE_DEPTHWISE_SCRATCH_H

#include "multiversion.h"

enum {
  block_outputs = 1024,  // outputs of a block of images, so that moments are found while it is hot
  block_inputs = 4 * block_outputs,  // at stride 2
  widest_lanes = 16,
};

// The floats of a block, with rows filled up to whole vectors at stride 2.
ASN_INLINE size_t depthwise_buffer(int height, int width) {
  int pitch = (width + 2 * widest_lanes - 1) / (2 * widest_lanes) * (2 * widest_lanes);
  size_t group = (size_t)height * (size_t)pitch;
  return group < block_inputs ? block_inputs : group;
}

#endif
