#include "source.h"

// Where element j of a row of panels is.
ASN_INLINE size_t place(size_t j, int panel_rows) {
  return j / asn_panel * (size_t)panel_rows * asn_panel + j % asn_panel;
}

ASN_INLINE size_t filled(size_t n) { return (n + asn_panel - 1) / asn_panel * asn_panel; }

void asn_pack(const asn_source *sources, int count, size_t start, size_t n, int panel_rows,
              float *panels) {
  for (int r = 0; r < count; r++, panels += asn_panel) {
    const asn_source *s = &sources[r];
    for (size_t j = 0; j < n; j++) panels[place(j, panel_rows)] = read_source(s, s->x[start + j]);
    for (size_t j = n; j < filled(n); j++) panels[place(j, panel_rows)] = 0;
  }
}

void asn_pack_gradient(const asn_gradient *gradients, int count, size_t start, size_t n,
                       int panel_rows, float *panels) {
  for (int r = 0; r < count; r++, panels += asn_panel) {
    const asn_gradient *g = &gradients[r];
    for (size_t j = 0; j < n; j++) {
      float y = g->y ? g->y[start + j] : g->mean;
      panels[place(j, panel_rows)] = read_gradient(g, g->h[start + j], y);
    }
    for (size_t j = n; j < filled(n); j++) panels[place(j, panel_rows)] = 0;
  }
}

void asn_pack_patches(const float *x, size_t row_stride, int channels, int height, int width,
                      size_t start, size_t n, int panel_rows, float *panels) {
  size_t pixels = (size_t)height * (size_t)width;
  for (int c = 0; c < channels; c++) {
    for (int k = 0; k < 9; k++, panels += asn_panel) {
      for (size_t j = 0; j < filled(n); j++) {
        size_t image = (start + j) / pixels, pixel = (start + j) % pixels;
        long row = (long)(pixel / (size_t)width) + k / 3 - 1;
        long column = (long)(pixel % (size_t)width) + k % 3 - 1;
        int inside = j < n && row >= 0 && row < height && column >= 0 && column < width;
        panels[place(j, panel_rows)] =
            inside ? x[(size_t)c * row_stride + image * pixels +
                       (size_t)row * (size_t)width + (size_t)column]
                   : 0;
      }
    }
  }
}
