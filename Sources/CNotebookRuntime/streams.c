#define _GNU_SOURCE
#include "CNotebookRuntime.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void flatbook_runtime_prepare_streams(void) { setvbuf(stdout, NULL, _IOLBF, 1 << 15); }

void flatbook_runtime_mark(const char *marker) {
  FILE *streams[] = {stdout, stderr};
  for (int i = 0; i < 2; i++) {
    fflush(streams[i]);
    fputs(marker, streams[i]);
    fflush(streams[i]);
  }
}

_Noreturn void flatbook_runtime_stop(int status) {
  fflush(stdout);
  fflush(stderr);
  _exit(status);
}

int flatbook_runtime_copy(void) {
  fflush(stdout);
  fflush(stderr);
  return (int)fork();
}

int flatbook_runtime_wait(int process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0)
    if (errno != EINTR) return 0;
  return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

void flatbook_runtime_keep_private(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

void flatbook_runtime_forget(const char *variable) { unsetenv(variable); }

void flatbook_runtime_write_line(int channel, const void *bytes, size_t count) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  const char *rest = bytes;
  while (count) {
    ssize_t done = write(channel, rest, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) break;  // Nobody listens any more; the lifeline ends this process.
    rest += done;
    count -= (size_t)done;
  }
  pthread_mutex_unlock(&lock);
}

static void *wait_for_end(void *argument) {
  int descriptor = (int)(intptr_t)argument;
  char byte;
  while (read(descriptor, &byte, 1) > 0) continue;
  kill(0, SIGKILL);
  return NULL;
}

void flatbook_runtime_live_while_open(int descriptor) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_t thread;
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&thread, NULL, wait_for_end, (void *)(intptr_t)descriptor) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
