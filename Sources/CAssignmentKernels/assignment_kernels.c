#include "assignment_kernels.h"

#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
// One version a generation of vector units, chosen when the program starts; the thread sanitizer is
// not ready then.
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

CLONES
intptr_t asn_two_least(
    intptr_t n, const intptr_t *v, const intptr_t *row, intptr_t *least, intptr_t *second_least) {
  intptr_t best = INTPTR_MAX;
  for (intptr_t j = 0; j < n; j++) {
    intptr_t h = v[j] - row[j];
    best = h < best ? h : best;
  }
  intptr_t first = 0;
  while (v[first] - row[first] != best) first++;
  intptr_t second = INTPTR_MAX;
  for (intptr_t j = 0; j < n; j++) {
    intptr_t h = v[j] - row[j];
    h = j == first ? INTPTR_MAX : h;
    second = h < second ? h : second;
  }
  *least = best;
  *second_least = second;
  return first;
}

CLONES
intptr_t asn_relax(
    intptr_t n, const intptr_t *v, const intptr_t *row, intptr_t offset, intptr_t from,
    intptr_t *restrict distance, intptr_t *restrict previous, const intptr_t *closed) {
  intptr_t least = INTPTR_MAX;
  for (intptr_t j = 0; j < n; j++) {
    intptr_t d = v[j] - row[j] + offset;
    intptr_t old = distance[j];
    intptr_t new = d < old ? d : old;
    distance[j] = new;
    previous[j] = d < old ? from : previous[j];
    // All bits of INTPTR_MAX make a closed column larger than any other.
    intptr_t key = new | closed[j];
    least = key < least ? key : least;
  }
  return least;
}

CLONES
intptr_t asn_find(
    intptr_t n, intptr_t start, const intptr_t *distance, const intptr_t *closed, intptr_t value) {
  enum { block = 64 };
  intptr_t j = start;
  while (j < n) {
    intptr_t end = j + block < n ? j + block : n;
    intptr_t hits = 0;
    for (intptr_t k = j; k < end; k++) hits += (distance[k] | closed[k]) == value;
    if (hits) {
      while ((distance[j] | closed[j]) != value) j++;
      return j;
    }
    j = end;
  }
  return -1;
}
