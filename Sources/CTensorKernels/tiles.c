// Weight matrices in the order in which a product reads them.
#include "targets.h"
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

void asn_tile_matrix(const float *w, int rows, int inner, size_t row_step, size_t inner_step,
                     float *tiles) {
  for (int first = 0; first < rows; first += asn_tile) {
    const float *top = w + (size_t)first * row_step;
    if (rows - first < asn_tile) {
      fill_tile(rows - first, top, inner, row_step, inner_step, tiles);
    } else if (row_step == 1) {
      fill_tile(asn_tile, top, inner, 1, inner_step, tiles);
    } else {
      fill_tile(asn_tile, top, inner, row_step, inner_step, tiles);
    }
    tiles += (size_t)inner * asn_tile;
  }
}
