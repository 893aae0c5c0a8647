// GMP's macros as functions, since Swift imports functions only.
#ifndef AUTOSHUFFLE_CGMP_SHIM_H
#define AUTOSHUFFLE_CGMP_SHIM_H

#include <gmp.h>
#include <stdlib.h>

static inline int asn_mpz_sgn(const __mpz_struct *x) { return mpz_sgn(x); }
static inline int asn_mpq_sgn(const __mpq_struct *x) { return mpq_sgn(x); }
static inline __mpz_struct *asn_mpq_numref(__mpq_struct *x) { return mpq_numref(x); }
static inline __mpz_struct *asn_mpq_denref(__mpq_struct *x) { return mpq_denref(x); }

// Frees a string that GMP allocated; the product never replaces GMP's allocator.
static inline void asn_free(char *text) { free(text); }

static inline const char *asn_gmp_version(void) { return gmp_version; }

#endif
