// What a product with a matrix of many zeros works in. See Body/sparse.h.
#ifndef FLATBOOK_SPARSE_PLAN_H
#define FLATBOOK_SPARSE_PLAN_H
#include "../include/CKernels.h"

// Vectors in a tile of C, whatever its rows.
#define FLATBOOK_TILE_VECTORS 8
// Numbers in a block of B: 32 KiB, what the first-level cache holds.
#define FLATBOOK_BLOCK_NUMBERS 4096

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
