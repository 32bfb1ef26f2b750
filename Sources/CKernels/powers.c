// Sums of even powers along rows: every entry is read once for its magnitude and once more, from the first-level
// cache, for all its powers.
#include "CKernels.h"
#include "Body/eights.h"
#include <math.h>

INLINE double largest_magnitude(size_t count, const double *x) {
  lanes most = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    most = __builtin_elementwise_max(most, __builtin_elementwise_abs(*(const lanes *)(x + i)));
  }
  double result = 0;
  for (int lane = 0; lane < 8; ++lane) result = most[lane] > result ? most[lane] : result;
  for (; i < count; ++i) result = fabs(x[i]) > result ? fabs(x[i]) : result;
  return result;
}

// `orders` is a constant wherever this is inlined, so that the sums stay in registers.
INLINE void power_sums(size_t count, const double *x, double factor, size_t orders, double *sums) {
  lanes totals[4] = {{0}, {0}, {0}, {0}};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    lanes scaled = *(const lanes *)(x + i) * factor;
    lanes square = scaled * scaled;
    lanes power = square;
    totals[0] += power;
    for (size_t k = 1; k < orders; ++k) {
      power *= square;
      totals[k] += power;
    }
  }
  for (size_t k = 0; k < orders; ++k) sums[k] = lane_sum(&totals[k]);
  for (; i < count; ++i) {
    double scaled = x[i] * factor;
    double square = scaled * scaled;
    double power = square;
    sums[0] += power;
    for (size_t k = 1; k < orders; ++k) {
      power *= square;
      sums[k] += power;
    }
  }
}

INLINE void even_power_sums(
    size_t rows, size_t columns, const double *entries, size_t orders, int *exponents, double *sums) {
  for (size_t row = 0; row < rows; ++row) {
    const double *x = entries + row * columns;
    double *out = sums + row * orders;
    double most = largest_magnitude(columns, x);
    int exponent = FLATBOOK_ZERO_ROW;
    double factor = 0;
    if (most > 0) {
      exponent = 0;
      factor = 1;
      if (isfinite(most)) {
        frexp(most, &exponent);
        exponent = exponent < -1020 ? -1020 : exponent;
        factor = ldexp(1.0, -exponent);
      }
    } else {
      factor = 1;
    }
    switch (orders) {
      case 1: power_sums(columns, x, factor, 1, out); break;
      case 2: power_sums(columns, x, factor, 2, out); break;
      case 3: power_sums(columns, x, factor, 3, out); break;
      default: power_sums(columns, x, factor, 4, out); break;
    }
    // Zeros beside NaN are not a row of zeros.
    exponents[row] = out[0] != 0 && exponent == FLATBOOK_ZERO_ROW ? 0 : exponent;
  }
}

#define ARGUMENTS \
  size_t rows, size_t columns, const double *entries, size_t orders, int *exponents, double *sums
#define BODY even_power_sums(rows, columns, entries, orders, exponents, sums);

static void power_sums_baseline(ARGUMENTS) { BODY }

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void power_sums_avx2(ARGUMENTS) { BODY }
__attribute__((target("avx512f,avx512dq,fma,prefer-256-bit"))) static void power_sums_avx512(ARGUMENTS) { BODY }
#endif

void flatbook_even_power_sums(ARGUMENTS) {
#if defined(__x86_64__)
  const flatbook_level level = flatbook_best_level();
  if (level == flatbook_avx512) return power_sums_avx512(rows, columns, entries, orders, exponents, sums);
  if (level == flatbook_avx2) return power_sums_avx2(rows, columns, entries, orders, exponents, sums);
#endif
  power_sums_baseline(rows, columns, entries, orders, exponents, sums);
}
