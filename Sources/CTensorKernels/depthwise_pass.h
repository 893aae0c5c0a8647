// The depthwise passes over a channel, by blocks of images that stay in the first cache.
//
// Images of a width that fills vectors are read where they are; others, and the last images where
// several go into a vector, by way of a padded copy.
#ifndef AUTOSHUFFLE_DEPTHWISE_PASS_H
#define AUTOSHUFFLE_DEPTHWISE_PASS_H

#include "depthwise_backward.h"
#include "depthwise_scratch.h"
#include "sinks.h"
#include "source.h"

// The narrowest images of whole vectors that have room for images of this width; groups is 0.
ASN_INLINE image_block fitting_block(int height, int width, int stride) {
  int side = ASN_LANES / narrowest;
  while (side > 1 && stride * ASN_LANES / side < width) side /= 2;
  int vector = stride * ASN_LANES / side, vectors = (width + vector - 1) / vector;
  return (image_block){height, side > 1 ? vector : vector * vectors, stride, side, 0};
}

// The images that are worked on at once: whole groups of about block_outputs outputs.
ASN_INLINE int images_at_once(const image_block *b) {
  int inputs = block_outputs * b->stride * b->stride, group = b->side * b->height * b->width;
  return b->side * (group < inputs ? inputs / group : 1);
}

// Copies `rows` rows out of wider ones; to may be from.
ASN_INLINE void crop_rows(const float *from, int pitch, int rows, int width, float *to) {
  for (int i = 0; i < rows; i++) {
    memmove(to + (size_t)i * (size_t)width, from + (size_t)i * (size_t)pitch,
            (size_t)width * sizeof(float));
  }
}

// The elements start ..< start + rows * width of a source, as rows of width `pitch` with zeros
// behind, and rows of zeros up to all_rows.
static void pad_source(const asn_source *x, size_t start, int rows, int width, int all_rows,
                       int pitch, float *to) {
  memset(to, 0, (size_t)all_rows * (size_t)pitch * sizeof(float));
  const float *from = x->x + start;
  for (int i = 0; i < rows; i++, from += width, to += pitch) {
    for (int j = 0; j < width; j++) to[j] = read_source(x, from[j]);
  }
}

static void pad_gradient(const asn_gradient *g, size_t start, int rows, int width, int all_rows,
                         int pitch, float *to) {
  memset(to, 0, (size_t)all_rows * (size_t)pitch * sizeof(float));
  const float *h = g->h + start, *y = g->y ? g->y + start : NULL;
  for (int i = 0; i < rows; i++, h += width, to += pitch) {
    for (int j = 0; j < width; j++) to[j] = read_gradient(g, h[j], y ? y[j] : g->mean);
    if (y) y += width;
  }
}

static void depthwise_forward(const asn_source *x, const float *w, float shift, int images,
                              int height, int width, int stride, float *y, asn_moments *moments,
                              float *scratch) {
  image_block b = fitting_block(height, width, stride);
  int rows = (height + stride - 1) / stride, columns = (width + stride - 1) / stride;
  size_t area = (size_t)height * (size_t)width, out_area = (size_t)rows * (size_t)columns;
  int at_once = images_at_once(&b);
  for (int first = 0, count; first < images; first += count, y += (size_t)count * out_area) {
    count = images - first < at_once ? images - first : at_once;
    size_t start = (size_t)first * area;
    if (b.width == width && count >= b.side) {
      b.groups = count / b.side;
      count = b.groups * b.side;
      asn_source block = *x;
      block.x += start;
      pass_numbers numbers = spread_numbers(&block, w);
      forward_block(b, block.x, &numbers, shift, y);
    } else {
      b.groups = (count + b.side - 1) / b.side;
      int all = b.groups * b.side, pitch = b.width / stride;
      float *result = scratch + depthwise_buffer(height, width);
      pad_source(x, start, count * height, width, all * height, b.width, scratch);
      asn_source block = {scratch, 0, 1, 0, -INFINITY};
      pass_numbers numbers = spread_numbers(&block, w);
      forward_block(b, block.x, &numbers, shift, result);
      crop_rows(result, pitch, count * rows, columns, y);
    }
    if (moments) store_moments(y, (size_t)count * out_area, NULL, moments);
  }
}

static void depthwise_backward(const asn_gradient *g, const asn_source *x, const float *w,
                               int images, int height, int width, int stride, float *dw,
                               const asn_gradient_target *target, asn_gradient_sums *sums,
                               float *scratch) {
  image_block b = fitting_block(height, width, stride);
  int rows = (height + stride - 1) / stride, columns = (width + stride - 1) / stride;
  size_t area = (size_t)height * (size_t)width, out_area = (size_t)rows * (size_t)columns;
  size_t buffer = depthwise_buffer(height, width);
  int at_once = images_at_once(&b);
  float *carry = scratch + 3 * buffer;
  double totals[9] = {0};
  for (int first = 0, count; first < images; first += count) {
    count = images - first < at_once ? images - first : at_once;
    size_t start = (size_t)first * area, out_start = (size_t)first * out_area;
    if (b.width == width && count >= b.side) {
      b.groups = count / b.side;
      count = b.groups * b.side;
      asn_source block = *x;
      asn_gradient gradient = *g;
      asn_gradient_target to = *target;
      block.x += start;
      gradient.h += out_start;
      if (gradient.y) gradient.y += out_start;
      to.h += start;
      pass_numbers numbers = spread_numbers(&block, w);
      backward_job job = {b, gradient, block.x, &numbers, to, carry};
      backward_block(&job, totals, sums);
    } else {
      b.groups = (count + b.side - 1) / b.side;
      int all = b.groups * b.side;
      float *gradients = scratch + buffer, *result = scratch + 2 * buffer;
      pad_source(x, start, count * height, width, all * height, b.width, scratch);
      pad_gradient(g, out_start, count * rows, columns, all * rows, b.width / stride, gradients);
      asn_source block = {scratch, 0, 1, 0, -INFINITY};
      asn_gradient gradient = {gradients, NULL, 1, 0, 0, 0};
      asn_gradient_target to = {result, 0, 0};
      pass_numbers numbers = spread_numbers(&block, w);
      backward_job job = {b, gradient, block.x, &numbers, to, carry};
      backward_block(&job, totals, sums);
      crop_rows(result, b.width, count * height, width, result);
      store_gradient(result, start, (size_t)count * area, x, target, sums);
    }
  }
  for (int k = 0; dw && k < 9; k++) dw[k] = (float)totals[k];
}

#endif
