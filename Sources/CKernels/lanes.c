// The memory of trainings side by side: what Body/lanes.h works in.
#include "Body/dense_plan.h"
#include <stdlib.h>
#include <string.h>

int flatbook_lane_count(flatbook_level level) { return flatbook_lane_variant_of(level)->width; }

static double *vectors(size_t count, int width) {
  const size_t bytes = (count * (size_t)width * sizeof(double) + 127) / 64 * 64;
  double *memory = aligned_alloc(64, bytes);
  if (memory) memset(memory, 0, bytes);
  return memory;
}

flatbook_lanes *flatbook_lanes_create(flatbook_dense_shape shape) {
  flatbook_lanes *run = calloc(1, sizeof *run);
  if (!run) return NULL;
  const int width = flatbook_lane_count(shape.level);
  const size_t layers = (size_t)shape.layer_count;
  run->level = shape.level;
  run->activation = shape.activation;
  run->biases = shape.biases;
  run->layer_count = shape.layer_count;
  run->capacity = shape.batch_capacity;
  run->room = shape.batch_capacity < 4 ? 4 : shape.batch_capacity;
  run->widths = calloc(layers + 1, sizeof(int));
  run->weights = calloc(layers, sizeof(double *));
  run->bias = calloc(layers, sizeof(double *));
  run->activations = calloc(layers + 1, sizeof(double *));
  run->deltas = calloc(layers + 1, sizeof(double *));
  run->rates = vectors(1, width);
  bool made = run->widths && run->weights && run->bias && run->activations && run->deltas && run->rates;
  if (made) memcpy(run->widths, shape.widths, (layers + 1) * sizeof(int));
  for (size_t l = 0; made && l <= layers; ++l) {
    const size_t units = (size_t)shape.widths[l], room = (size_t)run->room;
    run->activations[l] = vectors(units * room, width);
    run->deltas[l] = vectors(units * room, width);
    made = run->activations[l] && run->deltas[l];
    if (made && l < layers) {
      run->weights[l] = vectors(units * (size_t)shape.widths[l + 1], width);
      run->bias[l] = vectors((size_t)shape.widths[l + 1], width);
      made = run->weights[l] && run->bias[l];
    }
  }
  if (made) {
    run->residual_targets = vectors((size_t)shape.widths[layers] * (size_t)run->room, width);
    made = run->residual_targets;
  }
  if (!made) {
    flatbook_lanes_destroy(run);
    return NULL;
  }
  return run;
}

void flatbook_lanes_destroy(flatbook_lanes *run) {
  if (!run) return;
  for (int l = 0; l <= run->layer_count; ++l) {
    if (run->activations) free(run->activations[l]);
    if (run->deltas) free(run->deltas[l]);
    if (run->weights && l < run->layer_count) free(run->weights[l]);
    if (run->bias && l < run->layer_count) free(run->bias[l]);
  }
  free(run->widths);
  free(run->weights);
  free(run->bias);
  free(run->activations);
  free(run->deltas);
  free(run->rates);
  free(run->residual_targets);
  free(run);
}

void flatbook_lanes_load(flatbook_lanes *run, int lane, const double *parameters, double learning_rate) {
  const size_t width = (size_t)flatbook_lane_count(run->level), at = (size_t)lane;
  run->rates[lane] = parameters ? learning_rate : 0;
  for (int l = 0; l < run->layer_count; ++l) {
    const size_t out = (size_t)run->widths[l + 1], count = (size_t)run->widths[l] * out;
    for (size_t j = 0; j < count; ++j) run->weights[l][j * width + at] = parameters ? *parameters++ : 0;
    for (size_t o = 0; o < out; ++o) run->bias[l][o * width + at] = parameters && run->biases ? *parameters++ : 0;
  }
}

void flatbook_lanes_store(const flatbook_lanes *run, int lane, double *parameters) {
  const size_t width = (size_t)flatbook_lane_count(run->level), at = (size_t)lane;
  for (int l = 0; l < run->layer_count; ++l) {
    const size_t out = (size_t)run->widths[l + 1], count = (size_t)run->widths[l] * out;
    for (size_t j = 0; j < count; ++j) *parameters++ = run->weights[l][j * width + at];
    for (size_t o = 0; run->biases && o < out; ++o) *parameters++ = run->bias[l][o * width + at];
  }
}

void flatbook_lanes_steps(flatbook_lanes *run, flatbook_data data, const int32_t *const *indices, size_t steps) {
  flatbook_lane_variant_of(run->level)->steps(run, data, indices, steps);
}

void flatbook_lanes_losses(flatbook_lanes *run, flatbook_data data, double *losses) {
  flatbook_lane_variant_of(run->level)->losses(run, data, losses);
}
