// Vectors of REAL for one instruction set. Included once for each precision, between definitions of
//   REAL, INTEGER   the element and the signed integer of its size
//   WIDTH           elements in a vector
//   NAME(x)         the name of a function in this variant
// by Body/variant.h, which includes this file and the others here and takes the definitions back.
#define VECTOR NAME(vector)
#define INTEGERS NAME(integers)
typedef REAL VECTOR __attribute__((ext_vector_type(WIDTH)));
typedef INTEGER INTEGERS __attribute__((ext_vector_type(WIDTH)));

INLINE VECTOR NAME(load)(const REAL *from) {
  VECTOR v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

INLINE void NAME(save)(REAL *to, VECTOR v) { __builtin_memcpy(to, &v, sizeof v); }

INLINE VECTOR NAME(splat)(REAL x) { return (VECTOR)(x); }

#define LOAD NAME(load)
#define SAVE NAME(save)
#define SPLAT NAME(splat)

// max(0, v), 0 where v is not a number: the ReLU of the library.
INLINE VECTOR NAME(relu)(VECTOR v) { return v > 0 ? v : (VECTOR)(0); }

// tanh by expm1: tanh|x| = -e/(e + 2), e = expm1(-2|x|) = 2^k (1 + p) - 1 with -2|x| = k ln 2 + r, p = expm1(r).
INLINE VECTOR NAME(tanh)(VECTOR x) {
  const INTEGERS sign = (INTEGERS)x & (INTEGERS)((VECTOR)(-(REAL)0));
  VECTOR a = (VECTOR)((INTEGERS)x ^ sign);
  a = a < TANH_IS_ONE ? a : (VECTOR)(TANH_IS_ONE);  // from here on tanh is 1; a NaN compares false and is put back
  const VECTOR y = -2 * a;
  // Adding 1.5 · 2^52 (2^23) leaves the rounded number in the lowest bits.
  const VECTOR shifted = y * (REAL)1.4426950408889634 + ROUNDING;
  const VECTOR k = shifted - ROUNDING;
  const VECTOR r = (y - k * LN2_HIGH) - k * LN2_LOW;
  const VECTOR p = r + r * r * NAME(expm1_tail)(r);
  const VECTOR scale = (VECTOR)(((INTEGERS)shifted + EXPONENT_BIAS) << MANTISSA_BITS);
  const VECTOR e = scale * p + (scale - 1);
  const VECTOR t = -e / (e + 2);
  return x == x ? (VECTOR)((INTEGERS)t | sign) : x;
}

// The sums of WIDTH vectors as one vector: sum i is in lane i.
INLINE VECTOR NAME(sums)(VECTOR *a) {
#if WIDTH == 2
  return __builtin_shufflevector(a[0], a[1], 0, 2) + __builtin_shufflevector(a[0], a[1], 1, 3);
#elif WIDTH == 4
  for (int i = 0; i < 2; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 4, 5) + __builtin_shufflevector(a[i], a[i + 2], 2, 3, 6, 7);
  return __builtin_shufflevector(a[0], a[1], 0, 4, 2, 6) + __builtin_shufflevector(a[0], a[1], 1, 5, 3, 7);
#elif WIDTH == 8
  UNROLL for (int i = 0; i < 4; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  UNROLL for (int i = 0; i < 2; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 8, 9, 4, 5, 12, 13) +
           __builtin_shufflevector(a[i], a[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(a[0], a[1], 0, 8, 2, 10, 4, 12, 6, 14) +
         __builtin_shufflevector(a[0], a[1], 1, 9, 3, 11, 5, 13, 7, 15);
#elif WIDTH == 16
  UNROLL for (int i = 0; i < 8; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 8], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(a[i], a[i + 8], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  UNROLL for (int i = 0; i < 4; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
           __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
  UNROLL for (int i = 0; i < 2; ++i)
    a[i] = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
           __builtin_shufflevector(a[i], a[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  return __builtin_shufflevector(a[0], a[1], 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
         __builtin_shufflevector(a[0], a[1], 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
#endif
}
