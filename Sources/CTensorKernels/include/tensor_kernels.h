// The float32 kernels of training and inference, on channel rows: a row holds the images * height *
// width floats of one channel.
//
// Those of ASN_EACH_KERNEL exist for several instruction sets, with the choice made by the CPU
// (dispatch.c). No kernel allocates; where scratch is needed, the caller hands it in. Pointers named
// differently must not overlap unless a comment allows it.
#ifndef AUTOSHUFFLE_TENSOR_KERNELS_H
#define AUTOSHUFFLE_TENSOR_KERNELS_H

#include <stddef.h>

// Whether this CPU and operating system run AVX-512 (F, BW, CD, DQ, VL); 0 off x86-64.
int asn_cpu_has_avx512(void);
// Whether this CPU and operating system run AVX2 and FMA; 0 off x86-64.
int asn_cpu_has_avx2(void);
// Whether this was compiled for the thread sanitizer.
int asn_is_watched_by_thread_sanitizer(void);

// A convolution reads its input through the batch norm and rectifier of the layer before, and its
// output's gradient through the batch norm behind it; neither is ever stored. What is stored are
// raw convolution outputs, and gradients h of what the norms put out: the sum of what readers
// contribute, set to 0 by the last of them where the rectifier is closed.

// A channel as a reader sees it: max((x - mean) * scale + shift, floor) for each element of a row.
//
// floor is 0 behind a rectifier and -infinity elsewhere; mean 0, scale 1, shift 0 is the row
// itself. A value that is not a number stays one.
typedef struct {
  const float *x;
  float mean, scale, shift, floor;
} asn_source;

// The gradient of a raw row y behind a batch norm, h * scale + (y - mean) * slope + offset; with y
// NULL, h * scale + offset.
typedef struct {
  const float *h, *y;
  float scale, mean, slope, offset;
} asn_gradient;

// Count, mean, and sum of squared deviations from the mean, of values seen so far.
typedef struct {
  double count, mean, squares;
} asn_moments;

// Sums of a gradient h, and of h * (x - mean) over the row x that it belongs to.
typedef struct {
  double sum, dot;
} asn_gradient_sums;

// Where the gradient of a source goes: to the row h, which is overwritten or added to.
//
// If finish, what is stored is the sum where the source exceeds its floor and 0 elsewhere, and the
// sums run over what is stored; else it waits for further summands.
typedef struct {
  float *h;
  int accumulate, finish;
} asn_gradient_target;

// What becomes of a row c of a product: y = max(c + shift + residual, floor).
//
// residual may be NULL, and it may be y. A value that is not a number stays one.
typedef struct {
  const float *residual;
  float *y;
  float shift, floor;
} asn_activation;

// --- panels.h ---

// Blocks of rows are multiplied as panels: panel p holds elements 32p ..< 32p + 32 of every row,
// row after row, so that element j of row r is at [(j / 32) * rows * 32 + r * 32 + j % 32].
enum { asn_panel = 32 };

// Writes elements start ..< start + n of count sources as rows of panels of panel_rows rows each;
// the last panel is filled up with zeros. The first source goes to the row that `panels` points to.
void asn_pack(const asn_source *sources, int count, size_t start, size_t n, int panel_rows,
              float *panels);

// The same for gradients.
void asn_pack_gradient(const asn_gradient *gradients, int count, size_t start, size_t n,
                       int panel_rows, float *panels);

// The same for 3x3 patches, padding 1, of channels whose rows are row_stride floats apart: row 9c +
// 3a + b holds x_c[i + a - 1][j + b - 1] for pixels start ..< start + n in the order image, i, j.
void asn_pack_patches(const float *x, size_t row_stride, int channels, int height, int width,
                      size_t start, size_t n, int panel_rows, float *panels);

// --- multiply.h, tiles.c ---

// Rows of a matrix that are multiplied at once.
enum { asn_tile = 12 };

// The floats of a tiled matrix: rows rounded up to whole tiles, times inner.
size_t asn_tiled_count(int rows, int inner);

// Stores a matrix, whose entry (i, k) is at w[i * row_step + k * inner_step], in tiles of asn_tile
// rows: tile t holds entry (i, k) at [t * inner * asn_tile + k * asn_tile + i % asn_tile]; rows
// that do not exist are 0.
void asn_tile_matrix(const float *w, int rows, int inner, size_t row_step, size_t inner_step,
                     float *tiles);

// Products c of rows 0 ..< rows <= asn_tile of a tile with n columns of panels, which have inner
// rows and are panel_stride floats apart, and what becomes of them: they go to elements start ..<
// start + n of rows elsewhere.
//
// Meanwhile the first n elements behind the pointers next[0 ..< next_rows] are fetched from memory.

// To activations.
void asn_multiply_activation(const float *tile, int rows, int inner, const float *panels,
                             size_t panel_stride, size_t n, const asn_activation *to, size_t start,
                             const float *const *next, int next_rows);

// To rows y; adds their moments, which have all seen as many values so far. n is at most 1024.
//
// The squares are sums of n deviations in float, from the mean so far or, if fewer than n values
// were seen, from that of the first m = min(n, a vector or more) of these; in double beyond. What
// the latter misses of the mean of all n enters the sums at most n / m times as large as the
// result.
void asn_multiply_moments(const float *tile, int rows, int inner, const float *panels,
                          size_t panel_stride, size_t n, float *const *y, size_t start,
                          asn_moments *moments, const float *const *next, int next_rows);

// To the targets of gradients of sources; adds to the targets' sums, in float over n.
void asn_multiply_gradient(const float *tile, int rows, int inner, const float *panels,
                           size_t panel_stride, size_t n, const asn_source *sources,
                           const asn_gradient_target *targets, size_t start,
                           asn_gradient_sums *sums, const float *const *next, int next_rows);

// --- outer.h ---

// sums[i * row_stride + k] += dot product of row i of p and row k of q over `count` panels, which
// are p_stride and q_stride floats apart. Bound: what was there and 32 * count products, summed in
// any order. Blocks of 16 panels are summed in one go.
void asn_outer(const float *p, size_t p_stride, int p_rows, const float *q, size_t q_stride,
               int q_rows, size_t count, float *sums, size_t row_stride);

// --- depthwise_pass.h, depthwise_pass.c ---

// The floats of scratch that the two passes need for images of height * width.
size_t asn_depthwise_pass_scratch(int height, int width);

// y = the 3x3 correlation of a source, with padding 1, and the weights w, row by row, plus shift;
// adds the moments of y to *moments, which may be NULL.
void asn_depthwise_forward(const asn_source *x, const float *w, float shift, int images, int height,
                           int width, int stride, float *y, asn_moments *moments, float *scratch);

// The gradients of the nine weights, dw, which may be NULL, and of the source, from that of y. The
// target's row may be the gradient's h if stride is 1. Sums are in float over about 1024 elements,
// or an image if that is larger, and in double beyond.
void asn_depthwise_backward(const asn_gradient *g, const asn_source *x, const float *w, int images,
                            int height, int width, int stride, float *dw,
                            const asn_gradient_target *target, asn_gradient_sums *sums,
                            float *scratch);

// --- pooling_pass.h ---

// means[i] = mean over the pixels of image i of a source.
void asn_pool_forward(const asn_source *x, int images, int pixels, float *means);

// Brings the gradient g[i] / pixels of every pixel of image i of a source to its target.
void asn_pool_backward(const float *g, const asn_source *x, int images, int pixels,
                       const asn_gradient_target *target, asn_gradient_sums *sums);

// --- sgd.c ---

// A step of gradient descent with momentum: with d = gradient + decay * value, velocity becomes v =
// momentum * velocity + d, and value loses rate * (d + momentum * v) if nesterov, else rate * v.
void asn_sgd_step(const float *gradient, size_t n, float rate, float momentum, float decay,
                  int nesterov, float *velocity, float *value);

// --- dispatch.c ---

// The instruction sets that kernels exist for.
typedef enum { asn_portable, asn_avx2, asn_avx512 } asn_instructions;

// The kernels above that each instruction set has.
#define ASN_EACH_KERNEL(DO)                                                                 \
  DO(pack) DO(pack_gradient) DO(pack_patches) DO(multiply_activation) DO(multiply_moments)  \
  DO(multiply_gradient) DO(outer) DO(depthwise_forward) DO(depthwise_backward)              \
  DO(pool_forward) DO(pool_backward)

// The kernels in one instruction set; asn_pack and the others are those of the best one.
typedef struct {
#define ASN_FIELD(name) __typeof__(asn_##name) *name;
  ASN_EACH_KERNEL(ASN_FIELD)
#undef ASN_FIELD

  // What becomes of rows in memory (sinks.h). Adds the moments of c[0..<n] to *moments, and copies
  // c to y, which may be NULL: float sums over blocks of 1024 deviations from a centre near the
  // mean, double beyond.
  void (*store_moments)(const float *c, size_t n, float *y, asn_moments *moments);
  // Brings a block of gradients c of elements start ..< start + n of a source to its target; sums
  // as above.
  void (*store_gradient)(const float *c, size_t start, size_t n, const asn_source *source,
                         const asn_gradient_target *target, asn_gradient_sums *sums);

  // What the machine can do at best (probes.h). Multiply-adds in registers, starting from *result,
  // which is overwritten; returns how many operations were done.
  size_t (*probe_arithmetic)(size_t rounds, float *result);
  // The sum of x[0..<n].
  float (*probe_read)(const float *x, size_t n);
  // Copies x[0..<n] to y, with stores that go through the caches.
  void (*probe_copy)(const float *x, size_t n, float *y);
  // Sets y[0..<n] to value, likewise.
  void (*probe_write)(float value, size_t n, float *y);
} asn_kernels;

// NULL if this CPU does not have the instructions.
const asn_kernels *asn_kernels_of(asn_instructions set);

#endif
