#include "source.h"

#include <string.h>

static int extent(int n, int stride) { return (n + stride - 1) / stride; }

static size_t pixels_of(int height, int width) { return (size_t)height * (size_t)width; }

size_t asn_depthwise_pass_scratch(int height, int width) {
  return 3 * pixels_of(height, width);
}

ASN_KERNEL
void asn_depthwise_forward(const asn_source *x, const float *w, float shift, int images, int height,
                           int width, int stride, float *y, asn_moments *moments, float *scratch) {
  int rows = extent(height, stride), columns = extent(width, stride);
  for (int n = 0; n < images; n++) {
    const float *image = x->x + (size_t)n * pixels_of(height, width);
    float *out = y + (size_t)n * pixels_of(rows, columns);
    for (int i = 0; i < height * width; i++) scratch[i] = read_source(x, image[i]);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < 9; k++) {
          int a = stride * i + k / 3 - 1, b = stride * j + k % 3 - 1;
          if (a >= 0 && a < height && b >= 0 && b < width) sum += w[k] * scratch[a * width + b];
        }
        out[i * columns + j] = sum + shift;
      }
    }
    asn_store_moments(out, pixels_of(rows, columns), NULL, moments);
  }
}

ASN_KERNEL
void asn_depthwise_backward(const asn_gradient *g, const asn_source *x, const float *w, int images,
                            int height, int width, int stride, float *dw,
                            const asn_gradient_target *target, asn_gradient_sums *sums,
                            float *scratch) {
  int rows = extent(height, stride), columns = extent(width, stride);
  size_t in = pixels_of(height, width), out = pixels_of(rows, columns);
  float *read = scratch, *gradient = scratch + in, *result = scratch + 2 * in;
  double totals[9] = {0};
  for (int n = 0; n < images; n++) {
    for (size_t i = 0; i < in; i++) read[i] = read_source(x, x->x[(size_t)n * in + i]);
    for (size_t i = 0; i < out; i++) {
      size_t at = (size_t)n * out + i;
      gradient[i] = read_gradient(g, g->h[at], g->y ? g->y[at] : g->mean);
    }
    memset(result, 0, in * sizeof(float));
    for (int k = 0; k < 9; k++) {
      float sum = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int a = stride * i + k / 3 - 1, b = stride * j + k % 3 - 1;
          if (a < 0 || a >= height || b < 0 || b >= width) continue;
          sum += gradient[i * columns + j] * read[a * width + b];
          result[a * width + b] += gradient[i * columns + j] * w[k];
        }
      }
      totals[k] += (double)sum;
    }
    asn_store_gradient(result, (size_t)n * in, in, x, target, sums);
  }
  for (int k = 0; dw && k < 9; k++) dw[k] = (float)totals[k];
}
