#include "targets.h"
#include "tensor_kernels.h"

size_t asn_tiled_count(int rows, int inner) {
  return (size_t)((rows + asn_tile - 1) / asn_tile) * asn_tile * (size_t)inner;
}

void asn_tile_matrix(const float *w, int rows, int inner, size_t row_step, size_t inner_step,
                     float *tiles) {
  for (int first = 0; first < rows; first += asn_tile) {
    for (int k = 0; k < inner; k++) {
      for (int i = first; i < first + asn_tile; i++) {
        *tiles++ = i < rows ? w[(size_t)i * row_step + (size_t)k * inner_step] : 0;
      }
    }
  }
}

ASN_KERNEL
void asn_multiply(const float *tile, int rows, int inner, const float *panels, size_t panel_stride,
                  size_t count, float *c, size_t row_stride) {
  for (size_t p = 0; p < count; p++) {
    for (int i = 0; i < rows; i++) {
      float sums[asn_panel] = {0};
      for (int k = 0; k < inner; k++) {
        float a = tile[k * asn_tile + i];
        const float *b = panels + p * panel_stride + (size_t)k * asn_panel;
        for (int j = 0; j < asn_panel; j++) sums[j] += a * b[j];
      }
      for (int j = 0; j < asn_panel; j++) c[(size_t)i * row_stride + p * asn_panel + (size_t)j] = sums[j];
    }
  }
}
