// C ← A B or C + A B for a matrix A with many zeros, in double precision: what multiplies a zero is not read.
//
// Rows of A that share their zeros (the derivatives of a network's outputs at one sample, which the same units gate) go
// together. A's entries are gathered group by group with the places of their rows of B; B is packed into panels of columns,
// so that a tile of C (rows of a group × a panel) stays in registers over a block of B's rows that fits the first-level
// cache. Every entry of C is summed in the order of B's rows.

typedef struct {
  const double *values;     // rows of the group for each entry
  const uint32_t *offsets;  // of the entry's row of B in a panel
  size_t count;
} NAME(sparse_entries);

// `rows` and `vectors` are constants wherever this is inlined.
INLINE void NAME(sparse_tile)(
    int rows, int vectors, NAME(sparse_entries) a, const double *b, double *c, size_t stride, bool adds) {
  VECTOR sums[FLATBOOK_TILE_VECTORS];
  UNROLL for (int r = 0; r < rows; ++r)
    UNROLL for (int v = 0; v < vectors; ++v)
      sums[r * vectors + v] = adds ? LOAD(c + (size_t)r * stride + v * WIDTH) : SPLAT(0);
  for (size_t i = 0; i < a.count; ++i) {
    const double *row = b + a.offsets[i];
    UNROLL for (int r = 0; r < rows; ++r) {
      const VECTOR x = SPLAT(a.values[i * (size_t)rows + (size_t)r]);
      UNROLL for (int v = 0; v < vectors; ++v) sums[r * vectors + v] += x * LOAD(row + v * WIDTH);
    }
  }
  UNROLL for (int r = 0; r < rows; ++r)
    UNROLL for (int v = 0; v < vectors; ++v) SAVE(c + (size_t)r * stride + v * WIDTH, sums[r * vectors + v]);
}

// A tile of a panel that has only `columns` columns of C.
INLINE void NAME(sparse_edge)(
    int rows, int vectors, NAME(sparse_entries) a, const double *b, double *c, size_t stride, bool adds, size_t columns) {
  double edge[FLATBOOK_TILE_VECTORS * WIDTH] = {0};
  const size_t width = (size_t)vectors * WIDTH;
  if (adds)
    for (int r = 0; r < rows; ++r)
      __builtin_memcpy(edge + (size_t)r * width, c + (size_t)r * stride, columns * sizeof(double));
  NAME(sparse_tile)(rows, vectors, a, b, edge, width, true);
  for (int r = 0; r < rows; ++r)
    __builtin_memcpy(c + (size_t)r * stride, edge + (size_t)r * width, columns * sizeof(double));
}

// The entries of a group of rows in a block of columns; returns how many.
INLINE size_t NAME(gather_entries)(
    int rows, const double *a, size_t stride, size_t from, size_t to, size_t width, double *values, uint32_t *offsets) {
  size_t count = 0;
  for (size_t j = from; j < to; ++j) {
    bool some = false;
    UNROLL for (int r = 0; r < rows; ++r) {
      const double x = a[(size_t)r * stride + j];
      values[count * (size_t)rows + (size_t)r] = x;
      some |= x != 0;
    }
    offsets[count] = (uint32_t)(j * width);
    count += some;
  }
  return count;
}

// The groups from `from` to `to`.
INLINE void NAME(sparse_rows)(
    int rows, int vectors, const flatbook_sparse_plan *plan, size_t from, size_t to, flatbook_sparse_memory m) {
  const flatbook_sparse_product *p = &plan->product;
  const size_t width = (size_t)vectors * WIDTH, block = FLATBOOK_BLOCK_NUMBERS / width;
  const size_t blocks = (p->inner + block - 1) / block;
  for (size_t first = from; first < to; first += plan->chunk) {
    const size_t count = to - first < plan->chunk ? to - first : plan->chunk;
    size_t found = 0;
    for (size_t g = 0; g < count; ++g) {
      const double *a = p->a + (first + g) * (size_t)rows * p->inner;
      for (size_t k = 0; k < blocks; ++k) {
        const size_t end = (k + 1) * block < p->inner ? (k + 1) * block : p->inner;
        m.starts[g * (blocks + 1) + k] = found;
        found += NAME(gather_entries)(
            rows, a, p->inner, k * block, end, width, m.values + found * (size_t)rows, m.offsets + found);
      }
      m.starts[g * (blocks + 1) + blocks] = found;
    }
    for (size_t column = 0; column < p->columns; column += width) {
      const double *panel = plan->panels + column * p->inner;
      const size_t left = p->columns - column;
      for (size_t k = 0; k < blocks; ++k) {
        for (size_t g = 0; g < count; ++g) {
          const size_t start = m.starts[g * (blocks + 1) + k], end = m.starts[g * (blocks + 1) + k + 1];
          const NAME(sparse_entries) a = {m.values + start * (size_t)rows, m.offsets + start, end - start};
          double *c = p->c + (first + g) * (size_t)rows * p->columns + column;
          const bool adds = p->accumulates || k > 0;
          if (left >= width) NAME(sparse_tile)(rows, vectors, a, panel, c, p->columns, adds);
          else NAME(sparse_edge)(rows, vectors, a, panel, c, p->columns, adds, left);
        }
      }
    }
  }
}

static void NAME(sparse_pack)(const flatbook_sparse_product *p, double *panels) {
  const size_t width = (size_t)(FLATBOOK_TILE_VECTORS / p->group * WIDTH);
  for (size_t column = 0; column < p->columns; column += width) {
    double *panel = panels + column * p->inner;
    const size_t left = p->columns - column < width ? p->columns - column : width;
    if (p->transposed) {
      for (size_t j = 0; j < left; ++j)
        for (size_t i = 0; i < p->inner; ++i) panel[i * width + j] = p->b[(column + j) * p->inner + i];
      for (size_t i = 0; i < p->inner && left < width; ++i)
        for (size_t j = left; j < width; ++j) panel[i * width + j] = 0;
    } else {
      for (size_t i = 0; i < p->inner; ++i) {
        __builtin_memcpy(panel + i * width, p->b + i * p->columns + column, left * sizeof(double));
        for (size_t j = left; j < width; ++j) panel[i * width + j] = 0;
      }
    }
  }
}

static void NAME(sparse_multiply)(
    const flatbook_sparse_plan *plan, size_t from, size_t to, flatbook_sparse_memory memory) {
  switch (plan->product.group) {
    case 1: NAME(sparse_rows)(1, FLATBOOK_TILE_VECTORS, plan, from, to, memory); break;
    case 2: NAME(sparse_rows)(2, FLATBOOK_TILE_VECTORS / 2, plan, from, to, memory); break;
    default: NAME(sparse_rows)(4, FLATBOOK_TILE_VECTORS / 4, plan, from, to, memory); break;
  }
}

const flatbook_sparse_variant NAME(flatbook_sparse_variant) = {WIDTH, NAME(sparse_pack), NAME(sparse_multiply)};
