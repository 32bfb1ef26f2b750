// What a product with a matrix of many zeros works in. See Body/sparse.h.
#ifndef FLATBOOK_SPARSE_PLAN_H
#define FLATBOOK_SPARSE_PLAN_H
#include "../include/CKernels.h"

typedef struct {
  double *panels;     // B, panel by panel
  double *values;     // A's entries of a chunk of groups
  uint32_t *offsets;  // their rows of B
  size_t *starts;     // where each block of each group starts
  size_t chunk;       // groups
} flatbook_sparse_memory;

typedef struct {
  int width;
  void (*product)(const flatbook_sparse_product *product, flatbook_sparse_memory memory);
} flatbook_sparse_variant;

extern const flatbook_sparse_variant flatbook_sparse_variant_double_baseline;
#if defined(__x86_64__)
extern const flatbook_sparse_variant flatbook_sparse_variant_double_avx2, flatbook_sparse_variant_double_avx512;
#endif
const flatbook_sparse_variant *flatbook_sparse_variant_of(flatbook_level level);
#endif
