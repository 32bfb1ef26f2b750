// Elementwise and fused kernels: one body each, compiled for several instruction sets and chosen when first called.
#ifndef FLATBOOK_CKERNELS_H
#define FLATBOOK_CKERNELS_H
#include <stddef.h>

/// output[i] = tanh(input[i]); the two may be the same array. Error below 3 units in the last place.
void flatbook_tanh(size_t count, const double *input, double *output);

/// The exponent of a row of zeros in flatbook_even_power_sums.
#define FLATBOOK_ZERO_ROW (-100000)

/// sums[row * orders + k - 1] = sum over j of (entries[row, j] / 2^exponents[row])^(2k) for k = 1 ... orders, at most 4.
/// 2^exponent is the least power of two above the row's entries, so that nothing overflows and scaling does not round.
void flatbook_even_power_sums(size_t rows, size_t columns, const double *entries, size_t orders, int *exponents,
                              double *sums);

/// The instruction set in use: "baseline", "avx2" or "avx512".
const char *flatbook_kernel_level(void);

#endif
