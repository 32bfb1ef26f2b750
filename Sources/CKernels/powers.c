// Sums of even powers along rows: every entry is read once for its magnitude and once more, from the first-level
// cache, for all its powers.
#include "CKernels.h"
#include "Body/eights.h"
#include <math.h>
#include <string.h>

typedef int64_t masks __attribute__((vector_size(64), aligned(8), may_alias));

INLINE void raise_to(const double *x, lanes *most) {
  *most = __builtin_elementwise_max(*most, __builtin_elementwise_abs(*(const lanes *)x));
}

// NaN is not above anything.
INLINE double larger(double a, double b) { return b > a ? b : a; }

INLINE double largest_magnitude(size_t count, const double *x) {
  lanes most = {0}, other = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    raise_to(x + i, &most);
    raise_to(x + i + 8, &other);
  }
  if (i + 8 <= count) {
    raise_to(x + i, &most);
    i += 8;
  }
  most = __builtin_elementwise_max(most, other);
  double result = larger(
      larger(larger(most[0], most[4]), larger(most[2], most[6])), larger(larger(most[1], most[5]), larger(most[3], most[7])));
  for (; i < count; ++i) result = larger(result, fabs(x[i]));
  return result;
}

INLINE double power_of_two(int n) {
  if (n < -1022) return ldexp(1.0, n);
  const uint64_t bits = (uint64_t)(n + 1023) << 52;
  double result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

// The least e with 2^e above a positive finite number, and -1020 at least.
INLINE int exponent_above(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> 52) - 1022;
  return exponent < -1020 ? -1020 : exponent;
}

// The last `rest` < 8 of an array's numbers, with zeros.
INLINE void last_entries(size_t count, size_t rest, const double *x, double *entries) {
  if (count < 8) {
    memset(entries, 0, 8 * sizeof *x);
    memcpy(entries, x + count - rest, rest * sizeof *x);
    return;
  }
  // The last eight without those that are done: reading what was just written piece by piece would take longer.
  static const int64_t kept[16] = {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};
  *(masks *)entries = *(const masks *)(x + count - 8) & *(const masks *)(kept + rest);
}

// `orders` is a constant wherever these are inlined, so that the sums stay in registers.
INLINE void add_powers(const double *x, double factor, size_t orders, lanes *totals) {
  lanes scaled = *(const lanes *)x * factor;
  lanes square = scaled * scaled;
  lanes power = square;
  totals[0] += power;
  for (size_t k = 1; k < orders; ++k) {
    power *= square;
    totals[k] += power;
  }
}

INLINE void power_sums(size_t count, const double *x, double factor, size_t orders, double *sums) {
  // Two of each, so that no sum waits for the one before.
  lanes totals[4] = {{0}, {0}, {0}, {0}}, others[4] = {{0}, {0}, {0}, {0}};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    add_powers(x + i, factor, orders, totals);
    add_powers(x + i + 8, factor, orders, others);
  }
  if (i + 8 <= count) {
    add_powers(x + i, factor, orders, totals);
    i += 8;
  }
  if (i < count) {
    double rest[8] __attribute__((aligned(64)));
    last_entries(count, count - i, x, rest);
    add_powers(rest, factor, orders, others);
  }
  for (size_t k = 0; k < orders; ++k) {
    lanes sum = totals[k] + others[k];
    sums[k] = lane_sum(&sum);
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
        exponent = exponent_above(most);
        factor = power_of_two(-exponent);
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
__attribute__((target("avx512f,avx512dq,fma"))) static void power_sums_avx512(ARGUMENTS) { BODY }
#endif

void flatbook_even_power_sums(ARGUMENTS) {
#if defined(__x86_64__)
  const flatbook_level level = flatbook_best_level();
  if (level == flatbook_avx512) return power_sums_avx512(rows, columns, entries, orders, exponents, sums);
  if (level == flatbook_avx2) return power_sums_avx2(rows, columns, entries, orders, exponents, sums);
#endif
  power_sums_baseline(rows, columns, entries, orders, exponents, sums);
}
