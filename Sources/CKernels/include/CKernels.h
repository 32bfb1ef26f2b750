// Elementwise and fused kernels: one body each, compiled for several instruction sets and chosen when first called.
#ifndef FLATBOOK_CKERNELS_H
#define FLATBOOK_CKERNELS_H
#include <stddef.h>

/// output[i] = tanh(input[i]); the two may be the same array. Error below 3 units in the last place.
void flatbook_tanh(size_t count, const double *input, double *output);

/// The instruction set in use: "baseline", "avx2" or "avx512".
const char *flatbook_kernel_level(void);

#endif
