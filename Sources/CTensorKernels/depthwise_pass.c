#include "tensor_kernels.h"

#include "depthwise_scratch.h"

// Padded source, padded gradient, result, and the vectors that one strip hands to the next.
size_t asn_depthwise_pass_scratch(int height, int width) {
  return 3 * depthwise_buffer(height, width) + (size_t)height * widest_lanes;
}
