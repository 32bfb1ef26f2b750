// What a training run of a dense network keeps between its steps. See Body/dense.h for the layouts.
#ifndef FLATBOOK_DENSE_PLAN_H
#define FLATBOOK_DENSE_PLAN_H
#include "../include/CKernels.h"
#include "team.h"
#include <stdbool.h>
#include <stdint.h>

// A panel: some vectors of output units, all inputs. Offsets in elements from the start of the layer's weights.
typedef struct {
  size_t weights;
  int vectors;
  size_t column;  // the first unit
} flatbook_panel;

typedef struct {
  int inputs, outputs;
  size_t input_stride, output_stride;  // elements between two samples of a batch in the buffers
  bool outputs_in_lanes;
  int panel_count;
  flatbook_panel *panels;
  void *weights, *bias;
} flatbook_layer;

struct flatbook_dense {
  flatbook_level level;
  bool single;
  flatbook_activation activation;
  bool biases;
  int layer_count;
  int *widths;
  int capacity;
  flatbook_layer *layers;
  // activations[p][l] goes into layer l, deltas[p][l] comes out of layer l - 1, both for the batches of parity p.
  void **activations[2], **deltas[2];
  int parity;
  flatbook_team *team;
  int pending;  // samples of the batch whose updates of the layers with outputs in lanes are still to be made
};

typedef struct {
  int width, panel_vectors;
  void (*load)(flatbook_dense *plan, const double *parameters);
  void (*store)(const flatbook_dense *plan, double *parameters);
  void (*steps)(
      flatbook_dense *plan, flatbook_data data, const int32_t *indices, const int32_t *counts, int32_t batch_size, size_t steps,
      double rate);
  void (*tanh)(size_t count, const void *input, void *output);
} flatbook_variant;

struct flatbook_lanes {
  flatbook_level level;
  flatbook_activation activation;
  bool biases;
  int layer_count;
  int *widths;
  int capacity, room;  // samples in a batch; samples for which the buffers have room
  // Everything is in vectors: one training per lane.
  double **weights, **bias, **activations, **deltas;
  double *residual_targets, *rates;
};

typedef struct {
  int width;
  void (*steps)(flatbook_lanes *run, flatbook_data data, const int32_t *const *indices, size_t steps);
  void (*losses)(flatbook_lanes *run, flatbook_data data, double *losses);
} flatbook_lane_variant;

extern const flatbook_variant flatbook_variant_double_baseline, flatbook_variant_single_baseline;
#if defined(__x86_64__)
extern const flatbook_variant flatbook_variant_double_avx2, flatbook_variant_single_avx2;
extern const flatbook_variant flatbook_variant_double_avx512, flatbook_variant_single_avx512;
#endif
extern const flatbook_lane_variant flatbook_lane_variant_double_baseline;
#if defined(__x86_64__)
extern const flatbook_lane_variant flatbook_lane_variant_double_avx2, flatbook_lane_variant_double_avx512;
#endif
const flatbook_lane_variant *flatbook_lane_variant_of(flatbook_level level);
const flatbook_variant *flatbook_variant_of(flatbook_level level, bool single);
#endif
