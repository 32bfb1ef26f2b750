// Sums over the pairs a <= b of eigenvalues, with weights 1 / (sum - curvature * product): what the mean-square threshold
// of one output is made of. Counts are multiples of 8.
#include "CKernels.h"
#include "Body/eights.h"

// Numbers of a row that stay in a near cache with those of the other rows.
#define CHUNK 384

#define load(x) (*(const lanes *)(x))

INLINE void pair_weights(size_t count, const double *sums, const double *products, double curvature, double *weights) {
  for (size_t i = 0; i < count; i += 8) *(lanes *)(weights + i) = 1 / (load(sums + i) - curvature * load(products + i));
}

INLINE void pair_quotient(
    size_t count, const double *sums, const double *products, const double *entries, double curvature, double *result) {
  lanes value = {0}, slope = {0};
  for (size_t i = 0; i < count; i += 8) {
    const lanes sum = load(sums + i), entry = load(entries + i);
    const lanes weight = 1 / (sum - curvature * load(products + i));
    const lanes part = entry * entry * weight;
    value += part;
    slope += part * weight * sum;
  }
  result[0] = lane_sum(&value);
  result[1] = lane_sum(&slope);
}

// Products of `factors` scaled rows with `rows` rows; both are constants wherever this is inlined.
INLINE void chunk_products(
    size_t factors, size_t rows, size_t size, size_t stride, const double *x, const double *y, double *out,
    size_t out_stride) {
  lanes totals[8] = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
  for (size_t i = 0; i < size; i += 8)
    for (size_t row = 0; row < rows; ++row) {
      const lanes entry = load(x + row * stride + i);
      for (size_t factor = 0; factor < factors; ++factor)
        totals[factor * rows + row] += load(y + factor * CHUNK + i) * entry;
    }
  for (size_t factor = 0; factor < factors; ++factor)
    for (size_t row = 0; row < rows; ++row) out[factor * out_stride + row] += lane_sum(&totals[factor * rows + row]);
}

INLINE void pair_products(
    size_t rows, size_t first, size_t count, const double *x, const double *weights, double *out, size_t out_stride) {
  double scaled[2 * CHUNK];
  for (size_t row = first; row < rows; ++row)
    for (size_t other = 0; other <= row; ++other) out[row * out_stride + other] = 0;
  for (size_t begin = 0; begin < count; begin += CHUNK) {
    const size_t size = count - begin < CHUNK ? count - begin : CHUNK;
    const double *chunk = x + begin;
    for (size_t row = first; row < rows;) {
      const size_t factors = row + 1 < rows ? 2 : 1;
      for (size_t factor = 0; factor < factors; ++factor)
        for (size_t i = 0; i < size; i += 8)
          *(lanes *)(scaled + factor * CHUNK + i) = load(weights + begin + i) * load(chunk + (row + factor) * count + i);
      double *to = out + row * out_stride;
      size_t other = 0;
      if (factors == 2) {
        for (; other + 4 <= row + 1; other += 4)
          chunk_products(2, 4, size, count, chunk + other * count, scaled, to + other, out_stride);
        for (; other <= row; ++other)
          chunk_products(2, 1, size, count, chunk + other * count, scaled, to + other, out_stride);
        chunk_products(1, 1, size, count, chunk + other * count, scaled + CHUNK, to + out_stride + other, out_stride);
      } else {
        for (; other + 4 <= row + 1; other += 4)
          chunk_products(1, 4, size, count, chunk + other * count, scaled, to + other, out_stride);
        for (; other <= row; ++other)
          chunk_products(1, 1, size, count, chunk + other * count, scaled, to + other, out_stride);
      }
      row += factors;
    }
  }
}

INLINE void multiplied(size_t count, const double *x, const double *y, double *out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) *(lanes *)(out + i) = load(x + i) * load(y + i);
  for (; i < count; ++i) out[i] = x[i] * y[i];
}

INLINE void scaled(size_t count, double factor, const double *x, double *out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) *(lanes *)(out + i) = factor * load(x + i);
  for (; i < count; ++i) out[i] = factor * x[i];
}

// One function for each instruction set, and the one that chooses.
#if defined(__x86_64__)
#define CHOSEN(name, parameters, arguments)                                                            \
  static void name##_baseline parameters { name arguments; }                                           \
  __attribute__((target("avx2,fma"))) static void name##_avx2 parameters { name arguments; }           \
  __attribute__((target("avx512f,avx512dq,fma"))) static void name##_avx512 parameters { name arguments; } \
  void flatbook_##name parameters {                                                                    \
    const flatbook_level level = flatbook_best_level();                                                \
    if (level == flatbook_avx512) {                                                                    \
      name##_avx512 arguments;                                                                         \
    } else if (level == flatbook_avx2) {                                                               \
      name##_avx2 arguments;                                                                           \
    } else {                                                                                           \
      name##_baseline arguments;                                                                       \
    }                                                                                                  \
  }
#else
#define CHOSEN(name, parameters, arguments) \
  void flatbook_##name parameters { name arguments; }
#endif

CHOSEN(
    pair_weights, (size_t count, const double *sums, const double *products, double curvature, double *weights),
    (count, sums, products, curvature, weights))
CHOSEN(
    pair_quotient,
    (size_t count, const double *sums, const double *products, const double *entries, double curvature, double *result),
    (count, sums, products, entries, curvature, result))
CHOSEN(
    pair_products,
    (size_t rows, size_t first, size_t count, const double *x, const double *weights, double *out, size_t out_stride),
    (rows, first, count, x, weights, out, out_stride))
CHOSEN(multiplied, (size_t count, const double *x, const double *y, double *out), (count, x, y, out))
CHOSEN(scaled, (size_t count, double factor, const double *x, double *out), (count, factor, x, out))
