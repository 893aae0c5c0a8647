#include "targets.h"
#include "tensor_kernels.h"

ASN_KERNEL
void asn_patches(const float *x, int images, int height, int width, float *out,
                 size_t row_stride) {
  for (int k = 0; k < 9; k++) {
    int down = k / 3 - 1, right = k % 3 - 1;
    int first = right < 0 ? 1 : 0, last = right > 0 ? width - 1 : width;
    float *to = out + (size_t)k * row_stride;
    for (int n = 0; n < images; n++) {
      const float *image = x + (size_t)n * (size_t)height * (size_t)width;
      for (int i = 0; i < height; i++, to += width) {
        int y = i + down;
        if (y < 0 || y >= height) {
          for (int j = 0; j < width; j++) to[j] = 0;
          continue;
        }
        const float *from = image + (size_t)y * (size_t)width;
        to[0] = 0;
        to[width - 1] = 0;
        for (int j = first; j < last; j++) to[j] = from[j + right];
      }
    }
  }
}
