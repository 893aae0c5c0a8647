#include "source.h"

ASN_KERNEL
void asn_pool_forward(const asn_source *x, int images, int pixels, float *means) {
#pragma clang fp reassociate(on)
  for (int n = 0; n < images; n++) {
    float sum = 0;
    for (int i = 0; i < pixels; i++) sum += read_source(x, x->x[n * pixels + i]);
    means[n] = sum / (float)pixels;
  }
}

ASN_KERNEL
void asn_pool_backward(const float *g, const asn_source *x, int images, int pixels,
                       const asn_gradient_target *target, asn_gradient_sums *sums) {
  float block[asn_block];
  for (int n = 0; n < images; n++) {
    float value = g[n] / (float)pixels;
    for (int first = 0; first < pixels; first += asn_block) {
      int count = pixels - first < asn_block ? pixels - first : asn_block;
      for (int i = 0; i < count; i++) block[i] = value;
      asn_store_gradient(block, (size_t)n * (size_t)pixels + (size_t)first, (size_t)count, x,
                         target, sums);
    }
  }
}
