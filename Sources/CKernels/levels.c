// Which variant of the kernels a processor gets.
#include "Body/dense_plan.h"
#include "Body/sparse_plan.h"

flatbook_level flatbook_best_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return flatbook_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return flatbook_avx2;
#endif
  return flatbook_baseline;
}

static flatbook_level available(flatbook_level level) {
  const flatbook_level best = flatbook_best_level();
  return level < best ? level : best;
}

const flatbook_variant *flatbook_variant_of(flatbook_level level, bool single) {
  level = available(level);
#if defined(__x86_64__)
  if (level == flatbook_avx512) return single ? &flatbook_variant_single_avx512 : &flatbook_variant_double_avx512;
  if (level == flatbook_avx2) return single ? &flatbook_variant_single_avx2 : &flatbook_variant_double_avx2;
#endif
  return single ? &flatbook_variant_single_baseline : &flatbook_variant_double_baseline;
}

const flatbook_lane_variant *flatbook_lane_variant_of(flatbook_level level) {
  level = available(level);
#if defined(__x86_64__)
  if (level == flatbook_avx512) return &flatbook_lane_variant_double_avx512;
  if (level == flatbook_avx2) return &flatbook_lane_variant_double_avx2;
#endif
  return &flatbook_lane_variant_double_baseline;
}

const flatbook_sparse_variant *flatbook_sparse_variant_of(flatbook_level level) {
  level = available(level);
#if defined(__x86_64__)
  if (level == flatbook_avx512) return &flatbook_sparse_variant_double_avx512;
  if (level == flatbook_avx2) return &flatbook_sparse_variant_double_avx2;
#endif
  return &flatbook_sparse_variant_double_baseline;
}

void flatbook_tanh(flatbook_level level, size_t count, const double *input, double *output) {
  flatbook_variant_of(level, false)->tanh(count, input, output);
}

void flatbook_tanh_single(flatbook_level level, size_t count, const float *input, float *output) {
  flatbook_variant_of(level, true)->tanh(count, input, output);
}
