#define _GNU_SOURCE
#include "CNotebookProcess.h"
#include "descendants.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

// What the guard says when the program has started, or has not.
struct beginning {
  int code;
  pid_t program;
};

// What the guard says at the end.
struct ending {
  int status;
  long long peak_memory;
};

enum { end_everything = 255, descriptor_limit = 16 };

static int read_all(int descriptor, void *to, size_t size) {
  char *at = to;
  while (size) {
    ssize_t count = read(descriptor, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return 0;
    at += count;
    size -= (size_t)count;
  }
  return 1;
}

static void write_all(int descriptor, const void *from, size_t size) {
  const char *at = from;
  while (size) {
    ssize_t count = write(descriptor, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    at += count;
    size -= (size_t)count;
  }
}

// A pair of sockets, because writing to one whose other end is closed need not raise a signal.
static int make_control(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return errno;
  for (int i = 0; i < 2; i++) {
    int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, descriptor_limit);
    int code = errno;
    if (moved >= 0) {
      close(ends[i]);
      ends[i] = moved;
      continue;
    }
    close(ends[0]);
    close(ends[1]);
    return code;
  }
#ifdef __APPLE__
  int yes = 1;
  setsockopt(ends[1], SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
  return 0;
}

static int smaller(const void *one, const void *other) { return *(const int *)one - *(const int *)other; }

static void close_between(int first, int last) {
  if (first > last) return;
#if defined(__linux__) && defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  if (close_range((unsigned)first, (unsigned)last, 0) == 0) return;
#endif
  int limit = (int)sysconf(_SC_OPEN_MAX);
  if (limit < 0 || limit > 65536) limit = 65536;
  for (int i = first; i <= last && i < limit; i++) close(i);
}

// Closes all descriptors but some.
static void close_others(int *kept, int count) {
  qsort(kept, (size_t)count, sizeof *kept, smaller);
  int next = 0;
  for (int i = 0; i < count; i++) {
    close_between(next, kept[i] - 1);
    next = kept[i] + 1;
  }
  close_between(next, INT32_MAX);
}

static void note_signal(int signal_number) { (void)signal_number; }

// Becomes the program; says why where that fails.
_Noreturn static void become(const char *path, char *const arguments[], char *const environment[],
                             const char *working_folder, const int *descriptors, int count, int failure,
                             pid_t guard) {
  setpgid(0, 0);
#ifdef __linux__
  // The guard's own end is the program's.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != guard) _exit(127);
  const int defaults[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD};
  for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) signal(defaults[i], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int code = 0;
  for (int i = 0; i < count && code == 0; i++) {
    int from = descriptors[i];
    if (from < 0) from = open("/dev/null", i == 0 ? O_RDONLY : O_WRONLY);
    // A number that is right already must only survive the start of the program.
    if (from < 0 || (from == i ? fcntl(i, F_SETFD, 0) : dup2(from, i)) < 0) code = errno;
    if (descriptors[i] < 0 && from != i && from >= count) close(from);
  }
  if (code == 0 && working_folder && chdir(working_folder) != 0) code = errno;
  if (code == 0) {
    execve(path, arguments, environment);
    code = errno;
  }
  write_all(failure, &code, sizeof code);
  _exit(127);
}

static void sleep_a_little(void) {
  struct timespec time = {.tv_nsec = 2000000};
  nanosleep(&time, NULL);
}

// Takes in whoever has ended; 1 where nobody is left.
static int reap_all(pid_t program, int *is_over, struct ending *ending) {
  for (;;) {
    int status;
    struct rusage usage;
    pid_t done = wait4(-1, &status, WNOHANG, &usage);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return 1;
    if (done == 0) return 0;
    if (done != program) continue;
    *is_over = 1;
    ending->status = status;
#ifdef __APPLE__
    ending->peak_memory = usage.ru_maxrss;
#else
    ending->peak_memory = (long long)usage.ru_maxrss * 1024;
#endif
  }
}

// Obeys until the program has ended or is to end; then lets nothing live that it started.
_Noreturn static void keep_guard(pid_t program, int control, int report) {
  struct sigaction action = {.sa_handler = note_signal};
  sigemptyset(&action.sa_mask);
  sigaction(SIGCHLD, &action, NULL);
  sigset_t held, waiting;
  sigfillset(&held);
  sigprocmask(SIG_SETMASK, &held, NULL);
  waiting = held;
  sigdelset(&waiting, SIGCHLD);
  struct ending ending = {.status = SIGKILL};
  int is_over = 0, is_to_end = 0;
  for (;;) {
    reap_all(program, &is_over, &ending);
    if (is_over || is_to_end) break;
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(control, &readable);
    if (pselect(control + 1, &readable, NULL, NULL, NULL, &waiting) <= 0) continue;
    unsigned char orders[32];
    ssize_t count = read(control, orders, sizeof orders);
    if (count == 0 || (count < 0 && errno != EINTR)) is_to_end = 1;
    for (ssize_t i = 0; i < count; i++) {
      if (orders[i] == end_everything) is_to_end = 1;
      else kill(program, orders[i]);
    }
  }
  // What loses its parent comes to this process; so without children there are no descendants either. Five seconds
  // are for what hangs inside the kernel.
  for (int round = 0; round < 2500 && !reap_all(program, &is_over, &ending); round++) {
    if (!is_over) kill(program, SIGKILL);
#ifndef __linux__
    kill(-program, SIGKILL);
#endif
    flatbook_kill_descendants(getpid());
    sleep_a_little();
  }
  write_all(report, &ending, sizeof ending);
  _exit(0);
}

_Noreturn static void guard(const char *path, char *const arguments[], char *const environment[],
                            const char *working_folder, const int *descriptors, int count, int control,
                            int report) {
  struct beginning beginning = {0};
  int failure[2];
  // Out of reach of the terminal's Ctrl-C: this process has to outlive whom it guards.
  setsid();
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_NAME, "notebook-guard");
#endif
  // A pipe's reader that stayed open here would hold others up, and so would a lock.
  int kept[descriptor_limit + 2] = {control, report}, kept_count = 2;
  for (int i = 0; i < count; i++)
    if (descriptors[i] >= 0) kept[kept_count++] = descriptors[i];
  close_others(kept, kept_count);
  beginning.code = flatbook_pipe(&failure[0], &failure[1]);
  if (beginning.code == 0) {
    pid_t self = getpid();
    beginning.program = fork();
    if (beginning.program == 0)
      become(path, arguments, environment, working_folder, descriptors, count, failure[1], self);
    if (beginning.program < 0) beginning.code = errno;
    close(failure[1]);
    int code;
    if (beginning.code == 0 && read_all(failure[0], &code, sizeof code)) {
      beginning.code = code;
      waitpid(beginning.program, &code, 0);
    }
    close(failure[0]);
  }
  write_all(report, &beginning, sizeof beginning);
  if (beginning.code != 0) _exit(0);
  int own[] = {control, report};
  close_others(own, 2);
  keep_guard(beginning.program, control, report);
}

int flatbook_start(flatbook_child *child, const char *path, char *const arguments[], char *const environment[],
                   const char *working_folder, const int *descriptors, int descriptor_count) {
  int control[2], report[2];
  *child = (flatbook_child){.control = -1, .report = -1};
  if (descriptor_count > descriptor_limit) return EINVAL;
  int code = make_control(control);
  if (code != 0) return code;
  code = flatbook_pipe(&report[0], &report[1]);
  if (code != 0) {
    close(control[0]);
    close(control[1]);
    return code;
  }
  // This program's own handlers are not for the guard.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = fork();
  if (process == 0)
    guard(path, arguments, environment, working_folder, descriptors, descriptor_count, control[0], report[1]);
  if (process < 0) code = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(control[0]);
  close(report[1]);
  child->guard = process;
  child->control = control[1];
  child->report = report[0];
  if (code == 0) {
    struct beginning beginning;
    if (!read_all(child->report, &beginning, sizeof beginning)) beginning.code = ECHILD;
    child->program = beginning.program;
    code = beginning.code;
    int status;
    if (code != 0)
      while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  }
  if (code != 0) flatbook_release(child);
  return code;
}

void flatbook_signal(const flatbook_child *child, int signal_number) {
  unsigned char order = (unsigned char)signal_number;
#ifdef MSG_NOSIGNAL
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
  const int flags = MSG_DONTWAIT;
#endif
  while (send(child->control, &order, 1, flags) < 0 && errno == EINTR) continue;
}

void flatbook_end(const flatbook_child *child) { flatbook_signal(child, end_everything); }

int flatbook_reap(const flatbook_child *child, int *status, long long *peak_memory) {
  int guard_status;
  pid_t done;
  do done = waitpid(child->guard, &guard_status, WNOHANG);
  while (done < 0 && errno == EINTR);
  if (done < 0) return -1;
  if (done == 0) return 0;
  struct ending ending;
  // A guard that was killed itself takes the program with it.
  if (!read_all(child->report, &ending, sizeof ending)) ending = (struct ending){.status = SIGKILL};
  *status = ending.status;
  *peak_memory = ending.peak_memory;
  return 1;
}

void flatbook_release(flatbook_child *child) {
  if (child->control >= 0) close(child->control);
  if (child->report >= 0) close(child->report);
  child->control = child->report = -1;
}
