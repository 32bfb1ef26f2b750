// Eight numbers at a time, whatever the instruction set makes of them.
#define INLINE static inline __attribute__((always_inline))

typedef double lanes __attribute__((vector_size(64), aligned(8)));

// By address, which every instruction set passes alike.
INLINE double lane_sum(const lanes *p) {
  const lanes v = *p;
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}
