// Polynomials for (expm1(r) - r) / r^2 on |r| <= ln(2)/2, interpolated at Chebyshev's points with 60 digits.
// Included by Body/variant.h before Body/vector.h needs them; relative error of expm1: 2^-60.0 and 2^-30.8.
typedef REAL NAME(tail_vector) __attribute__((ext_vector_type(WIDTH)));
#if DOUBLE
#define TANH_IS_ONE 22.0
#define ROUNDING 0x1.8p52
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXPONENT_BIAS 1023
#define MANTISSA_BITS 52
INLINE NAME(tail_vector) NAME(expm1_tail)(NAME(tail_vector) r) {
  NAME(tail_vector) q = (NAME(tail_vector))(0x1.1f730349868cep-29);
  q = q * r + 0x1.af4de97ca4194p-26;
  q = q * r + 0x1.27e4db646b17ep-22;
  q = q * r + 0x1.71de0231960ebp-19;
  q = q * r + 0x1.a01a01a6d889cp-16;
  q = q * r + 0x1.a01a01abe7fe1p-13;
  q = q * r + 0x1.6c16c16c162d4p-10;
  q = q * r + 0x1.11111111100dcp-7;
  q = q * r + 0x1.5555555555556p-5;
  q = q * r + 0x1.5555555555557p-3;
  return q * r + 0.5;
}
#else
#define TANH_IS_ONE 10.0f
#define ROUNDING 0x1.8p23f
#define LN2_HIGH 0x1.62e400p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define EXPONENT_BIAS 127
#define MANTISSA_BITS 23
INLINE NAME(tail_vector) NAME(expm1_tail)(NAME(tail_vector) r) {
  NAME(tail_vector) q = (NAME(tail_vector))(0x1.a124f19fe89acp-13f);
  q = q * r + 0x1.6d43246b523b4p-10f;
  q = q * r + 0x1.1110e0f238322p-7f;
  q = q * r + 0x1.5554e9063586ep-5f;
  q = q * r + 0x1.5555555a78ed4p-3f;
  return q * r + 0.5f;
}
#endif
