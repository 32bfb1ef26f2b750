#if defined(__x86_64__)
#include "Body/dense_plan.h"
#include "Body/sparse_plan.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,fma"))), apply_to = function)
#define LEVEL avx512
#define VECTOR_BYTES 64
#define PANEL 4
#include "Body/variant.h"
#pragma clang attribute pop
#endif
