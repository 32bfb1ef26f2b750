#define _GNU_SOURCE
#include "CNotebookProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
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

int flatbook_spawn(pid_t *process, const char *path, char *const arguments[], char *const environment[],
                   const char *working_folder, const int *descriptors, int descriptor_count) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  int code = 0;
  for (int i = 0; i < descriptor_count && code == 0; i++) {
    if (descriptors[i] < 0)
      code = posix_spawn_file_actions_addopen(&actions, i, "/dev/null", i == 0 ? O_RDONLY : O_WRONLY, 0);
    else
      code = posix_spawn_file_actions_adddup2(&actions, descriptors[i], i);
  }
  if (code == 0 && working_folder) code = posix_spawn_file_actions_addchdir_np(&actions, working_folder);
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGTERM);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  posix_spawnattr_setflags(&attributes, flags);
  if (code == 0) code = posix_spawn(process, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return code;
}

int flatbook_reap(pid_t process, int block, int *status, long long *peak_memory) {
  struct rusage usage;
  pid_t done;
  do done = wait4(process, status, block ? 0 : WNOHANG, &usage);
  while (done < 0 && errno == EINTR);
  if (done < 0) return -1;
  if (done == 0) return 0;
#ifdef __APPLE__
  *peak_memory = usage.ru_maxrss;
#else
  *peak_memory = (long long)usage.ru_maxrss * 1024;
#endif
  return 1;
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
