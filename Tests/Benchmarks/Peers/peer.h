// What the peers in C share: clocks, the sample line, reading fractions.
#ifndef AUTOSHUFFLE_PEER_H
#define AUTOSHUFFLE_PEER_H

#include <gmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double peer_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Times `operation` over repetitions that together take at least 0.1 s and prints one sample line.
static void peer_sample(const char *program, const char *benchmark, void (*operation)(void),
                        const char *(*result)(void)) {
  operation();
  const char *text = result();
  for (long repetitions = 1;; repetitions *= 2) {
    double wall = peer_clock(CLOCK_MONOTONIC), cpu = peer_clock(CLOCK_PROCESS_CPUTIME_ID);
    for (long k = 0; k < repetitions; k++) operation();
    wall = peer_clock(CLOCK_MONOTONIC) - wall;
    cpu = peer_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (wall >= 0.1) {
      printf("sample\t%s\t%s\t%.9g\t%.9g\t%s\n", program, benchmark, wall / (double)repetitions,
             cpu / (double)repetitions, text);
      return;
    }
  }
}

// A nonnegative integer in units of 10^-25 as a decimal; `digits` is freed.
static const char *peer_decimal(char *digits) {
  static char text[256];
  char padded[256];
  int zeros = strlen(digits) < 26 ? (int)(26 - strlen(digits)) : 0;
  snprintf(padded, sizeof padded, "%.*s%s", zeros, "00000000000000000000000000", digits);
  free(digits);
  size_t whole = strlen(padded) - 25;
  snprintf(text, sizeof text, "%.*s.%s", (int)whole, padded, padded + whole);
  return text;
}

// The fractions of a file, line by line, separated by blanks. The caller owns the array.
static mpq_t *peer_read(const char *folder, const char *file, int *rows, int *columns) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  FILE *stream = fopen(path, "r");
  if (!stream) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  mpq_t *values = NULL;
  size_t count = 0, room = 0;
  int lines = 0;
  char word[4096];
  while (fscanf(stream, "%4095s", word) == 1) {
    if (count == room) {
      room = room ? 2 * room : 1024;
      values = realloc(values, room * sizeof *values);
    }
    mpq_init(values[count]);
    if (mpq_set_str(values[count], word, 10) != 0) exit(1);
    count++;
    int next = fgetc(stream);
    if (next == '\n') lines++;
  }
  fclose(stream);
  *rows = lines;
  *columns = (int)(count / (size_t)lines);
  return values;
}

#endif
