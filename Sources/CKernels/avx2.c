#if defined(__x86_64__)
#include "Body/dense_plan.h"
#include "Body/sparse_plan.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL avx2
#define VECTOR_BYTES 32
#define PANEL 2
#include "Body/variant.h"
#pragma clang attribute pop
#endif
