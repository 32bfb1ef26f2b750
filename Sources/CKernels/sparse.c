// When a product skips zeros, and the memory for it: what Body/sparse.h works in.
#include "Body/sparse_plan.h"
#include <stdlib.h>

// Groups that are looked at, and the share of entries above which a dense product is as fast.
enum { sampled_groups = 64 };
static const double most_entries = 0.5;

static double share_of_entries(const flatbook_sparse_product *p) {
  const size_t group = (size_t)p->group, groups = p->rows / group;
  const size_t step = groups > sampled_groups ? groups / sampled_groups : 1;
  size_t seen = 0, entries = 0;
  for (size_t g = 0; g < groups; g += step, ++seen) {
    const double *a = p->a + g * group * p->inner;
    for (size_t j = 0; j < p->inner; ++j) {
      bool some = false;
      for (size_t r = 0; r < group; ++r) some |= a[r * p->inner + j] != 0;
      entries += some;
    }
  }
  return (double)entries / ((double)seen * (double)p->inner);
}

bool flatbook_multiply_sparse(flatbook_level level, const flatbook_sparse_product *product) {
  flatbook_sparse_product p = *product;
  // Rows of larger groups go by fours or twos.
  const size_t group = p.group < 1 ? 1 : (size_t)p.group;
  p.group = group % 4 == 0 ? 4 : group % 2 == 0 ? 2 : 1;
  const flatbook_sparse_variant *variant = flatbook_sparse_variant_of(level);
  const size_t width = FLATBOOK_TILE_VECTORS / (size_t)p.group * (size_t)variant->width;
  if (p.rows == 0 || p.inner == 0 || p.columns == 0 || p.inner * width > UINT32_MAX) return false;
  if (share_of_entries(&p) > most_entries) return false;

  const size_t rows = (size_t)p.group, block = FLATBOOK_BLOCK_NUMBERS / width, blocks = (p.inner + block - 1) / block;
  const size_t panels = (p.columns + width - 1) / width;
  // Full rows of a chunk take up to a megabyte; what is gathered of them, less than the second-level cache holds.
  size_t chunk = ((size_t)1 << 20) / (p.inner * (rows * sizeof(double) + sizeof(uint32_t)));
  chunk = chunk < 8 ? 8 : chunk > 256 ? 256 : chunk;
  const size_t bytes[4] = {
      panels * width * p.inner * sizeof(double), chunk * p.inner * rows * sizeof(double),
      // One place more than entries: the gathering writes before it knows whether it keeps.
      (chunk * p.inner + 1) * sizeof(uint32_t), chunk * (blocks + 1) * sizeof(size_t)};
  size_t offsets[5] = {0};
  for (int i = 0; i < 4; ++i) offsets[i + 1] = (offsets[i] + bytes[i] + rows * sizeof(double) + 63) / 64 * 64;
  char *memory = aligned_alloc(64, offsets[4]);
  if (!memory) return false;
  variant->product(
      &p, (flatbook_sparse_memory){
              (double *)(void *)(memory + offsets[0]), (double *)(void *)(memory + offsets[1]),
              (uint32_t *)(void *)(memory + offsets[2]), (size_t *)(void *)(memory + offsets[3]), chunk});
  free(memory);
  return true;
}
