// Rows as panels: what a product reads, in the order in which it reads it.
#ifndef AUTOSHUFFLE_PANELS_H
#define AUTOSHUFFLE_PANELS_H

#include "readers.h"

// Rows ahead whose elements are fetched: the distance between rows defeats the CPU's own prediction
// (measured from memory: 22 GB/s against 14 GB/s without).
enum { rows_ahead = 4 };

ASN_INLINE void fetch_panel(const float *from) {
  __builtin_prefetch(from);
  __builtin_prefetch(from + 16);
}

static void pack(const asn_source *sources, int count, size_t start, size_t n, int panel_rows,
                 float *panels) {
  for (int r = 0; r < count; r++, panels += asn_panel) {
    source_lanes s = spread_source(&sources[r]);
    const float *x = sources[r].x + start;
    const float *ahead = sources[r + rows_ahead < count ? r + rows_ahead : r].x + start;
    float *to = panels;
    size_t j = 0;
    for (; j + asn_panel <= n; j += asn_panel, to += (size_t)panel_rows * asn_panel) {
      fetch_panel(ahead + j);
      ASN_UNROLL for (int v = 0; v < asn_panel; v += ASN_LANES) {
        store(to + v, read_lanes(&s, load(x + j + v)));
      }
    }
    if (j == n) continue;
    for (int v = 0; v < asn_panel; v += ASN_LANES, j += ASN_LANES) {
      size_t left = lanes_left(j, n);
      store(to + v, keep_first(left, read_lanes(&s, load_first(left, x + j, 0))));
    }
  }
}

// Row r of panels of gradients, from rows with or without y; inlined with has_y constant.
ASN_INLINE void pack_gradient_row(int has_y, const asn_gradient *gradient,
                                  const asn_gradient *next, size_t start, size_t n,
                                  int panel_rows, float *to) {
  gradient_lanes g = spread_gradient(gradient);
  const float *h = gradient->h + start, *y = has_y ? gradient->y + start : NULL;
  const float *next_h = next->h + start, *next_y = has_y && next->y ? next->y + start : h;
  size_t j = 0;
  for (; j + asn_panel <= n; j += asn_panel, to += (size_t)panel_rows * asn_panel) {
    fetch_panel(next_h + j);
    if (has_y) fetch_panel(next_y + j);
    ASN_UNROLL for (int v = 0; v < asn_panel; v += ASN_LANES) {
      lanes element = load(h + j + v);
      store(to + v, has_y ? read_gradient_lanes(&g, element, load(y + j + v))
                          : element * g.scale + g.offset);
    }
  }
  if (j == n) return;
  for (int v = 0; v < asn_panel; v += ASN_LANES, j += ASN_LANES) {
    size_t left = lanes_left(j, n);
    lanes element = load_first(left, h + j, 0);
    lanes read = has_y ? read_gradient_lanes(&g, element, load_first(left, y + j, 0))
                       : element * g.scale + g.offset;
    store(to + v, keep_first(left, read));
  }
}

static void pack_gradient(const asn_gradient *gradients, int count, size_t start, size_t n,
                          int panel_rows, float *panels) {
  for (int r = 0; r < count; r++, panels += asn_panel) {
    const asn_gradient *g = &gradients[r];
    const asn_gradient *next = &gradients[r + rows_ahead < count ? r + rows_ahead : r];
    if (g->y) {
      pack_gradient_row(1, g, next, start, n, panel_rows, panels);
    } else {
      pack_gradient_row(0, g, next, start, n, panel_rows, panels);
    }
  }
}

// Elements column + right ..< column + right + run of an image row, 0 outside of it; inlined with
// run constant where that pays.
ASN_INLINE void copy_shifted(size_t run, const float *row, size_t column, size_t width, int right,
                             float *to) {
  if (right < 0) {
    to[0] = column > 0 ? row[column - 1] : 0;
    memcpy(to + 1, row + column, (run - 1) * sizeof(float));
  } else if (right > 0) {
    memcpy(to, row + column + 1, (run - 1) * sizeof(float));
    to[run - 1] = column + run < width ? row[column + run] : 0;
  } else {
    memcpy(to, row + column, run * sizeof(float));
  }
}

// Pixels start ..< start + n of images shifted by (down, right), as one row of panels.
static void pack_shifted(const float *x, size_t height, size_t width, int down, int right,
                         size_t start, size_t n, int panel_rows, float *panels) {
  const float *image = x + start / (height * width) * (height * width);
  size_t row = start / width % height, column = start % width;
  // Runs of pixels of one image row and one panel.
  for (size_t j = 0; j < n;) {
    size_t place = j % asn_panel, run = asn_panel - place;
    if (run > width - column) run = width - column;
    if (run > n - j) run = n - j;
    float *to = panels + j / asn_panel * (size_t)panel_rows * asn_panel + place;
    size_t from = row + (size_t)(down + 1);  // the row read, counted from 1
    if (from == 0 || from > height) {
      memset(to, 0, run * sizeof(float));
    } else if (run == asn_panel) {
      copy_shifted(asn_panel, image + (from - 1) * width, column, width, right, to);
    } else {
      copy_shifted(run, image + (from - 1) * width, column, width, right, to);
    }
    j += run;
    column += run;
    if (column == width) {
      column = 0;
      row++;
    }
    if (row == height) {
      row = 0;
      image += height * width;
    }
  }
  size_t place = n % asn_panel;
  if (place > 0) {
    memset(panels + n / asn_panel * (size_t)panel_rows * asn_panel + place, 0,
           (asn_panel - place) * sizeof(float));
  }
}

static void pack_patches(const float *x, size_t row_stride, int channels, int height, int width,
                         size_t start, size_t n, int panel_rows, float *panels) {
  for (int c = 0; c < channels; c++) {
    for (int k = 0; k < 9; k++, panels += asn_panel) {
      pack_shifted(x + (size_t)c * row_stride, (size_t)height, (size_t)width, k / 3 - 1, k % 3 - 1,
                   start, n, panel_rows, panels);
    }
  }
}

#endif
