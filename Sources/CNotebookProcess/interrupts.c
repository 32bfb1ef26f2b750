#define _GNU_SOURCE
#include "CNotebookProcess.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int interrupted;
static atomic_int signalled;

static void remember(int signal_number) {
  (void)signal_number;
  // Asked twice, this program goes at once; the guards clear up behind it.
  if (atomic_exchange(&signalled, 1)) _exit(130);
  atomic_store(&interrupted, 1);
}

void flatbook_line_buffer_output(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

void flatbook_catch_interrupts(void) {
  struct sigaction action = {.sa_handler = remember};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  // Whoever started this program may have done so from a thread that holds signals back.
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGHUP);
  sigprocmask(SIG_UNBLOCK, &wanted, NULL);
}

int flatbook_is_interrupted(void) { return atomic_load(&interrupted); }

static void *read_to_end(void *argument) {
  char bytes[256];
  ssize_t count;
  do count = read((int)(intptr_t)argument, bytes, sizeof bytes);
  while (count > 0 || (count < 0 && errno == EINTR));
  atomic_store(&interrupted, 1);
  return NULL;
}

void flatbook_interrupt_at_end_of(int descriptor) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, read_to_end, (void *)(intptr_t)descriptor) == 0) pthread_detach(thread);
}
