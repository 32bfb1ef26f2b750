// One instruction set, in both precisions. Before: LEVEL (its name), VECTOR_BYTES, PANEL (vectors in a panel).
#include "dense_plan.h"
#include "sparse_plan.h"
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define JOINED(a, b, c) a##_##b##_##c
#define NAMED(a, b, c) JOINED(a, b, c)

#define DOUBLE 1
#define REAL double
#define INTEGER int64_t
#define WIDTH (VECTOR_BYTES / 8)
#define GATHERED 3
#define NAME(x) NAMED(x, double, LEVEL)
#include "layers.h"

#define DOUBLE 0
#define REAL float
#define INTEGER int32_t
#define WIDTH (VECTOR_BYTES / 4)
#if VECTOR_BYTES == 16
#define GATHERED 3
#else
#define GATHERED 1
#endif
#define NAME(x) NAMED(x, single, LEVEL)
#include "layers.h"
