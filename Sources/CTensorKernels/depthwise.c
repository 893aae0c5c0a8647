// Depthwise 3x3 kernels on a padded copy of a block of images.
//
// In the padded layout every image row is followed by one zero column and every image by one zero
// row, and the block is preceded by a zero row and a zero: the left neighbour of a row's first pixel
// is then the zero that ends the row before. Neighbours are at constant distances, so each kernel is
// one flat loop over all pixels and padding, whatever the image size. Stride 2 is stride 1 with
// three quarters of the outputs dropped, or with their gradients set to 0.
#include "targets.h"
#include "tensor_kernels.h"

#include <string.h>

typedef struct {
  int height, width;
  size_t pitch;  // floats of a padded row
  size_t area;   // floats of a padded image
  int images;    // images in a full block
} layout;

ASN_INLINE layout layout_of(int height, int width) {
  layout l = {height, width, (size_t)width + 1, ((size_t)height + 1) * ((size_t)width + 1), 1};
  if (l.area < asn_block) l.images = (int)(asn_block / l.area);
  return l;
}

// The floats of one padded block: the images, a zero row and a zero before, a zero behind.
ASN_INLINE size_t block_floats(layout l) {
  return (size_t)l.images * l.area + l.pitch + 2;
}

size_t asn_depthwise_scratch(int height, int width) {
  return 2 * block_floats(layout_of(height, width));
}

ASN_INLINE void copy_rows(const float *from, size_t from_pitch, float *to, size_t to_pitch,
                          int rows, int width) {
  for (int i = 0; i < rows; i++) {
    memcpy(to + (size_t)i * to_pitch, from + (size_t)i * from_pitch,
           (size_t)width * sizeof(float));
  }
}

// The widths of the networks get copies of constant size.
ASN_INLINE void copy_image(const float *from, size_t from_pitch, float *to, size_t to_pitch,
                           int rows, int width) {
  switch (width) {
    case 4: copy_rows(from, from_pitch, to, to_pitch, rows, 4); break;
    case 8: copy_rows(from, from_pitch, to, to_pitch, rows, 8); break;
    case 16: copy_rows(from, from_pitch, to, to_pitch, rows, 16); break;
    case 32: copy_rows(from, from_pitch, to, to_pitch, rows, 32); break;
    default: copy_rows(from, from_pitch, to, to_pitch, rows, width); break;
  }
}

ASN_INLINE int strided(int extent, int stride) { return (extent + stride - 1) / stride; }

// Copies images, given at every stride-th row and column, to their places in the padded block.
ASN_INLINE void pad(layout l, const float *x, int images, int stride, float *block) {
  int rows = strided(l.height, stride), columns = strided(l.width, stride);
  float *origin = block + l.pitch + 1;
  for (int n = 0; n < images; n++) {
    float *to = origin + (size_t)n * l.area;
    if (stride == 1) {
      copy_image(x, (size_t)columns, to, l.pitch, rows, columns);
    } else {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          to[2 * (size_t)i * l.pitch + 2 * (size_t)j] = x[i * columns + j];
        }
      }
    }
    x += (size_t)rows * (size_t)columns;
  }
}

// Copies every stride-th row and column of the images of a flat result, which has no zeros before.
ASN_INLINE void crop(layout l, const float *flat, int images, int stride, float *y) {
  int rows = strided(l.height, stride), columns = strided(l.width, stride);
  for (int n = 0; n < images; n++) {
    const float *from = flat + (size_t)n * l.area;
    if (stride == 1) {
      copy_image(from, l.pitch, y, (size_t)columns, rows, columns);
    } else {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y[i * columns + j] = from[2 * (size_t)i * l.pitch + 2 * (size_t)j];
        }
      }
    }
    y += (size_t)rows * (size_t)columns;
  }
}

// flat[i] = sum_ab w[3a + b] * block[i + a*pitch + b].
ASN_INLINE void correlate(const float *block, size_t pitch, const float *w, size_t n, float *flat) {
  const float *p = block, *q = block + pitch, *r = block + 2 * pitch;
  float w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3], w4 = w[4], w5 = w[5], w6 = w[6], w7 = w[7],
        w8 = w[8];
  for (size_t i = 0; i < n; i++) {
    float top = w0 * p[i] + w1 * p[i + 1] + w2 * p[i + 2];
    float middle = w3 * q[i] + w4 * q[i + 1] + w5 * q[i + 2];
    float bottom = w6 * r[i] + w7 * r[i + 1] + w8 * r[i + 2];
    flat[i] = top + middle + bottom;
  }
}

ASN_INLINE void correlate_images(const float *x, int from_stride, const float *w, int images,
                                 layout l, int to_stride, float *y, float *scratch) {
  size_t from = (size_t)strided(l.height, from_stride) * (size_t)strided(l.width, from_stride);
  size_t to = (size_t)strided(l.height, to_stride) * (size_t)strided(l.width, to_stride);
  float *block = scratch, *flat = scratch + block_floats(l);
  memset(block, 0, block_floats(l) * sizeof(float));
  for (int n = 0; n < images; n += l.images) {
    int count = images - n < l.images ? images - n : l.images;
    pad(l, x + (size_t)n * from, count, from_stride, block);
    // The last image's zero row needs no output, and has no row below to read.
    correlate(block, l.pitch, w, (size_t)count * l.area - l.pitch, flat);
    crop(l, flat, count, to_stride, y + (size_t)n * to);
  }
}

ASN_KERNEL
void asn_depthwise(const float *x, const float *w, int images, int height, int width, int stride,
                   float *y, float *scratch) {
  correlate_images(x, 1, w, images, layout_of(height, width), stride, y, scratch);
}

ASN_KERNEL
void asn_depthwise_input_gradient(const float *g, const float *w, int images, int height, int width,
                                  int stride, float *dx, float *scratch) {
  float flipped[9];
  for (int k = 0; k < 9; k++) flipped[k] = w[8 - k];
  correlate_images(g, stride, flipped, images, layout_of(height, width), 1, dx, scratch);
}

ASN_KERNEL
void asn_depthwise_weight_gradient(const float *x, const float *g, int images, int height, int width,
                                   int stride, float *dw, float *scratch) {
#pragma clang fp reassociate(on)
  layout l = layout_of(height, width);
  size_t x_image = (size_t)height * (size_t)width;
  size_t g_image = (size_t)strided(height, stride) * (size_t)strided(width, stride);
  float *x_block = scratch, *g_block = scratch + block_floats(l);
  memset(scratch, 0, 2 * block_floats(l) * sizeof(float));
  double total[9] = {0};
  for (int n = 0; n < images; n += l.images) {
    int count = images - n < l.images ? images - n : l.images;
    pad(l, x + (size_t)n * x_image, count, 1, x_block);
    pad(l, g + (size_t)n * g_image, count, stride, g_block);
    const float *c = g_block + l.pitch + 1;
    const float *p = x_block, *q = p + l.pitch, *r = q + l.pitch;
    size_t flat = (size_t)count * l.area - l.pitch;
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0;
    for (size_t i = 0; i < flat; i++) {
      s0 += c[i] * p[i], s1 += c[i] * p[i + 1], s2 += c[i] * p[i + 2];
      s3 += c[i] * q[i], s4 += c[i] * q[i + 1], s5 += c[i] * q[i + 2];
      s6 += c[i] * r[i], s7 += c[i] * r[i + 1], s8 += c[i] * r[i + 2];
    }
    const float sums[9] = {s0, s1, s2, s3, s4, s5, s6, s7, s8};
    for (int k = 0; k < 9; k++) total[k] += (double)sums[k];
  }
  for (int k = 0; k < 9; k++) dw[k] = (float)total[k];
}
