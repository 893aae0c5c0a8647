// Weight matrices in the order in which a product reads them.
#include "multiversion.h"
#include "tensor_kernels.h"

size_t asn_tiled_count(int rows, int inner) {
  return (size_t)((rows + asn_tile - 1) / asn_tile) * asn_tile * (size_t)inner;
}

// One tile of which `rows` rows exist; inlined with constant rows and a constant step for the
// networks' matrices.
ASN_INLINE void fill_tile(int rows, const float *w, int inner, size_t row_step, size_t inner_step,
                          float *tile) {
  for (int k = 0; k < inner; k++, w += inner_step, tile += asn_tile) {
    for (int i = 0; i < rows; i++) tile[i] = w[(size_t)i * row_step];
    for (int i = rows; i < asn_tile; i++) tile[i] = 0;
  }
}

typedef float four __attribute__((ext_vector_type(4)));
typedef float four_in_memory __attribute__((ext_vector_type(4), aligned(4), may_alias));

// The transpose of four rows and columns.
ASN_INLINE void turn_four(const float *w, size_t row_step, float *to) {
  four rows[4], low[2], high[2];
  for (int i = 0; i < 4; i++) rows[i] = *(const four_in_memory *)(w + (size_t)i * row_step);
  for (int i = 0; i < 2; i++) {
    low[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 4, 1, 5);
    high[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 6, 3, 7);
  }
  *(four_in_memory *)to = __builtin_shufflevector(low[0], low[1], 0, 1, 4, 5);
  *(four_in_memory *)(to + asn_tile) = __builtin_shufflevector(low[0], low[1], 2, 3, 6, 7);
  *(four_in_memory *)(to + 2 * asn_tile) = __builtin_shufflevector(high[0], high[1], 0, 1, 4, 5);
  *(four_in_memory *)(to + 3 * asn_tile) = __builtin_shufflevector(high[0], high[1], 2, 3, 6, 7);
}

// A whole tile of a matrix whose rows are consecutive.
static void turn_tile(const float *w, int inner, size_t row_step, float *tile) {
  int k = 0;
  for (; k + 4 <= inner; k += 4) {
    for (int i = 0; i < asn_tile; i += 4) {
      turn_four(w + k + (size_t)i * row_step, row_step, tile + k * asn_tile + i);
    }
  }
  fill_tile(asn_tile, w + k, inner - k, row_step, 1, tile + k * asn_tile);
}

void asn_tile_matrix(const float *w, int rows, int inner, size_t row_step, size_t inner_step,
                     float *tiles) {
  for (int first = 0; first < rows; first += asn_tile) {
    const float *top = w + (size_t)first * row_step;
    if (rows - first < asn_tile) {
      fill_tile(rows - first, top, inner, row_step, inner_step, tiles);
    } else if (row_step == 1) {
      fill_tile(asn_tile, top, inner, 1, inner_step, tiles);
    } else if (inner_step == 1) {
      turn_tile(top, inner, row_step, tiles);
    } else {
      fill_tile(asn_tile, top, inner, row_step, inner_step, tiles);
    }
    tiles += (size_t)inner * asn_tile;
  }
}
