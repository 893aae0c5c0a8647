// The kernels of the best instruction set of this CPU, under their plain names.
#include "variants.h"

#include <stdatomic.h>

const asn_kernels *asn_kernels_of(asn_instructions set) {
  switch (set) {
#if defined(__x86_64__)
    case asn_avx512: return asn_cpu_has_avx512() ? &asn_avx512_kernels : NULL;
    case asn_avx2: return asn_cpu_has_avx2() ? &asn_avx2_kernels : NULL;
#else
    case asn_avx512:
    case asn_avx2: return NULL;
#endif
    case asn_portable: return &asn_portable_kernels;
  }
  return NULL;
}

// Whoever comes first chooses; all choose the same.
static const asn_kernels *best(void) {
  static const asn_kernels *_Atomic chosen;
  const asn_kernels *kernels = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (kernels) return kernels;
  kernels = asn_kernels_of(asn_avx512);
  if (!kernels) kernels = asn_kernels_of(asn_avx2);
  if (!kernels) kernels = asn_kernels_of(asn_portable);
  atomic_store_explicit(&chosen, kernels, memory_order_relaxed);
  return kernels;
}

void asn_pack(const asn_source *sources, int count, size_t start, size_t n, int panel_rows,
              float *panels) {
  best()->pack(sources, count, start, n, panel_rows, panels);
}

void asn_pack_gradient(const asn_gradient *gradients, int count, size_t start, size_t n,
                       int panel_rows, float *panels) {
  best()->pack_gradient(gradients, count, start, n, panel_rows, panels);
}

void asn_pack_patches(const float *x, size_t row_stride, int channels, int height, int width,
                      size_t start, size_t n, int panel_rows, float *panels) {
  best()->pack_patches(x, row_stride, channels, height, width, start, n, panel_rows, panels);
}

void asn_multiply_activation(const float *tile, int rows, int inner, const float *panels,
                             size_t panel_stride, size_t n, const asn_activation *to, size_t start,
                             const float *const *next, int next_rows) {
  best()->multiply_activation(tile, rows, inner, panels, panel_stride, n, to, start, next,
                              next_rows);
}

void asn_multiply_moments(const float *tile, int rows, int inner, const float *panels,
                          size_t panel_stride, size_t n, float *const *y, size_t start,
                          asn_moments *moments, const float *const *next, int next_rows) {
  best()->multiply_moments(tile, rows, inner, panels, panel_stride, n, y, start, moments, next,
                           next_rows);
}

void asn_multiply_gradient(const float *tile, int rows, int inner, const float *panels,
                           size_t panel_stride, size_t n, const asn_source *sources,
                           const asn_gradient_target *targets, size_t start,
                           asn_gradient_sums *sums, const float *const *next, int next_rows) {
  best()->multiply_gradient(tile, rows, inner, panels, panel_stride, n, sources, targets, start,
                            sums, next, next_rows);
}

void asn_outer(const float *p, size_t p_stride, int p_rows, const float *q, size_t q_stride,
               int q_rows, size_t count, float *sums, size_t row_stride) {
  best()->outer(p, p_stride, p_rows, q, q_stride, q_rows, count, sums, row_stride);
}

void asn_depthwise_forward(const asn_source *x, const float *w, float shift, int images, int height,
                           int width, int stride, float *y, asn_moments *moments, float *scratch) {
  best()->depthwise_forward(x, w, shift, images, height, width, stride, y, moments, scratch);
}

void asn_depthwise_backward(const asn_gradient *g, const asn_source *x, const float *w, int images,
                            int height, int width, int stride, float *dw,
                            const asn_gradient_target *target, asn_gradient_sums *sums,
                            float *scratch) {
  best()->depthwise_backward(g, x, w, images, height, width, stride, dw, target, sums, scratch);
}

void asn_pool_forward(const asn_source *x, int images, int pixels, float *means) {
  best()->pool_forward(x, images, pixels, means);
}

void asn_pool_backward(const float *g, const asn_source *x, int images, int pixels,
                       const asn_gradient_target *target, asn_gradient_sums *sums) {
  best()->pool_backward(g, x, images, pixels, target, sums);
}
