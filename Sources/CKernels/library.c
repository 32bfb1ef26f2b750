// Where the code of the library lies.
#define _GNU_SOURCE
#include "CKernels.h"
#include <dlfcn.h>

const char *flatbook_library_path(void) {
  Dl_info info;
  return dladdr((const void *)(uintptr_t)flatbook_best_level, &info) ? info.dli_fname : NULL;
}
