#include "targets.h"
#include "tensor_kernels.h"

ASN_KERNEL
void asn_outer(const float *p, size_t p_stride, int p_rows, const float *q, size_t q_stride,
               int q_rows, size_t count, float *sums, size_t row_stride) {
#pragma clang fp reassociate(on)
  for (int i = 0; i < p_rows; i++) {
    for (int k = 0; k < q_rows; k++) {
      float total = 0;
      for (size_t n = 0; n < count; n++) {
        const float *a = p + n * p_stride + (size_t)i * asn_panel;
        const float *b = q + n * q_stride + (size_t)k * asn_panel;
        for (int j = 0; j < asn_panel; j++) total += a[j] * b[j];
      }
      sums[(size_t)i * row_stride + (size_t)k] += total;
    }
  }
}
