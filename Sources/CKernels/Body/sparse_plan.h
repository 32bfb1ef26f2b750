// What a product with a matrix of many zeros works in. See Body/sparse.h.
#ifndef FLATBOOK_SPARSE_PLAN_H
#define FLATBOOK_SPARSE_PLAN_H
#include "../include/CKernels.h"

// Vectors in a tile of C, whatever its rows.
#define FLATBOOK_TILE_VECTORS 8
// Numbers in a block of B: 32 KiB, what the first-level cache holds.
#define FLATBOOK_BLOCK_NUMBERS 4096

// What one part of the rows is done in.
typedef struct {
  double *values;     // A's entries of a chunk of groups
  uint32_t *offsets;  // their rows of B
  size_t *starts;     // where each block of each group starts
} flatbook_sparse_memory;

typedef struct {
  int width;
  void (*pack)(const flatbook_sparse_product *product, double *panels);
  void (*multiply)(const flatbook_sparse_plan *plan, size_t from, size_t to, flatbook_sparse_memory memory);
} flatbook_sparse_variant;

struct flatbook_sparse_plan {
  flatbook_sparse_product product;
  const flatbook_sparse_variant *variant;
  double *panels;  // B, panel by panel
  size_t chunk;    // groups whose entries are gathered at a time
  size_t parts, part_size;
  char *memory;    // of the first part
};

extern const flatbook_sparse_variant flatbook_sparse_variant_double_baseline;
#if defined(__x86_64__)
extern const flatbook_sparse_variant flatbook_sparse_variant_double_avx2, flatbook_sparse_variant_double_avx512;
#endif
const flatbook_sparse_variant *flatbook_sparse_variant_of(flatbook_level level);
#endif
