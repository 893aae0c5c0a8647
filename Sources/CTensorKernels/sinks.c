#include "source.h"

#include <string.h>

ASN_KERNEL
void asn_store_moments(const float *c, size_t n, float *y, asn_moments *moments) {
  if (y) memcpy(y, c, n * sizeof(float));
  if (!moments || n == 0) return;
  double mean, variance;
  asn_moments_of(c, n, &mean, &variance);
  // Chan, Golub, LeVeque: the moments of a union from those of its parts.
  double count = moments->count + (double)n, step = mean - moments->mean;
  moments->squares +=
      variance * (double)n + step * step * (moments->count * (double)n / count);
  moments->mean += step * ((double)n / count);
  moments->count = count;
}

ASN_KERNEL
void asn_store_gradient(const float *c, size_t start, size_t n, const asn_source *source,
                        const asn_gradient_target *target, asn_gradient_sums *sums) {
#pragma clang fp reassociate(on)
  const float *x = source->x + start;
  float *h = target->h + start;
  for (size_t first = 0; first < n; first += asn_block) {
    size_t end = first + asn_block < n ? first + asn_block : n;
    float sum = 0, dot = 0;
    for (size_t i = first; i < end; i++) {
      float g = target->accumulate ? h[i] + c[i] : c[i];
      if (target->finish) {
        g = is_open(source, x[i]) ? g : 0;
        sum += g;
        dot += g * (x[i] - source->mean);
      }
      h[i] = g;
    }
    sums->sum += (double)sum;
    sums->dot += (double)dot;
  }
}

ASN_KERNEL
void asn_store_activation(const float *c, size_t n, float scale, float shift,
                          const float *residual, float floor, float *y) {
  for (size_t i = 0; i < n; i++) {
    float z = c[i] * scale + shift;
    if (residual) z += residual[i];
    y[i] = floor > z ? floor : z;
  }
}
