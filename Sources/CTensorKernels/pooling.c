#include "targets.h"
#include "tensor_kernels.h"

ASN_KERNEL
void asn_image_means(const float *x, int images, int pixels, float *means) {
#pragma clang fp reassociate(on)
  for (int n = 0; n < images; n++) {
    const float *image = x + (size_t)n * (size_t)pixels;
    float sum = 0;
    for (int i = 0; i < pixels; i++) sum += image[i];
    means[n] = sum / (float)pixels;
  }
}

ASN_KERNEL
void asn_image_means_gradient(const float *g, int images, int pixels, float *dx) {
  for (int n = 0; n < images; n++) {
    float value = g[n] / (float)pixels;
    float *image = dx + (size_t)n * (size_t)pixels;
    for (int i = 0; i < pixels; i++) image[i] = value;
  }
}
