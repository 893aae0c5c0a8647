#include "targets.h"
#include "tensor_kernels.h"

// One expression, so that forward and backward round alike and agree on which outputs are positive.
ASN_INLINE float normalised(float x, float mean, float scale, float shift) {
  return (x - mean) * scale + shift;
}

ASN_KERNEL
void asn_moments_of(const float *x, size_t n, double *mean, double *variance) {
#pragma clang fp reassociate(on)
  double total = 0;
  for (size_t start = 0; start < n; start += asn_block) {
    size_t end = start + asn_block < n ? start + asn_block : n;
    float sum = 0;
    for (size_t i = start; i < end; i++) sum += x[i];
    total += (double)sum;
  }
  double centre = total / (double)n;
  float c = (float)centre;
  double squares = 0, residue = 0;
  for (size_t start = 0; start < n; start += asn_block) {
    size_t end = start + asn_block < n ? start + asn_block : n;
    float sum = 0, square = 0;
    for (size_t i = start; i < end; i++) {
      float d = x[i] - c;
      sum += d;
      square += d * d;
    }
    residue += (double)sum;
    squares += (double)square;
  }
  // c is only near the mean: the first-order correction makes both moments as good as their sums.
  double shift = residue / (double)n;
  *mean = (double)c + shift;
  double v = squares / (double)n - shift * shift;
  *variance = v > 0 ? v : 0;
}

ASN_KERNEL
void asn_normalise(const float *x, size_t n, float mean, float scale, float shift, int rectify,
                   float *y) {
  if (rectify) {
    ASN_ELEMENTWISE
    for (size_t i = 0; i < n; i++) {
      float z = normalised(x[i], mean, scale, shift);
      y[i] = z > 0 ? z : 0;
    }
  } else {
    ASN_ELEMENTWISE
    for (size_t i = 0; i < n; i++) y[i] = normalised(x[i], mean, scale, shift);
  }
}

ASN_KERNEL
void asn_normalise_add_rectify(const float *x, size_t n, float mean, float scale, float shift,
                               const float *residual, float *y) {
  for (size_t i = 0; i < n; i++) {
    float z = normalised(x[i], mean, scale, shift) + residual[i];
    y[i] = z > 0 ? z : 0;
  }
}

ASN_KERNEL
void asn_normalise_gradient_sums(const float *x, const float *g, size_t n, float mean, float scale,
                                 float shift, int rectify, double *sum, double *dot) {
#pragma clang fp reassociate(on)
  double total = 0, product = 0;
  for (size_t start = 0; start < n; start += asn_block) {
    size_t end = start + asn_block < n ? start + asn_block : n;
    float s = 0, p = 0;
    if (rectify) {
      for (size_t i = start; i < end; i++) {
        float h = normalised(x[i], mean, scale, shift) > 0 ? g[i] : 0;
        s += h;
        p += h * (x[i] - mean);
      }
    } else {
      for (size_t i = start; i < end; i++) {
        s += g[i];
        p += g[i] * (x[i] - mean);
      }
    }
    total += (double)s;
    product += (double)p;
  }
  *sum = total;
  *dot = product;
}

ASN_KERNEL
void asn_normalise_gradient(const float *x, const float *g, size_t n, float mean, float scale,
                            float shift, int rectify, float slope, float offset, float *dx) {
  if (rectify) {
    ASN_ELEMENTWISE
    for (size_t i = 0; i < n; i++) {
      float h = normalised(x[i], mean, scale, shift) > 0 ? g[i] : 0;
      dx[i] = scale * h + ((x[i] - mean) * slope + offset);
    }
  } else {
    ASN_ELEMENTWISE
    for (size_t i = 0; i < n; i++) dx[i] = scale * g[i] + ((x[i] - mean) * slope + offset);
  }
}
