#include "tensor_kernels.h"
typedef int asn_placeholder;
