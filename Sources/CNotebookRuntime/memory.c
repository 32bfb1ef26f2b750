#include "CNotebookRuntime.h"

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

void flatbook_runtime_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // What the user has set in the environment stands.
  const int kept = 256 << 20;
  if (!getenv("MALLOC_MMAP_THRESHOLD_")) mallopt(M_MMAP_THRESHOLD, kept);
  if (!getenv("MALLOC_TRIM_THRESHOLD_")) mallopt(M_TRIM_THRESHOLD, kept);
#endif
}
