// The memory of a training run: what Body/dense.h works in.
#include "Body/dense_plan.h"
#include <stdlib.h>
#include <string.h>

// Zeros on a cache line's border; NULL when there is no memory.
static void *zeros(size_t count, size_t size) {
  const size_t bytes = (count * size + 127) / 64 * 64;
  void *memory = aligned_alloc(64, bytes);
  if (memory) memset(memory, 0, bytes);
  return memory;
}

static size_t whole(size_t count, size_t width) { return (count + width - 1) / width * width; }

// Rows of whole vectors, and not all in the same few sets of the cache.
static size_t row_stride(int width, const flatbook_variant *variant, size_t size) {
  size_t stride = whole((size_t)width, (size_t)variant->width);
  if (stride * size >= 1024 && stride * size % 1024 == 0) stride += (size_t)variant->width;
  return stride;
}

static bool make_layer(flatbook_dense *plan, int l, const flatbook_variant *variant, size_t size) {
  flatbook_layer *layer = &plan->layers[l];
  const size_t width = (size_t)variant->width;
  layer->inputs = plan->widths[l];
  layer->outputs = plan->widths[l + 1];
  layer->input_stride = row_stride(layer->inputs, variant, size);
  layer->output_stride = row_stride(layer->outputs, variant, size);
  const size_t in = (size_t)layer->inputs, out = (size_t)layer->outputs;
  layer->outputs_in_lanes = out >= width || whole(out, width) * in <= whole(in, width) * out;
  layer->bias = zeros(whole(out, width), size);
  size_t count = out * whole(in, width);
  if (layer->outputs_in_lanes) {
    const size_t vectors = whole(out, width) / width, rows = whole(in, width), most = (size_t)variant->panel_vectors;
    const size_t panels = (vectors + most - 1) / most;
    layer->panels = calloc(panels, sizeof(flatbook_panel));
    if (!layer->panels) return false;
    layer->panel_count = (int)panels;
    size_t first = 0;
    for (size_t p = 0; p < panels; ++p) {
      const size_t next = vectors * (p + 1) / panels;
      layer->panels[p] = (flatbook_panel){
          .weights = first * width * rows, .vectors = (int)(next - first), .column = first * width};
      first = next;
    }
    count = rows * vectors * width;
  }
  layer->weights = zeros(count, size);
  return layer->bias && layer->weights;
}

flatbook_dense *flatbook_dense_create(flatbook_dense_shape shape) {
  flatbook_dense *plan = calloc(1, sizeof *plan);
  if (!plan) return NULL;
  const flatbook_level best = flatbook_best_level();
  plan->level = shape.level < best ? shape.level : best;
  plan->single = shape.single;
  plan->activation = shape.activation;
  plan->biases = shape.biases;
  plan->layer_count = shape.layer_count;
  plan->capacity = shape.batch_capacity;
  const size_t layers = (size_t)shape.layer_count, size = shape.single ? sizeof(float) : sizeof(double);
  const flatbook_variant *variant = flatbook_variant_of(plan->level, plan->single);
  bool made = true;
  plan->widths = calloc(layers + 1, sizeof(int));
  plan->layers = calloc(layers, sizeof(flatbook_layer));
  for (int p = 0; p < 2; ++p) {
    plan->activations[p] = calloc(layers + 1, sizeof(void *));
    plan->deltas[p] = calloc(layers + 1, sizeof(void *));
    made = made && plan->activations[p] && plan->deltas[p];
  }
  made = made && plan->widths && plan->layers;
  if (made) memcpy(plan->widths, shape.widths, (layers + 1) * sizeof(int));
  for (size_t l = 0; made && l < layers; ++l) made = make_layer(plan, (int)l, variant, size);
  for (size_t l = 0; made && l <= layers; ++l) {
    const size_t count = row_stride(plan->widths[l], variant, size) * (size_t)plan->capacity;
    for (int p = 0; made && p < 2; ++p) {
      plan->activations[p][l] = zeros(count, size);
      plan->deltas[p][l] = zeros(count, size);
      made = plan->activations[p][l] && plan->deltas[p][l];
    }
  }
  if (made) {
    plan->team = flatbook_team_create(shape.threads);
    return plan;
  }
  flatbook_dense_destroy(plan);
  return NULL;
}

void flatbook_dense_destroy(flatbook_dense *plan) {
  if (!plan) return;
  flatbook_team_destroy(plan->team);
  for (int l = 0; plan->layers && l < plan->layer_count; ++l) {
    free(plan->layers[l].weights);
    free(plan->layers[l].bias);
    free(plan->layers[l].panels);
  }
  for (int p = 0; p < 2; ++p) {
    for (int l = 0; l <= plan->layer_count; ++l) {
      if (plan->activations[p]) free(plan->activations[p][l]);
      if (plan->deltas[p]) free(plan->deltas[p][l]);
    }
    free(plan->activations[p]);
    free(plan->deltas[p]);
  }
  free(plan->layers);
  free(plan->widths);
  free(plan);
}

void flatbook_dense_load(flatbook_dense *plan, const double *parameters) {
  flatbook_variant_of(plan->level, plan->single)->load(plan, parameters);
}

void flatbook_dense_store(const flatbook_dense *plan, double *parameters) {
  flatbook_variant_of(plan->level, plan->single)->store(plan, parameters);
}

void flatbook_dense_steps(
    flatbook_dense *plan, flatbook_data data, const int32_t *indices, const int32_t *counts, int32_t batch_size,
    size_t steps, double rate) {
  flatbook_variant_of(plan->level, plan->single)->steps(plan, data, indices, counts, batch_size, steps, rate);
}
