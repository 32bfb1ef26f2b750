// Steps of SGD on the squared loss for a dense network. Included by Body/variant.h for each precision.
//
// Layouts. A layer with its outputs in lanes stores, for each panel of up to PANEL vectors of output units, a row of
// the panel's weights for every input: the forward pass and the update run along vectors of units, and only the
// backward pass sums across lanes. A layer with fewer outputs than lanes stores a row of inputs for every output.
// Rows are padded with zeros to whole vectors, and all padding stays zero. Buffers hold one padded row per sample.
//
// The changes of a parameter by the samples of a batch are summed before they are added to it, so that a step rounds a
// parameter once: each change is far smaller than the parameter, and added alone would lose its last digits.
//
// The update of a layer with outputs in lanes is made one step later, just before its next use: a panel (or a block
// of its rows that fits the first cache) is then read once for both.

// C[r][v] = start + sum over k of A(r, k) B[k][v]; A(r, k) is a[r·stride + k], or a[k·stride + r] when `across`.
// start: 0 zero, 1 C (added last), 2 the row `bias`. finish: 0 nothing, 1 ReLU, 2 times ReLU', 3 times tanh' at `h`.
INLINE void NAME(tile)(
    const int rows, const int vectors, const bool across, int start, int finish, size_t depth, const REAL *a,
    size_t stride, const REAL *b, size_t b_stride, REAL *c, size_t c_stride, const REAL *bias, const REAL *h,
    size_t h_stride) {
  VECTOR sum[6][4];
  if (across && start == 1) {  // the weights of the next tile: an update of a large layer is a walk through memory
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int v = 0; v < vectors; ++v)
        __builtin_prefetch(c + (r + rows) * c_stride + v * WIDTH, 1);
  }
  UNROLL for (int v = 0; v < vectors; ++v) {
    const VECTOR first = start == 2 ? LOAD(bias + v * WIDTH) : SPLAT(0);
    UNROLL for (int r = 0; r < rows; ++r) sum[r][v] = first;
  }
  for (size_t k = 0; k < depth; ++k) {
    VECTOR w[4];
    UNROLL for (int v = 0; v < vectors; ++v) w[v] = LOAD(b + k * b_stride + v * WIDTH);
    UNROLL for (int r = 0; r < rows; ++r) {
      const VECTOR x = SPLAT(across ? a[k * stride + r] : a[r * stride + k]);
      UNROLL for (int v = 0; v < vectors; ++v) sum[r][v] += x * w[v];
    }
  }
  if (start == 1) {
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int v = 0; v < vectors; ++v) sum[r][v] +=
        LOAD(c + r * c_stride + v * WIDTH);
  }
  if (finish == 1) {
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int v = 0; v < vectors; ++v) sum[r][v] = NAME(relu)(sum[r][v]);
  } else if (finish >= 2) {
    UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int v = 0; v < vectors; ++v) {
      const VECTOR at = LOAD(h + r * h_stride + v * WIDTH);
      sum[r][v] = finish == 2 ? (at > 0 ? sum[r][v] : SPLAT(0)) : sum[r][v] * (1 - at * at);
    }
  }
  UNROLL for (int r = 0; r < rows; ++r) UNROLL for (int v = 0; v < vectors; ++v)
      SAVE(c + r * c_stride + v * WIDTH, sum[r][v]);
}

typedef void NAME(tile_function)(
    int start, int finish, size_t depth, const REAL *a, size_t stride, const REAL *b, size_t b_stride, REAL *c,
    size_t c_stride, const REAL *bias, const REAL *h, size_t h_stride);

#define TILE(rows, vectors, across, which)                                                                         \
  static void NAME(which##rows##vectors)(                                                                          \
      int start, int finish, size_t depth, const REAL *a, size_t stride, const REAL *b, size_t b_stride, REAL *c,  \
      size_t c_stride, const REAL *bias, const REAL *h, size_t h_stride) {                                         \
    NAME(tile)(rows, vectors, across, start, finish, depth, a, stride, b, b_stride, c, c_stride, bias, h, h_stride); \
  }
#if PANEL == 4
#define TILES(rows, across, which) \
  TILE(rows, 1, across, which) TILE(rows, 2, across, which) TILE(rows, 3, across, which) TILE(rows, 4, across, which)
#define TILE_NAMES(rows, which) \
  { NAME(which##rows##1), NAME(which##rows##2), NAME(which##rows##3), NAME(which##rows##4) }
#else
#define TILES(rows, across, which) TILE(rows, 1, across, which) TILE(rows, 2, across, which)
#define TILE_NAMES(rows, which) \
  { NAME(which##rows##1), NAME(which##rows##2) }
#endif
#define ALL_TILES(across, which)                                                                  \
  TILES(1, across, which) TILES(2, across, which) TILES(3, across, which) TILES(4, across, which) \
  TILES(5, across, which) TILES(6, across, which)                                                 \
  static NAME(tile_function) *const NAME(which)[6][PANEL] = {                                     \
      TILE_NAMES(1, which), TILE_NAMES(2, which), TILE_NAMES(3, which),                           \
      TILE_NAMES(4, which), TILE_NAMES(5, which), TILE_NAMES(6, which)};
ALL_TILES(false, along_)
ALL_TILES(true, across_)

// The product above for any number of rows: tiles of at most six, of nearly equal size.
INLINE void NAME(rows)(
    const bool across, size_t rows, int vectors, int start, int finish, size_t depth, const REAL *a, size_t stride,
    const REAL *b, size_t b_stride, REAL *c, size_t c_stride, const REAL *bias, const REAL *h, size_t h_stride) {
  size_t tiles = (rows + 5) / 6;
  for (size_t r = 0; r < rows; --tiles) {
    const size_t count = (rows - r + tiles - 1) / tiles;
    (across ? NAME(across_) : NAME(along_))[count - 1][vectors - 1](
        start, finish, depth, across ? a + r : a + r * stride, stride, b, b_stride, c + r * c_stride, c_stride, bias,
        h + r * h_stride, h_stride);
    r += count;
  }
}

// A panel for batches of up to three samples: each weight is read once, updated by the last batch and used by this one.
INLINE void NAME(stream)(
    const int count, const int vectors, size_t depth, const REAL *last_h, const REAL *last_delta, const REAL *h,
    size_t h_stride, size_t z_stride, REAL *w, REAL *z, const REAL *bias, bool rectified) {
  VECTOR delta[3][4], sum[3][4];
  UNROLL for (int v = 0; v < vectors; ++v) {
    const VECTOR first = LOAD(bias + v * WIDTH);
    UNROLL for (int i = 0; i < count; ++i) {
      delta[i][v] = LOAD(last_delta + i * z_stride + v * WIDTH);
      sum[i][v] = first;
    }
  }
  for (size_t k = 0; k < depth; ++k) {
    VECTOR row[4];
    UNROLL for (int v = 0; v < vectors; ++v) row[v] = LOAD(w + (k * vectors + v) * WIDTH);
    UNROLL for (int v = 0; v < vectors; ++v) {
      VECTOR change = SPLAT(0);
      UNROLL for (int i = 0; i < count; ++i) change += SPLAT(last_h[i * h_stride + k]) * delta[i][v];
      row[v] += change;
    }
    UNROLL for (int v = 0; v < vectors; ++v) SAVE(w + (k * vectors + v) * WIDTH, row[v]);
    UNROLL for (int i = 0; i < count; ++i) {
      const VECTOR x = SPLAT(h[i * h_stride + k]);
      UNROLL for (int v = 0; v < vectors; ++v) sum[i][v] += x * row[v];
    }
  }
  UNROLL for (int i = 0; i < count; ++i) UNROLL for (int v = 0; v < vectors; ++v)
      SAVE(z + i * z_stride + v * WIDTH, rectified ? NAME(relu)(sum[i][v]) : sum[i][v]);
}

typedef void NAME(stream_function)(
    size_t depth, const REAL *last_h, const REAL *last_delta, const REAL *h, size_t h_stride, size_t z_stride, REAL *w,
    REAL *z, const REAL *bias, bool rectified);
#define STREAM(count, vectors)                                                                                     \
  static void NAME(stream##count##vectors)(                                                                        \
      size_t depth, const REAL *last_h, const REAL *last_delta, const REAL *h, size_t h_stride, size_t z_stride,   \
      REAL *w, REAL *z, const REAL *bias, bool rectified) {                                                        \
    NAME(stream)(count, vectors, depth, last_h, last_delta, h, h_stride, z_stride, w, z, bias, rectified);         \
  }
STREAM(1, 1) STREAM(1, 2) STREAM(2, 1) STREAM(2, 2) STREAM(3, 1) STREAM(3, 2)
#if PANEL == 4
STREAM(1, 3) STREAM(1, 4) STREAM(2, 3) STREAM(2, 4) STREAM(3, 3) STREAM(3, 4)
static NAME(stream_function) *const NAME(streams)[3][PANEL] = {
    {NAME(stream11), NAME(stream12), NAME(stream13), NAME(stream14)},
    {NAME(stream21), NAME(stream22), NAME(stream23), NAME(stream24)},
    {NAME(stream31), NAME(stream32), NAME(stream33), NAME(stream34)}};
#else
static NAME(stream_function) *const NAME(streams)[3][PANEL] = {
    {NAME(stream11), NAME(stream12)}, {NAME(stream21), NAME(stream22)}, {NAME(stream31), NAME(stream32)}};
#endif

// WIDTH rows of weights against `count` samples of deltas, summed across lanes, times the derivative at h.
INLINE void NAME(gather)(
    const int count, const flatbook_layer *layer, size_t row, const REAL *delta, size_t delta_stride, REAL *out,
    const REAL *h, size_t stride, bool rectified) {
  VECTOR sum[GATHERED][WIDTH];
  UNROLL for (int i = 0; i < count; ++i) UNROLL for (int r = 0; r < WIDTH; ++r) sum[i][r] = SPLAT(0);
  for (int p = 0; p < layer->panel_count; ++p) {
    const flatbook_panel panel = layer->panels[p];
    const size_t step = (size_t)panel.vectors * WIDTH;
    const REAL *w = (const REAL *)layer->weights + panel.weights + row * step;
    const REAL *d = delta + panel.column;
    for (size_t v = 0; v < step; v += WIDTH) {
      VECTOR x[GATHERED];
      UNROLL for (int i = 0; i < count; ++i) x[i] = LOAD(d + i * delta_stride + v);
      UNROLL for (int r = 0; r < WIDTH; ++r) {
        const VECTOR weight = LOAD(w + r * step + v);
        UNROLL for (int i = 0; i < count; ++i) sum[i][r] += x[i] * weight;
      }
    }
  }
  UNROLL for (int i = 0; i < count; ++i) {
    const VECTOR at = LOAD(h + i * stride);
    const VECTOR s = NAME(sums)(sum[i]);
    SAVE(out + i * stride, rectified ? (at > 0 ? s : SPLAT(0)) : s * (1 - at * at));
  }
}

static void NAME(gather1)(
    const flatbook_layer *layer, size_t row, const REAL *delta, size_t delta_stride, REAL *out, const REAL *h,
    size_t stride, bool rectified) {
  NAME(gather)(1, layer, row, delta, delta_stride, out, h, stride, rectified);
}
#if GATHERED == 3
static void NAME(gather2)(
    const flatbook_layer *layer, size_t row, const REAL *delta, size_t delta_stride, REAL *out, const REAL *h,
    size_t stride, bool rectified) {
  NAME(gather)(2, layer, row, delta, delta_stride, out, h, stride, rectified);
}
static void NAME(gather3)(
    const flatbook_layer *layer, size_t row, const REAL *delta, size_t delta_stride, REAL *out, const REAL *h,
    size_t stride, bool rectified) {
  NAME(gather)(3, layer, row, delta, delta_stride, out, h, stride, rectified);
}
#endif

// One output unit with its inputs in lanes, for up to WIDTH samples at a time.
static void NAME(unit)(
    int count, size_t vectors, const REAL *h, size_t h_stride, const REAL *w, REAL bias, REAL *z, size_t z_stride) {
  int i = 0;
  for (; i + 2 < count; i += WIDTH) {
    const int last = count - i < WIDTH ? count - i - 1 : WIDTH - 1;
    VECTOR sum[WIDTH];
    UNROLL for (int s = 0; s < WIDTH; ++s) sum[s] = SPLAT(0);
    for (size_t v = 0; v < vectors * WIDTH; v += WIDTH) {
      const VECTOR weight = LOAD(w + v);
      UNROLL for (int s = 0; s < WIDTH; ++s) sum[s] += LOAD(h + (i + (s < last ? s : last)) * h_stride + v) * weight;
    }
    const VECTOR total = NAME(sums)(sum) + bias;
    for (int s = 0; s <= last; ++s) z[(i + s) * z_stride] = total[s];
  }
  for (; i < count; ++i) {
    VECTOR sum = SPLAT(0);
    for (size_t v = 0; v < vectors * WIDTH; v += WIDTH) sum += LOAD(h + i * h_stride + v) * LOAD(w + v);
    REAL total = bias;
    REAL part[WIDTH];
    SAVE(part, sum);
    for (int half = WIDTH / 2; half > 0; half /= 2)
      for (int s = 0; s < half; ++s) part[s] += part[s + half];
    z[i * z_stride] = total + part[0];
  }
}

INLINE void NAME(tanh_rows)(int count, size_t length, REAL *z, size_t stride) {
  for (int i = 0; i < count; ++i)
    for (size_t v = 0; v < length; v += WIDTH) SAVE(z + i * stride + v, NAME(tanh)(LOAD(z + i * stride + v)));
}

// Adds the deltas of a batch to the bias of a layer with outputs in lanes.
INLINE void NAME(update_bias)(int count, size_t length, const REAL *delta, size_t stride, REAL *bias) {
  for (size_t v = 0; v < length; v += WIDTH) {
    VECTOR change = SPLAT(0);
    for (int i = 0; i < count; ++i) change += LOAD(delta + i * stride + v);
    SAVE(bias + v, LOAD(bias + v) + change);
  }
}

// What the threads of a team share: a layer of a run, for so many samples.
typedef struct {
  flatbook_dense *plan;
  int layer, count;
} NAME(share);

// The pending update of a panel of a layer with outputs in lanes, and then its forward pass on `count` samples (0: none).
static void NAME(panel)(void *context, int p) {
  const NAME(share) *share = context;
  flatbook_dense *plan = share->plan;
  const int l = share->layer, count = share->count;
  const flatbook_layer *layer = &plan->layers[l];
  const flatbook_panel panel = layer->panels[p];
  const int now = plan->parity, before = 1 - now, pending = plan->pending;
  const REAL *h = plan->activations[now][l], *last_h = plan->activations[before][l];
  const REAL *last_delta = (const REAL *)plan->deltas[before][l + 1] + panel.column;
  REAL *z = (REAL *)plan->activations[now][l + 1] + panel.column, *bias = (REAL *)layer->bias + panel.column;
  REAL *weights = (REAL *)layer->weights + panel.weights;
  const size_t in = layer->input_stride, out = layer->output_stride, depth = (size_t)layer->inputs;
  const size_t step = (size_t)panel.vectors * WIDTH;
  const bool hidden = l + 1 < plan->layer_count;
  const bool rectified = hidden && plan->activation == flatbook_relu;
  const bool hyperbolic = hidden && plan->activation == flatbook_hyperbolic_tangent;
  if (pending > 0 && plan->biases) NAME(update_bias)(pending, step, last_delta, out, bias);
  if (count == pending && count <= 3) {
    NAME(streams)[count - 1][panel.vectors - 1](depth, last_h, last_delta, h, in, out, weights, z, bias, rectified);
  } else {
    // Blocks of rows that fit the first cache beside their batch.
    const size_t longest = (size_t)24576 / (PANEL * WIDTH * sizeof(REAL));
    const size_t blocks = (depth + longest - 1) / longest;
    for (size_t block = 0; block < blocks; ++block) {
      const size_t from = depth * block / blocks, rows = depth * (block + 1) / blocks - from;
      REAL *w = weights + from * step;
      if (pending > 0)
        NAME(rows)(
            true, rows, panel.vectors, 1, 0, (size_t)pending, last_h + from, in, last_delta, out, w, step, NULL, NULL, 0);
      if (count == 0) continue;
      NAME(rows)(
          false, (size_t)count, panel.vectors, block == 0 ? 2 : 1, block + 1 == blocks && rectified ? 1 : 0, rows,
          h + from, in, w, step, z, out, bias, NULL, 0);
    }
  }
  if (hyperbolic) NAME(tanh_rows)(count, step, z, out);
}

static void NAME(panels)(flatbook_dense *plan, int l, int count) {
  NAME(share) share = {plan, l, count};
  flatbook_team_share(plan->team, plan->layers[l].panel_count, NAME(panel), &share);
}

static void NAME(forward)(flatbook_dense *plan, int count) {
  for (int l = 0; l < plan->layer_count; ++l) {
    const flatbook_layer *layer = &plan->layers[l];
    if (layer->outputs_in_lanes) {
      NAME(panels)(plan, l, count);
      continue;
    }
    const REAL *h = plan->activations[plan->parity][l], *w = layer->weights, *bias = layer->bias;
    REAL *z = plan->activations[plan->parity][l + 1];
    const size_t row = (size_t)(layer->inputs + WIDTH - 1) / WIDTH;
    for (int o = 0; o < layer->outputs; ++o)
      NAME(unit)(count, row, h, layer->input_stride, w + (size_t)o * row * WIDTH, bias[o], z + o, layer->output_stride);
    if (l + 1 < plan->layer_count) {
      for (int i = 0; i < count; ++i) {
        REAL *at = z + i * layer->output_stride;
        SAVE(at, plan->activation == flatbook_relu ? NAME(relu)(LOAD(at)) : NAME(tanh)(LOAD(at)));
      }
    }
  }
}

// Row blocks of WIDTH units whose deltas are one part of a team's work.
enum { NAME(gathered_blocks) = 4 };

// Deltas of some units that go into a layer with outputs in lanes.
static void NAME(gather_units)(void *context, int part) {
  const NAME(share) *share = context;
  const flatbook_dense *plan = share->plan;
  const int l = share->layer, count = share->count;
  const flatbook_layer *layer = &plan->layers[l];
  const bool rectified = plan->activation == flatbook_relu;
  const REAL *h = plan->activations[plan->parity][l], *delta = plan->deltas[plan->parity][l + 1];
  REAL *out = plan->deltas[plan->parity][l];
  const size_t in = layer->input_stride, delta_stride = layer->output_stride;
  const size_t first = (size_t)part * NAME(gathered_blocks) * WIDTH, units = (size_t)layer->inputs;
  const size_t next = first + NAME(gathered_blocks) * WIDTH;
  for (size_t row = first; row < (next < units ? next : units); row += WIDTH) {
    int i = 0;
#if GATHERED == 3
    for (; i + 3 <= count; i += 3)
      NAME(gather3)(layer, row, delta + i * delta_stride, delta_stride, out + i * in + row, h + i * in + row, in, rectified);
    if (i + 2 == count) {
      NAME(gather2)(layer, row, delta + i * delta_stride, delta_stride, out + i * in + row, h + i * in + row, in, rectified);
      i += 2;
    }
#endif
    for (; i < count; ++i)
      NAME(gather1)(layer, row, delta + i * delta_stride, delta_stride, out + i * in + row, h + i * in + row, in, rectified);
  }
}

// Deltas of every layer; and the update of the layers with inputs in lanes, whose weights they have used by then.
static void NAME(backward)(flatbook_dense *plan, int count) {
  const bool rectified = plan->activation == flatbook_relu;
  for (int l = plan->layer_count - 1; l >= 0; --l) {
    const flatbook_layer *layer = &plan->layers[l];
    const REAL *h = plan->activations[plan->parity][l];
    const REAL *delta = plan->deltas[plan->parity][l + 1];
    REAL *out = plan->deltas[plan->parity][l];
    const size_t in = layer->input_stride, delta_stride = layer->output_stride;
    if (layer->outputs_in_lanes) {
      if (l == 0) continue;
      NAME(share) share = {plan, l, count};
      const int blocks = (layer->inputs + WIDTH - 1) / WIDTH;
      flatbook_team_share(
          plan->team, (blocks + NAME(gathered_blocks) - 1) / NAME(gathered_blocks), NAME(gather_units), &share);
      continue;
    }
    REAL *w = layer->weights, *bias = layer->bias;
    const int vectors = (layer->inputs + WIDTH - 1) / WIDTH;
    const size_t row = (size_t)vectors * WIDTH;
    for (int v = 0; v < vectors; v += PANEL) {
      const int some = vectors - v < PANEL ? vectors - v : PANEL;
      const size_t at = (size_t)v * WIDTH;
      if (l > 0)
        NAME(rows)(
            false, (size_t)count, some, 0, rectified ? 2 : 3, (size_t)layer->outputs, delta, delta_stride, w + at, row,
            out + at, in, NULL, h + at, in);
      NAME(rows)(
          true, (size_t)layer->outputs, some, 1, 0, (size_t)count, delta, delta_stride, h + at, in, w + at, row, NULL,
          NULL, 0);
    }
    for (int o = 0; plan->biases && o < layer->outputs; ++o) {
      REAL change = 0;
      for (int i = 0; i < count; ++i) change += delta[i * delta_stride + o];
      bias[o] += change;
    }
  }
}

static void NAME(steps)(
    flatbook_dense *plan, flatbook_data data, const int32_t *indices, const int32_t *counts, int32_t batch_size,
    size_t steps, double rate) {
  const int last = plan->layer_count;
  const size_t d = (size_t)plan->widths[0], outputs = (size_t)plan->widths[last];
  const size_t in = plan->layers[0].input_stride, out = plan->layers[last - 1].output_stride;
  for (size_t step = 0; step < steps; ++step) {
    const int count = counts ? counts[step] : batch_size;
    REAL *x = plan->activations[plan->parity][0];
    for (int i = 0; i < count; ++i) {
      const double *from = data.inputs + (size_t)indices[i] * d;
      for (size_t j = 0; j < d; ++j) x[i * in + j] = (REAL)from[j];
    }
    NAME(forward)(plan, count);
    const REAL *f = plan->activations[plan->parity][last];
    REAL *delta = plan->deltas[plan->parity][last];
    const REAL scale = (REAL)(-rate / count);  // every delta carries it, so that updates are sums of products
    for (int i = 0; i < count; ++i) {
      const double *y = data.targets + (size_t)indices[i] * outputs;
      for (size_t c = 0; c < outputs; ++c) delta[i * out + c] = scale * (f[i * out + c] - (REAL)y[c]);
    }
    NAME(backward)(plan, count);
    plan->pending = count;
    plan->parity = 1 - plan->parity;
    indices += count;
  }
  for (int l = 0; l < last; ++l)
    if (plan->layers[l].outputs_in_lanes) NAME(panels)(plan, l, 0);
  plan->pending = 0;
}

static void NAME(load_parameters)(flatbook_dense *plan, const double *parameters) {
  for (int l = 0; l < plan->layer_count; ++l) {
    const flatbook_layer *layer = &plan->layers[l];
    const size_t in = (size_t)layer->inputs, out = (size_t)layer->outputs;
    REAL *weights = layer->weights, *bias = layer->bias;
    if (layer->outputs_in_lanes) {
      for (int p = 0; p < layer->panel_count; ++p) {
        const flatbook_panel panel = layer->panels[p];
        const size_t step = (size_t)panel.vectors * WIDTH;
        const size_t units = out - panel.column < step ? out - panel.column : step;
        for (size_t o = 0; o < units; ++o)
          for (size_t i = 0; i < in; ++i)
            weights[panel.weights + i * step + o] = (REAL)parameters[(panel.column + o) * in + i];
      }
    } else {
      const size_t row = (in + WIDTH - 1) / WIDTH * WIDTH;
      for (size_t o = 0; o < out; ++o)
        for (size_t i = 0; i < in; ++i) weights[o * row + i] = (REAL)parameters[o * in + i];
    }
    parameters += in * out;
    if (plan->biases) {
      for (size_t o = 0; o < out; ++o) bias[o] = (REAL)parameters[o];
      parameters += out;
    }
  }
}

static void NAME(store_parameters)(const flatbook_dense *plan, double *parameters) {
  for (int l = 0; l < plan->layer_count; ++l) {
    const flatbook_layer *layer = &plan->layers[l];
    const size_t in = (size_t)layer->inputs, out = (size_t)layer->outputs;
    const REAL *weights = layer->weights, *bias = layer->bias;
    if (layer->outputs_in_lanes) {
      for (int p = 0; p < layer->panel_count; ++p) {
        const flatbook_panel panel = layer->panels[p];
        const size_t step = (size_t)panel.vectors * WIDTH;
        const size_t units = out - panel.column < step ? out - panel.column : step;
        for (size_t o = 0; o < units; ++o)
          for (size_t i = 0; i < in; ++i)
            parameters[(panel.column + o) * in + i] = weights[panel.weights + i * step + o];
      }
    } else {
      const size_t row = (in + WIDTH - 1) / WIDTH * WIDTH;
      for (size_t o = 0; o < out; ++o)
        for (size_t i = 0; i < in; ++i) parameters[o * in + i] = weights[o * row + i];
    }
    parameters += in * out;
    if (plan->biases) {
      for (size_t o = 0; o < out; ++o) parameters[o] = bias[o];
      parameters += out;
    }
  }
}

static void NAME(tanh_array)(size_t count, const void *input, void *output) {
  const REAL *x = input;
  REAL *y = output;
  size_t i = 0;
  for (; i + WIDTH <= count; i += WIDTH) SAVE(y + i, NAME(tanh)(LOAD(x + i)));
  if (i < count) {
    REAL rest[WIDTH] = {0};
    for (size_t j = i; j < count; ++j) rest[j - i] = x[j];
    SAVE(rest, NAME(tanh)(LOAD(rest)));
    for (size_t j = i; j < count; ++j) y[j] = rest[j - i];
  }
}

const flatbook_variant NAME(flatbook_variant) = {
    WIDTH, PANEL, NAME(load_parameters), NAME(store_parameters), NAME(steps), NAME(tanh_array)};
