// Several trainings of one dense network side by side: every number below is a vector with one training per lane.
// Included by Body/layers.h for double precision.

// C(r, s) = start + sum over k of A(r, k) B(s, k), all in vectors and with strides of their own.
// start: 0 zero, 1 C, 2 bias[r]. finish: 0 nothing, 1 ReLU, 2 tanh, 3 times ReLU', 4 times tanh' at h, placed as C.
typedef struct {
  size_t depth;
  const VECTOR *a;
  size_t a_row, a_step;
  const VECTOR *b;
  size_t b_row, b_step;
  VECTOR *c;
  size_t c_row, c_column;
  const VECTOR *bias, *h;
  int start, finish;
} NAME(lane_product);

INLINE void NAME(lane_tile)(const int rows, const int columns, const NAME(lane_product) *p, size_t row, size_t column) {
  const size_t depth = p->depth, a_row = p->a_row, a_step = p->a_step, b_row = p->b_row, b_step = p->b_step;
  const VECTOR *a = p->a + row * a_row, *b = p->b + column * b_row;
  const size_t first = row * p->c_row + column * p->c_column, c_row = p->c_row, c_column = p->c_column;
  VECTOR *c = p->c + first;
  VECTOR sum[5][4];
  UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int s = 0; s < columns; ++s) sum[r][s] =
      p->start == 1 ? c[r * c_row + s * c_column] : p->start == 2 ? p->bias[row + r] : SPLAT(0);
  for (size_t k = 0; k < depth; ++k) {
    VECTOR x[4];
    UNROLL for (int s = 0; s < columns; ++s) x[s] = b[s * b_row];
    UNROLL for (int r = 0; r < rows; ++r) {
      const VECTOR w = a[r * a_row];
      UNROLL for (int s = 0; s < columns; ++s) sum[r][s] += w * x[s];
    }
    a += a_step;
    b += b_step;
  }
  if (p->finish == 1) {
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int s = 0; s < columns; ++s) sum[r][s] = NAME(relu)(sum[r][s]);
  } else if (p->finish >= 3) {
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int s = 0; s < columns; ++s) {
      const VECTOR h = p->h[first + r * c_row + s * c_column];
      sum[r][s] = p->finish == 3 ? (h > 0 ? sum[r][s] : SPLAT(0)) : sum[r][s] * (1 - h * h);
    }
  }
  UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int s = 0; s < columns; ++s) c[r * c_row + s * c_column] = sum[r][s];
}

typedef void NAME(lane_function)(const NAME(lane_product) *p, size_t row, size_t column);
#define LANE_TILE(rows, columns)                                                                                \
  static void NAME(lane_tile##rows##columns)(const NAME(lane_product) * p, size_t row, size_t column) {         \
    NAME(lane_tile)(rows, columns, p, row, column);                                                             \
  }
#define LANE_TILES(rows) LANE_TILE(rows, 1) LANE_TILE(rows, 2) LANE_TILE(rows, 3) LANE_TILE(rows, 4)
#define LANE_NAMES(rows) \
  { NAME(lane_tile##rows##1), NAME(lane_tile##rows##2), NAME(lane_tile##rows##3), NAME(lane_tile##rows##4) }
LANE_TILES(1) LANE_TILES(2) LANE_TILES(3)
#if PANEL == 4
LANE_TILES(4) LANE_TILES(5)
static NAME(lane_function) *const NAME(lane_tiles)[5][4] = {
    LANE_NAMES(1), LANE_NAMES(2), LANE_NAMES(3), LANE_NAMES(4), LANE_NAMES(5)};
enum { NAME(lane_rows) = 5 };
#else
static NAME(lane_function) *const NAME(lane_tiles)[3][4] = {LANE_NAMES(1), LANE_NAMES(2), LANE_NAMES(3)};
enum { NAME(lane_rows) = 3 };
#endif

INLINE void NAME(lane_multiply)(size_t rows, size_t columns, const NAME(lane_product) *p) {
  const size_t most = NAME(lane_rows);
  size_t across = (columns + 3) / 4;
  for (size_t s = 0; s < columns; --across) {
    const size_t wide = (columns - s + across - 1) / across;
    size_t down = (rows + most - 1) / most;
    for (size_t r = 0; r < rows; --down) {
      const size_t high = (rows - r + down - 1) / down;
      NAME(lane_tiles)[high - 1][wide - 1](p, r, s);
      r += high;
    }
    s += wide;
  }
}

// The forward pass on `count` samples whose inputs are in activations[0].
static void NAME(lane_forward)(flatbook_lanes *run, int count) {
  for (int l = 0; l < run->layer_count; ++l) {
    const size_t in = (size_t)run->widths[l], out = (size_t)run->widths[l + 1];
    const bool hidden = l + 1 < run->layer_count;
    VECTOR *z = (VECTOR *)run->activations[l + 1];
    const NAME(lane_product) product = {
        .depth = in, .a = (VECTOR *)run->weights[l], .a_row = in, .a_step = 1,
        .b = (VECTOR *)run->activations[l], .b_row = in, .b_step = 1, .c = z, .c_row = 1, .c_column = out,
        .bias = (VECTOR *)run->bias[l], .start = 2, .finish = hidden && run->activation == flatbook_relu ? 1 : 0};
    NAME(lane_multiply)(out, (size_t)count, &product);
    if (hidden && run->activation == flatbook_hyperbolic_tangent)
      for (size_t j = 0; j < out * (size_t)count; ++j) z[j] = NAME(tanh)(z[j]);
  }
}

// Deltas, and the update of each layer once the layer below has its own.
static void NAME(lane_backward)(flatbook_lanes *run, int count) {
  for (int l = run->layer_count - 1; l >= 0; --l) {
    const size_t in = (size_t)run->widths[l], out = (size_t)run->widths[l + 1];
    VECTOR *w = (VECTOR *)run->weights[l], *h = (VECTOR *)run->activations[l], *delta = (VECTOR *)run->deltas[l + 1];
    if (l > 0) {
      const NAME(lane_product) product = {
          .depth = out, .a = w, .a_row = 1, .a_step = in, .b = delta, .b_row = out, .b_step = 1,
          .c = (VECTOR *)run->deltas[l], .c_row = 1, .c_column = in, .h = h,
          .finish = run->activation == flatbook_relu ? 3 : 4};
      NAME(lane_multiply)(in, (size_t)count, &product);
    }
    const NAME(lane_product) product = {
        .depth = (size_t)count, .a = delta, .a_row = 1, .a_step = out, .b = h, .b_row = 1, .b_step = in, .c = w,
        .c_row = in, .c_column = 1, .start = 1};
    NAME(lane_multiply)(out, in, &product);
    if (run->biases) {
      VECTOR *bias = (VECTOR *)run->bias[l];
      for (size_t o = 0; o < out; ++o)
        for (int i = 0; i < count; ++i) bias[o] += delta[(size_t)i * out + o];
    }
  }
}

static void NAME(lane_steps)(
    flatbook_lanes *run, flatbook_data data, const int32_t *const *indices, size_t steps) {
  const size_t d = (size_t)run->widths[0], outputs = (size_t)run->widths[run->layer_count];
  const int batch = run->capacity;
  double *x = run->activations[0], *y = run->residual_targets;
  const VECTOR rates = *(const VECTOR *)run->rates;
  for (size_t step = 0; step < steps; ++step) {
    double present[WIDTH] = {0};
    for (int i = 0; i < batch; ++i) {
      for (int lane = 0; lane < WIDTH; ++lane) {
        const int32_t index = indices[lane][step * (size_t)batch + (size_t)i];
        const size_t sample = index < 0 ? 0 : (size_t)index;
        present[lane] += index < 0 ? 0 : 1;
        for (size_t j = 0; j < d; ++j) x[((size_t)i * d + j) * WIDTH + (size_t)lane] = data.inputs[sample * d + j];
        for (size_t c = 0; c < outputs; ++c)
          y[((size_t)i * outputs + c) * WIDTH + (size_t)lane] = data.targets[sample * outputs + c];
      }
    }
    NAME(lane_forward)(run, batch);
    const VECTOR *f = (VECTOR *)run->activations[run->layer_count], *target = (const VECTOR *)y;
    VECTOR *delta = (VECTOR *)run->deltas[run->layer_count];
    const VECTOR count = LOAD(present);
    const VECTOR scale = -rates / (count > 0 ? count : SPLAT(1));
    for (size_t j = 0; j < (size_t)batch * outputs; ++j) delta[j] = scale * (f[j] - target[j]);
    for (int i = 0; i < batch; ++i)
      for (int lane = 0; lane < WIDTH; ++lane)
        if (indices[lane][step * (size_t)batch + (size_t)i] < 0)
          for (size_t c = 0; c < outputs; ++c)
            ((double *)delta)[((size_t)i * outputs + c) * WIDTH + (size_t)lane] = 0;
    NAME(lane_backward)(run, batch);
  }
}

static void NAME(lane_losses)(flatbook_lanes *run, flatbook_data data, double *losses) {
  const size_t d = (size_t)run->widths[0], outputs = (size_t)run->widths[run->layer_count];
  VECTOR total = SPLAT(0), bad = SPLAT(0);
  for (size_t from = 0; from < data.samples; from += (size_t)run->room) {
    const size_t left = data.samples - from;
    const int count = left < (size_t)run->room ? (int)left : run->room;
    VECTOR *x = (VECTOR *)run->activations[0];
    for (size_t j = 0; j < (size_t)count * d; ++j) x[j] = SPLAT(data.inputs[from * d + j]);
    NAME(lane_forward)(run, count);
    const VECTOR *f = (VECTOR *)run->activations[run->layer_count];
    for (size_t j = 0; j < (size_t)count * outputs; ++j) {
      const VECTOR r = f[j] - SPLAT(data.targets[from * outputs + j]);
      total += r * r;
    }
  }
  // 0 times a number that is not finite is not a number.
  for (int l = 0; l < run->layer_count; ++l) {
    const VECTOR *w = (VECTOR *)run->weights[l], *b = (VECTOR *)run->bias[l];
    for (size_t j = 0; j < (size_t)run->widths[l] * (size_t)run->widths[l + 1]; ++j) bad += w[j] * 0;
    for (int j = 0; j < run->widths[l + 1]; ++j) bad += b[j] * 0;
  }
  SAVE(losses, total / (2 * (double)data.samples) + bad);
}

const flatbook_lane_variant NAME(flatbook_lane_variant) = {WIDTH, NAME(lane_steps), NAME(lane_losses)};
