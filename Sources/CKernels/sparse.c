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

static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

// Where a part has its places, and in bytes[3] how many bytes they take.
static void places(const flatbook_sparse_plan *plan, size_t bytes[4]) {
  const flatbook_sparse_product *p = &plan->product;
  const size_t rows = (size_t)p->group, width = FLATBOOK_TILE_VECTORS / rows * (size_t)plan->variant->width;
  const size_t block = FLATBOOK_BLOCK_NUMBERS / width, blocks = (p->inner + block - 1) / block;
  // One place more than entries: the gathering writes before it knows whether it keeps.
  const size_t entries = plan->chunk * p->inner + 1;
  bytes[0] = 0;
  bytes[1] = aligned(entries * rows * sizeof(double));
  bytes[2] = bytes[1] + aligned(entries * sizeof(uint32_t));
  bytes[3] = bytes[2] + aligned(plan->chunk * (blocks + 1) * sizeof(size_t));
}

flatbook_sparse_plan *flatbook_sparse_create(flatbook_level level, const flatbook_sparse_product *product, int parts) {
  flatbook_sparse_plan plan = {.product = *product, .variant = flatbook_sparse_variant_of(level), .parts = (size_t)parts};
  flatbook_sparse_product *p = &plan.product;
  // Rows of larger groups go by fours or twos.
  const int group = p->group < 1 ? 1 : p->group;
  p->group = group % 4 == 0 ? 4 : group % 2 == 0 ? 2 : 1;
  const size_t rows = (size_t)p->group, width = FLATBOOK_TILE_VECTORS / rows * (size_t)plan.variant->width;
  if (p->rows == 0 || p->inner == 0 || p->columns == 0 || p->inner * width > UINT32_MAX) return NULL;
  if (share_of_entries(p) > most_entries) return NULL;

  // Full rows of a chunk take up to a megabyte; what is gathered of them, less than the second-level cache holds.
  const size_t chunk = ((size_t)1 << 20) / (p->inner * (rows * sizeof(double) + sizeof(uint32_t)));
  plan.chunk = chunk < 8 ? 8 : chunk > 256 ? 256 : chunk;
  size_t bytes[4];
  places(&plan, bytes);
  plan.part_size = bytes[3];
  const size_t panels = (p->columns + width - 1) / width * width * p->inner * sizeof(double);
  const size_t head = aligned(sizeof plan), start = head + aligned(panels);
  char *memory = aligned_alloc(64, start + plan.parts * plan.part_size);
  if (!memory) return NULL;
  plan.panels = (double *)(void *)(memory + head);
  plan.memory = memory + start;
  plan.variant->pack(p, plan.panels);
  flatbook_sparse_plan *result = (flatbook_sparse_plan *)(void *)memory;
  *result = plan;
  return result;
}

void flatbook_sparse_multiply(const flatbook_sparse_plan *plan, int part) {
  const size_t groups = plan->product.rows / (size_t)plan->product.group, k = (size_t)part;
  size_t bytes[4];
  places(plan, bytes);
  char *memory = plan->memory + k * plan->part_size;
  plan->variant->multiply(
      plan, groups * k / plan->parts, groups * (k + 1) / plan->parts,
      (flatbook_sparse_memory){
          (double *)(void *)memory, (uint32_t *)(void *)(memory + bytes[1]), (size_t *)(void *)(memory + bytes[2])});
}

void flatbook_sparse_destroy(flatbook_sparse_plan *plan) { free(plan); }
