// What every processor of the platform has: SSE2 or NEON.
#define LEVEL baseline
#define VECTOR_BYTES 16
#define PANEL 2
#include "Body/variant.h"
