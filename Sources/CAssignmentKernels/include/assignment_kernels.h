// Scans of one row in the linear assignment problem, on machine words.
//
// The caller guarantees that no sum or difference overflows (see JonkerVolgenant in Birkhoff).
#ifndef AUTOSHUFFLE_ASSIGNMENT_KERNELS_H
#define AUTOSHUFFLE_ASSIGNMENT_KERNELS_H

#include <stdint.h>

// The first column with the smallest v[j] - row[j], which *least receives, and in *second_least the
// smallest value over the other columns; n >= 2.
intptr_t asn_two_least(
    intptr_t n, const intptr_t *v, const intptr_t *row, intptr_t *least, intptr_t *second_least);

// Lowers distance[j] to v[j] - row[j] + offset where that is less, and notes `from` in previous[j];
// returns the smallest distance over the columns with closed[j] = 0. Distances are not negative;
// closed[j] is 0 or INTPTR_MAX, and some column must have 0.
intptr_t asn_relax(
    intptr_t n, const intptr_t *v, const intptr_t *row, intptr_t offset, intptr_t from,
    intptr_t *distance, intptr_t *previous, const intptr_t *closed);

// The first j >= start with distance[j] = value and closed[j] = 0, or -1.
intptr_t asn_find(
    intptr_t n, intptr_t start, const intptr_t *distance, const intptr_t *closed, intptr_t value);

#endif
