#define _GNU_SOURCE
#include "CNotebookProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <libproc.h>
#endif

int flatbook_pipe(int *read_end, int *write_end) {
  int ends[2];
#ifdef __linux__
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
#else
  if (pipe(ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#endif
  // Out of the way of the numbers that a new program gets.
  for (int i = 0; i < 2; i++) {
    int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 16);
    if (moved < 0) {
      int code = errno;
      close(ends[0]);
      close(ends[1]);
      return code;
    }
    close(ends[i]);
    ends[i] = moved;
  }
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

long long flatbook_resident_memory(pid_t process) {
#ifdef __APPLE__
  struct rusage_info_v2 usage;
  if (proc_pid_rusage(process, RUSAGE_INFO_V2, (rusage_info_t *)&usage) != 0) return 0;
  return (long long)usage.ri_phys_footprint;
#else
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/statm", (int)process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  long long pages = 0;
  if (fscanf(file, "%*s %lld", &pages) != 1) pages = 0;
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
#endif
}

int flatbook_swap(const char *one, const char *other) {
#ifdef __linux__
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0 ? 0 : errno;
#else
  return renamex_np(one, other, RENAME_SWAP) == 0 ? 0 : errno;
#endif
}

int flatbook_status_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
int flatbook_status_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
