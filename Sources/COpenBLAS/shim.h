#ifndef AUTOSHUFFLE_COPENBLAS_SHIM_H
#define AUTOSHUFFLE_COPENBLAS_SHIM_H

#include <cblas.h>

#endif
