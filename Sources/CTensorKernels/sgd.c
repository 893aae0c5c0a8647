#include "multiversion.h"
#include "tensor_kernels.h"

ASN_CLONES
void asn_sgd_step(const float *gradient, size_t n, float rate, float momentum, float decay,
                  int nesterov, float *velocity, float *value) {
  ASN_ELEMENTWISE
  for (size_t i = 0; i < n; i++) {
    float d = gradient[i] + decay * value[i];
    float v = momentum * velocity[i] + d;
    velocity[i] = v;
    value[i] -= rate * (nesterov ? d + momentum * v : v);
  }
}
