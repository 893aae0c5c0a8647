#include "targets.h"
#include "tensor_kernels.h"

ASN_KERNEL
void asn_rectifier_gradient(const float *y, const float *g, size_t n, float *dx) {
  ASN_ELEMENTWISE
  for (size_t i = 0; i < n; i++) dx[i] = y[i] > 0 ? g[i] : 0;
}
