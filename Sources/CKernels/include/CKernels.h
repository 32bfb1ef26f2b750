// Elementwise and fused kernels: one body each, compiled for several instruction sets and chosen at run time.
#ifndef FLATBOOK_CKERNELS_H
#define FLATBOOK_CKERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An instruction set. What the processor lacks is replaced by the best that it has.
typedef enum { flatbook_baseline, flatbook_avx2, flatbook_avx512 } flatbook_level;

/// The best instruction set of this processor.
flatbook_level flatbook_best_level(void);

/// The file that holds this code: a shared library or the program itself. NULL when the system does not say.
const char *flatbook_library_path(void);

/// How many cores the process is bound to; 0 when the system does not say.
int flatbook_bound_cores(void);

/// output[i] = tanh(input[i]); the two may be the same array. Error below 3 units in the last place.
void flatbook_tanh(flatbook_level level, size_t count, const double *input, double *output);

/// The exponent of a row of zeros in flatbook_even_power_sums.
#define FLATBOOK_ZERO_ROW (-100000)

/// sums[row * orders + k - 1] = sum over j of (entries[row, j] / 2^exponents[row])^(2k) for k = 1 ... orders, at most 4.
/// 2^exponent is the least power of two above the row's entries, so that nothing overflows and scaling does not round.
void flatbook_even_power_sums(size_t rows, size_t columns, const double *entries, size_t orders, int *exponents,
                              double *sums);

/// The same in single precision.
void flatbook_tanh_single(flatbook_level level, size_t count, const float *input, float *output);

/// weights[i] = 1 / (sums[i] - curvature * products[i]). The count is a multiple of 8, here and in the next two.
void flatbook_pair_weights(size_t count, const double *sums, const double *products, double curvature, double *weights);

/// With these weights: result[0] = sum of entries^2 * weight, result[1] = sum of entries^2 * weight^2 * sums.
void flatbook_pair_quotient(size_t count, const double *sums, const double *products, const double *entries,
                            double curvature, double *result);

/// out[row * out_stride + other] = sum over i of weights[i] * x[row * count + i] * x[other * count + i] for the rows from
/// `first` on and other <= row; the rest of `out` stays.
void flatbook_pair_products(size_t rows, size_t first, size_t count, const double *x, const double *weights, double *out,
                            size_t out_stride);

/// out[i] = x[i] * y[i]; out[i] = factor * x[i]. Any count.
void flatbook_multiplied(size_t count, const double *x, const double *y, double *out);
void flatbook_scaled(size_t count, double factor, const double *x, double *out);

/// C = A B, or C + A B: A is rows x inner, B inner x columns, all contiguous and row-major.
typedef struct {
  size_t rows, columns, inner;
  /// How many rows of A in succession share their zeros; divides rows.
  int group;
  const double *a, *b;
  /// B is given as its transpose, columns x inner.
  bool transposed;
  bool accumulates;
  double *c;
} flatbook_sparse_product;

/// A product that does not read what meets a zero of A, ready to be done in parts.
typedef struct flatbook_sparse_plan flatbook_sparse_plan;

/// Packs B. NULL when A has too few zeros for that to pay, or there is no memory. The matrices must stay until the end.
flatbook_sparse_plan *flatbook_sparse_create(flatbook_level level, const flatbook_sparse_product *product, int parts);
/// Some rows of C; the parts 0 ..< parts may be done at once. What comes out does not depend on how many there are.
void flatbook_sparse_multiply(const flatbook_sparse_plan *plan, int part);
void flatbook_sparse_destroy(flatbook_sparse_plan *plan);

typedef enum { flatbook_hyperbolic_tangent, flatbook_relu } flatbook_activation;

/// A dense network and its training run.
typedef struct {
  flatbook_level level;
  bool single;
  flatbook_activation activation;
  bool biases;
  int layer_count;
  /// layer_count + 1 widths.
  const int *widths;
  /// The largest batch.
  int batch_capacity;
  /// How many threads may share a step, at least 1. What comes out does not depend on it.
  int threads;
} flatbook_dense_shape;

/// A training run of a dense network on the squared loss 1/(2B) sum ||f - y||^2, with all its memory.
typedef struct flatbook_dense flatbook_dense;

/// The rows of a data set: inputs and targets, sample by sample.
typedef struct {
  const double *inputs, *targets;
  size_t samples;
} flatbook_data;

/// NULL when there is no memory.
flatbook_dense *flatbook_dense_create(flatbook_dense_shape shape);
void flatbook_dense_destroy(flatbook_dense *run);

/// Parameters layer by layer: weights [output][input], then biases.
void flatbook_dense_load(flatbook_dense *run, const double *parameters);
void flatbook_dense_store(const flatbook_dense *run, double *parameters);

/// Steps of SGD. The batches' sample indices stand one after another in `indices`; step s uses counts[s] of them, or
/// batch_size when counts is NULL. Allocates nothing.
void flatbook_dense_steps(
    flatbook_dense *run, flatbook_data data, const int32_t *indices, const int32_t *counts, int32_t batch_size, size_t steps,
    double learning_rate);

/// Trainings of one network on the same data side by side, one in each lane of a vector, in double precision.
///
/// A lane's numbers depend on that lane alone: not on its neighbours, nor on the place of the training.
typedef struct flatbook_lanes flatbook_lanes;

/// How many trainings go side by side.
int flatbook_lane_count(flatbook_level level);

/// Idle lanes. NULL when there is no memory. `shape.single` and `shape.threads` are not looked at.
flatbook_lanes *flatbook_lanes_create(flatbook_dense_shape shape);
void flatbook_lanes_destroy(flatbook_lanes *run);

/// Puts a training into a lane; NULL empties the lane.
void flatbook_lanes_load(flatbook_lanes *run, int lane, const double *parameters, double learning_rate);
void flatbook_lanes_store(const flatbook_lanes *run, int lane, double *parameters);

/// Steps of SGD in every lane. indices[lane] holds batch_capacity sample indices for each step; -1 is no sample, and the
/// rate is divided by the number of samples that are there.
void flatbook_lanes_steps(flatbook_lanes *run, flatbook_data data, const int32_t *const *indices, size_t steps);

/// 1/(2n) sum ||f - y||^2 over all samples, for every lane; not a number when a parameter is not finite.
void flatbook_lanes_losses(flatbook_lanes *run, flatbook_data data, double *losses);

#endif
