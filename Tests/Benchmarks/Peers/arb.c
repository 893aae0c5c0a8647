// The same computations with Arb's balls and FLINT's rationals.
//
// The matrix of floats is held as balls of radius 0, made before the clock runs; fractions are no
// balls, so their conversion at the working precision belongs to the computation. Sums of squares
// are arb_dot, Arb's fastest way.
//
// usage: arb FOLDER
#include "peer.h"
#include <arb.h>
#include <arb_mat.h>
#include <flint/fmpq.h>
#include <flint/fmpq_mat.h>
#include <flint/fmpq_vec.h>

// As many bits after the binary point as the others have: P is below 128.
enum { PRECISION = 128 + 7 };

static slong rows, columns;
static fmpq_mat_t exact;
static arb_mat_t balls;
static arb_ptr ones;
static arb_t penalty, part;
static int is_dyadic;
static fmpq_t product;

static void enclose_penalty(void) {
  if (!is_dyadic) arb_mat_set_fmpq_mat(balls, exact, PRECISION);
  arb_zero(penalty);
  for (slong i = 0; i < rows; i++) {
    arb_dot(part, NULL, 0, balls->rows[i], 1, balls->rows[i], 1, columns, PRECISION);
    arb_sqrt(part, part, PRECISION);
    arb_sub(penalty, penalty, part, PRECISION);
    // The entries are nonnegative, as |x| of every ball would be slower.
    arb_dot(part, NULL, 0, balls->rows[i], 1, ones, 1, columns, PRECISION);
    arb_mul_2exp_si(part, part, 1);
    arb_add(penalty, penalty, part, PRECISION);
  }
  for (slong j = 0; j < columns; j++) {
    arb_ptr column = balls->entries + j;
    arb_dot(part, NULL, 0, column, columns, column, columns, rows, PRECISION);
    arb_sqrt(part, part, PRECISION);
    arb_sub(penalty, penalty, part, PRECISION);
  }
}

static const char *penalty_text(void) {
  arb_t scaled;
  fmpz_t digits;
  arb_init(scaled);
  fmpz_init(digits);
  arb_set_ui(scaled, 10);
  arb_pow_ui(scaled, scaled, 25, 4 * PRECISION);
  arb_mul(scaled, scaled, penalty, 4 * PRECISION);
  arb_floor(scaled, scaled, 4 * PRECISION);
  const char *text = "not determined";
  if (arb_get_unique_fmpz(digits, scaled)) text = peer_decimal(fmpz_get_str(NULL, 10, digits));
  arb_clear(scaled);
  fmpz_clear(digits);
  return text;
}

static void dot_product(void) {
  _fmpq_vec_dot(product, exact->rows[0], exact->rows[1], columns);
}

static const char *dot_text(void) { return fmpq_get_str(NULL, 10, product); }

static void read_matrix(const char *folder, const char *file) {
  int r, c;
  mpq_t *values = peer_read(folder, file, &r, &c);
  rows = r;
  columns = c;
  fmpq_mat_init(exact, rows, columns);
  for (slong k = 0; k < rows * columns; k++)
    fmpq_set_mpq(fmpq_mat_entry(exact, k / columns, k % columns), values[k]);
}

int main(int count, char **arguments) {
  if (count != 2) return 1;
  arb_init(penalty);
  arb_init(part);
  fmpq_init(product);
  const char *penalties[] = {"float32-64", "trained-64", "fractions-64"};
  for (int k = 0; k < 3; k++) {
    char file[64], name[64];
    snprintf(file, sizeof file, "penalty-%s.txt", penalties[k]);
    snprintf(name, sizeof name, "penalty/%s", penalties[k]);
    read_matrix(arguments[1], file);
    is_dyadic = k < 2;
    arb_mat_init(balls, rows, columns);
    // Wide enough for every float, so that the balls are exact.
    if (is_dyadic) arb_mat_set_fmpq_mat(balls, exact, 1024);
    ones = _arb_vec_init(columns);
    for (slong j = 0; j < columns; j++) arb_one(ones + j);
    peer_sample("arb", name, enclose_penalty, penalty_text);
  }
  const char *products[] = {"float32-1024", "fractions-256"};
  for (int k = 0; k < 2; k++) {
    char file[64], name[64];
    snprintf(file, sizeof file, "dot-%s.txt", products[k]);
    snprintf(name, sizeof name, "dot/%s", products[k]);
    read_matrix(arguments[1], file);
    peer_sample("flint", name, dot_product, dot_text);
  }
  return 0;
}
