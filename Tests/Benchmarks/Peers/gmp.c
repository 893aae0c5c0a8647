// The same computations written by hand on GMP's integers.
//
// usage: gmp FOLDER
#include "peer.h"

enum { BITS = 128 };

static int rows, columns;
static mpq_t *entries;

static mpz_t common, word, magnitude, lower, upper, root, rest;
static mpz_t *totals;

// The common denominator of all entries; its exponent when it is a power of two, else -1.
static long set_common(mpz_t target, const mpq_t *values, int count) {
  unsigned long exponent = 0;
  mpz_set_ui(target, 1);
  for (int k = 0; k < count; k++) {
    mpz_srcptr d = mpq_denref(values[k]);
    unsigned long own = mpz_scan1(d, 0);
    if (mpz_sizeinbase(d, 2) == own + 1) {
      if (own > exponent) exponent = own;
    } else if (!mpz_divisible_p(target, d)) {
      mpz_lcm(target, target, d);
    }
  }
  unsigned long zeros = mpz_scan1(target, 0);
  if (exponent > zeros) mpz_mul_2exp(target, target, exponent - zeros);
  size_t size = mpz_sizeinbase(target, 2);
  return mpz_scan1(target, 0) + 1 == size ? (long)size - 1 : -1;
}

static void scale(mpz_t target, const mpq_t entry, const mpz_t denominator, long exponent) {
  if (exponent >= 0) {
    mpz_mul_2exp(target, mpq_numref(entry),
                 (unsigned long)exponent - mpz_scan1(mpq_denref(entry), 0));
  } else {
    mpz_divexact(target, denominator, mpq_denref(entry));
    mpz_mul(target, target, mpq_numref(entry));
  }
}

// lower <= P 2^BITS <= upper: sums of magnitudes and squares over one common denominator, an
// integer square root a line.
static void enclose_penalty(void) {
  long exponent = set_common(common, (const mpq_t *)entries, rows * columns);
  for (int k = 0; k < rows + columns; k++) mpz_set_ui(totals[k], 0);
  mpz_set_ui(magnitude, 0);
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      mpq_srcptr entry = entries[i * columns + j];
      if (mpq_sgn(entry) == 0) continue;
      scale(word, entry, common, exponent);
      mpz_abs(word, word);
      mpz_add(magnitude, magnitude, word);
      mpz_mul(word, word, word);
      mpz_add(totals[i], totals[i], word);
      mpz_add(totals[rows + j], totals[rows + j], word);
    }
  }
  // 2 sum |M| in steps of 2^-BITS, rounded down and up; then the roots are taken off.
  mpz_mul_2exp(magnitude, magnitude, BITS + 1);
  mpz_fdiv_qr(lower, rest, magnitude, common);
  mpz_set(upper, lower);
  if (mpz_sgn(rest) != 0) mpz_add_ui(upper, upper, 1);
  for (int k = 0; k < rows + columns; k++) {
    // sqrt(S / D^2) 2^BITS
    int exact;
    if (exponent >= 0) {
      long shift = 2 * (BITS - exponent);
      exact = shift >= 0 || mpz_divisible_2exp_p(totals[k], (unsigned long)-shift);
      if (shift >= 0) {
        mpz_mul_2exp(root, totals[k], (unsigned long)shift);
      } else {
        mpz_fdiv_q_2exp(root, totals[k], (unsigned long)-shift);
      }
      mpz_sqrtrem(root, rest, root);
      exact = exact && mpz_sgn(rest) == 0;
    } else {
      mpz_mul_2exp(root, totals[k], 2 * BITS);
      mpz_sqrtrem(root, rest, root);
      exact = mpz_sgn(rest) == 0;
      mpz_fdiv_qr(root, rest, root, common);
      exact = exact && mpz_sgn(rest) == 0;
    }
    mpz_sub(upper, upper, root);
    mpz_sub(lower, lower, root);
    if (!exact) mpz_sub_ui(lower, lower, 1);
  }
}

// The first 25 places of the lower end.
static const char *penalty_text(void) {
  mpz_t scaled;
  mpz_init(scaled);
  mpz_ui_pow_ui(scaled, 10, 25);
  mpz_mul(scaled, scaled, lower);
  mpz_fdiv_q_2exp(scaled, scaled, BITS);
  char *digits = mpz_get_str(NULL, 10, scaled);
  mpz_clear(scaled);
  return peer_decimal(digits);
}

static mpz_t other_common, other_word, sum, denominator;
static mpq_t product;

static void dot_product(void) {
  const mpq_t *x = (const mpq_t *)entries, *y = x + columns;
  long left = set_common(common, x, columns), right = set_common(other_common, y, columns);
  mpz_set_ui(sum, 0);
  for (int k = 0; k < columns; k++) {
    scale(word, x[k], common, left);
    scale(other_word, y[k], other_common, right);
    mpz_addmul(sum, word, other_word);
  }
  mpz_mul(denominator, common, other_common);
  mpz_set(mpq_numref(product), sum);
  mpz_set(mpq_denref(product), denominator);
  mpq_canonicalize(product);
}

static const char *dot_text(void) { return mpq_get_str(NULL, 10, product); }

int main(int count, char **arguments) {
  if (count != 2) return 1;
  mpz_inits(common, word, magnitude, lower, upper, root, rest, NULL);
  mpz_inits(other_common, other_word, sum, denominator, NULL);
  mpq_init(product);
  const char *penalties[] = {"float32-64", "trained-64", "fractions-64"};
  for (int k = 0; k < 3; k++) {
    char file[64], name[64];
    snprintf(file, sizeof file, "penalty-%s.txt", penalties[k]);
    snprintf(name, sizeof name, "penalty/%s", penalties[k]);
    entries = peer_read(arguments[1], file, &rows, &columns);
    totals = malloc((size_t)(rows + columns) * sizeof *totals);
    for (int i = 0; i < rows + columns; i++) mpz_init(totals[i]);
    peer_sample("gmp", name, enclose_penalty, penalty_text);
  }
  const char *products[] = {"float32-1024", "fractions-256"};
  for (int k = 0; k < 2; k++) {
    char file[64], name[64];
    snprintf(file, sizeof file, "dot-%s.txt", products[k]);
    snprintf(name, sizeof name, "dot/%s", products[k]);
    entries = peer_read(arguments[1], file, &rows, &columns);
    peer_sample("gmp", name, dot_product, dot_text);
  }
  return 0;
}
