// Float32 kernels that act on one channel at a time: a row of images * height * width floats.
//
// Each is a plain loop that the compiler vectorises, built for several instruction sets with the
// choice made at load time (see targets.h). No kernel allocates; where scratch is needed, the caller
// hands it in. Pointers named differently must not overlap unless a comment allows it.
#ifndef AUTOSHUFFLE_TENSOR_KERNELS_H
#define AUTOSHUFFLE_TENSOR_KERNELS_H

#include <stddef.h>

// Whether this CPU and operating system run AVX-512 (F, BW, CD, DQ, VL); 0 off x86-64.
int asn_cpu_has_avx512(void);
// Whether this CPU and operating system run AVX2 and FMA; 0 off x86-64.
int asn_cpu_has_avx2(void);

// --- batch_norm.c ---

// Mean and biased variance of x[0..<n]; two passes, float sums over blocks of 1024, double beyond.
void asn_moments(const float *x, size_t n, double *mean, double *variance);

// y = (x - mean) * scale + shift, then max(., 0) if rectify; y may be x.
void asn_normalise(const float *x, size_t n, float mean, float scale, float shift, int rectify,
                   float *y);

// y = max((x - mean) * scale + shift + residual, 0).
void asn_normalise_add_rectify(const float *x, size_t n, float mean, float scale, float shift,
                               const float *residual, float *y);

// The sums of h and of h * (x - mean), where h is the gradient g, or, if rectify, g where the
// output of asn_normalise is positive and 0 elsewhere.
void asn_normalise_gradient_sums(const float *x, const float *g, size_t n, float mean, float scale,
                                 float shift, int rectify, double *sum, double *dot);

// dx = scale * h + (x - mean) * slope + offset, with h as above; dx may be g.
void asn_normalise_gradient(const float *x, const float *g, size_t n, float mean, float scale,
                            float shift, int rectify, float slope, float offset, float *dx);

// --- rectifier.c ---

// dx = g where the output y of a rectifier is positive, 0 elsewhere; dx may be g.
void asn_rectifier_gradient(const float *y, const float *g, size_t n, float *dx);

// --- depthwise.c ---

// The floats of scratch that the depthwise kernels need for images of height * width.
size_t asn_depthwise_scratch(int height, int width);

// 3x3 correlation with padding 1: y[i][j] = sum_ab w[3a + b] x[stride*i + a - 1][stride*j + b - 1].
// x holds images of height * width, y images of ceil(height/stride) * ceil(width/stride);
// stride is 1 or 2.
void asn_depthwise(const float *x, const float *w, int images, int height, int width, int stride,
                   float *y, float *scratch);

// The gradient dx of x, of images of height * width, from the gradient g of y.
void asn_depthwise_input_gradient(const float *g, const float *w, int images, int height, int width,
                                  int stride, float *dx, float *scratch);

// The gradient dw of the nine weights; float sums over blocks of about 1024 pixels, double beyond.
void asn_depthwise_weight_gradient(const float *x, const float *g, int images, int height, int width,
                                   int stride, float *dw, float *scratch);

// --- patches.c ---

// The nine rows of the 3x3 patches (padding 1) of one channel: row 3a + b of out, rows apart by
// row_stride floats, holds x[i + a - 1][j + b - 1], 0 outside the image, in the order image, i, j.
void asn_patches(const float *x, int images, int height, int width, float *out, size_t row_stride);

// --- pooling.c ---

// means[i] = mean of the pixels of image i.
void asn_image_means(const float *x, int images, int pixels, float *means);

// dx = g[i] / pixels for every pixel of image i.
void asn_image_means_gradient(const float *g, int images, int pixels, float *dx);

#endif
