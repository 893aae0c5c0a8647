// The mean of each image of a channel, and its gradient.
#ifndef AUTOSHUFFLE_POOLING_PASS_H
#define AUTOSHUFFLE_POOLING_PASS_H

#include "readers.h"
#include "sinks.h"

static void pool_forward(const asn_source *x, int images, int pixels, float *means) {
  source_lanes s = spread_source(x);
  const float *image = x->x;
  size_t n = (size_t)pixels;
  for (int m = 0; m < images; m++, image += n) {
    lanes sum = 0;
    size_t i = 0;
    for (; i + ASN_LANES <= n; i += ASN_LANES) sum += read_lanes(&s, load(image + i));
    if (i < n) sum += keep_first(n - i, read_lanes(&s, load_first(n - i, image + i, 0)));
    means[m] = sum_of(sum) / (float)pixels;
  }
}

static void pool_backward(const float *g, const asn_source *x, int images, int pixels,
                          const asn_gradient_target *target, asn_gradient_sums *sums) {
  float block[asn_block + ASN_LANES];
  size_t n = (size_t)images * (size_t)pixels;
  size_t left = 0;  // pixels of the present image that are not in a block yet
  float value = 0;
  for (size_t first = 0; first < n; first += asn_block) {
    size_t count = n - first < asn_block ? n - first : asn_block;
    for (size_t i = 0; i < count;) {
      if (left == 0) {
        left = (size_t)pixels;
        value = *g++ / (float)pixels;
      }
      size_t run = left < count - i ? left : count - i;
      left -= run;
      // Whole vectors; the next image overwrites what is too much.
      for (size_t k = 0; k < run; k += ASN_LANES) store(block + i + k, value);
      i += run;
    }
    store_gradient(block, first, count, x, target, sums);
  }
}

#endif
