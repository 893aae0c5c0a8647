#ifndef AUTOSHUFFLE_CLAPACKE_SHIM_H
#define AUTOSHUFFLE_CLAPACKE_SHIM_H

#include <lapacke.h>

#endif
