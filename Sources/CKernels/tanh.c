// tanh by expm1: tanh|x| = -e/(e+2) with e = expm1(-2|x|), free of branches so that it vectorises.
#include "CKernels.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

static inline __attribute__((always_inline)) double tanh_one(double x) {
  double a = fabs(x);
  a = a < 22.0 ? a : 22.0;  // tanh is 1 to the last bit from here on; a NaN compares false and is put back below
  double y = -2.0 * a;
  // y = k ln 2 + r with |r| <= ln(2)/2; ln 2 is split so that k times its upper part is exact.
  double k = floor(y * 1.4426950408889634 + 0.5);
  double r = (y - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;
  // expm1(r) = r + r^2 q(r), the Taylor series to r^14: the remainder is below 2^-60.
  double q = 1.0 / 87178291200.0;
  q = q * r + 1.0 / 6227020800.0;
  q = q * r + 1.0 / 479001600.0;
  q = q * r + 1.0 / 39916800.0;
  q = q * r + 1.0 / 3628800.0;
  q = q * r + 1.0 / 362880.0;
  q = q * r + 1.0 / 40320.0;
  q = q * r + 1.0 / 5040.0;
  q = q * r + 1.0 / 720.0;
  q = q * r + 1.0 / 120.0;
  q = q * r + 1.0 / 24.0;
  q = q * r + 1.0 / 6.0;
  q = q * r + 0.5;
  double p = r + r * r * q;
  uint64_t bits = (uint64_t)((int64_t)k + 1023) << 52;
  double scale;
  memcpy(&scale, &bits, sizeof scale);
  double e = scale * p + (scale - 1.0);
  double t = -e / (e + 2.0);
  return x != x ? x : copysign(t, x);
}

#define TANH_BODY                                  \
  for (size_t i = 0; i < count; ++i) {             \
    output[i] = tanh_one(input[i]);                \
  }

static void tanh_baseline(size_t count, const double *input, double *output) { TANH_BODY }

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void tanh_avx2(size_t count, const double *input, double *output) {
  TANH_BODY
}
__attribute__((target("avx512f,avx512dq,fma,prefer-256-bit"))) static void tanh_avx512(
    size_t count, const double *input, double *output) {
  TANH_BODY
}
#endif

const char *flatbook_kernel_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return "avx512";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "avx2";
#endif
  return "baseline";
}

void flatbook_tanh(size_t count, const double *input, double *output) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return tanh_avx512(count, input, output);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return tanh_avx2(count, input, output);
#endif
  tanh_baseline(count, input, output);
}
