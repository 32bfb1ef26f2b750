#define _GNU_SOURCE
#include "CNotebookRuntime.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <link.h>
#include <ucontext.h>
#endif

enum { frame_limit = 192 };

static int event_channel = -1;
static uintptr_t program_bias, program_low, program_high;
static pthread_t main_thread;
static void *thrown_frames[frame_limit];
static atomic_int thrown_count;
static atomic_flag reported = ATOMIC_FLAG_INIT;
static atomic_int sample_count;
enum { sample_limit = 12 };

#ifdef __linux__
static int find_program(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  (void)context;
  program_bias = info->dlpi_addr;
  program_low = UINTPTR_MAX;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
    uintptr_t low = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
    uintptr_t high = low + info->dlpi_phdr[i].p_memsz;
    if (low < program_low) program_low = low;
    if (high > program_high) program_high = high;
  }
  return 1;  // The first one is the program itself.
}
#endif

// The runtime calls this at every `throw`.
static void will_throw(void *error) {
  (void)error;
  if (!pthread_equal(pthread_self(), main_thread)) return;
  int count = backtrace(thrown_frames, frame_limit);
  atomic_store(&thrown_count, count);
}

static char *put_text(char *to, char *end, const char *text) {
  while (*text && to < end) *to++ = *text++;
  return to;
}

static char *put_number(char *to, char *end, uintptr_t number) {
  char digits[24];
  int count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  while (count && to < end) *to++ = digits[--count];
  return to;
}

// Offsets in the program's file; a return address is moved back into its call.
static char *put_frames(char *to, char *end, void **frames, int count, uintptr_t exact) {
  to = put_text(to, end, "[");
  int written = 0;
  for (int i = 0; i < count && end - to > 48; i++) {
    uintptr_t address = (uintptr_t)frames[i];
    if (address < program_low || address >= program_high) continue;
    if (address != exact) address -= 1;
    if (written++) to = put_text(to, end, ",");
    to = put_number(to, end, address - program_bias);
  }
  return put_text(to, end, "]");
}

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count) {
    ssize_t done = write(descriptor, bytes, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return;
    bytes += done;
    count -= (size_t)done;
  }
}

// Whether the instruction before this one went into the kernel.
static int is_in_system_call(uintptr_t program_counter) {
  if (program_counter < 4096) return 1;
#if defined(__x86_64__)
  const unsigned char *before = (const unsigned char *)program_counter - 2;
  return before[0] == 0x0f && before[1] == 0x05;
#elif defined(__aarch64__)
  return *((const uint32_t *)program_counter - 1) == 0xd4000001u;
#else
  return 1;
#endif
}

// The tool asks a notebook whose time ran out where it stands, by a signal, several times: an instruction of a loop
// may belong to no line, the next one will. Waiting in a system call would be broken off: there one answer is enough.
static int asks_again(int signal_number, const siginfo_t *info, uintptr_t program_counter) {
  if (signal_number != SIGTERM || info->si_pid != getppid()) return 0;
  if (is_in_system_call(program_counter)) return 0;
  return atomic_fetch_add(&sample_count, 1) < sample_limit;
}

static void crashed(int signal_number, siginfo_t *info, void *context) {
  if (atomic_flag_test_and_set(&reported)) {
    signal(signal_number, SIG_DFL);
    return;
  }
  void *frames[frame_limit];
  int count = backtrace(frames, frame_limit);
  uintptr_t program_counter = 0;
#if defined(__linux__) && defined(__x86_64__)
  program_counter = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__linux__) && defined(__aarch64__)
  program_counter = (uintptr_t)((ucontext_t *)context)->uc_mcontext.pc;
#else
  (void)context;
#endif
  // Leave out this handler and the kernel's trampoline.
  int first = 0;
  for (int i = 0; i < count; i++)
    if ((uintptr_t)frames[i] == program_counter) first = i;
  if (first == 0 && count > 0 && program_counter) frames[0] = (void *)program_counter;

  static char line[2 * frame_limit * 24];
  char *end = line + sizeof line - 2;
  char *to = put_text(line, end, "\n{\"crashed\":{\"signal\":");
  to = put_number(to, end, (uintptr_t)signal_number);
  to = put_text(to, end, ",\"callers\":");
  to = put_frames(to, end, frames + first, count - first, program_counter);
  to = put_text(to, end, ",\"throwers\":");
  to = put_frames(to, end, thrown_frames, atomic_load(&thrown_count), 0);
  to = put_text(to, end, "}}\n");
  write_all(event_channel, line, (size_t)(to - line));

  // What was printed without a line end is still in the buffer.
  if (ftrylockfile(stdout) == 0) {
    fflush(stdout);
    funlockfile(stdout);
  }
  if (asks_again(signal_number, info, program_counter)) {
    atomic_flag_clear(&reported);
    return;
  }
  signal(signal_number, SIG_DFL);
  if (signal_number == SIGTERM) raise(SIGTERM);
}

void flatbook_runtime_tell_throwers(void) {
  static char line[frame_limit * 24];
  char *end = line + sizeof line - 2;
  char *to = put_text(line, end, "\n{\"crashed\":{\"signal\":0,\"callers\":[],\"throwers\":");
  to = put_frames(to, end, thrown_frames, atomic_load(&thrown_count), 0);
  to = put_text(to, end, "}}\n");
  write_all(event_channel, line, (size_t)(to - line));
}

// Part of the Swift runtime's interface for tools that show where errors are thrown.
extern void _swift_setWillThrowHandler(void (*handler)(void *)) __attribute__((weak));

void flatbook_runtime_watch(int channel) {
  event_channel = channel;
  main_thread = pthread_self();
#ifdef __linux__
  dl_iterate_phdr(find_program, NULL);
#endif
  void *warm[4];
  backtrace(warm, 4);  // Loads the unwinder now, where loading is safe.
  if (_swift_setWillThrowHandler) _swift_setWillThrowHandler(will_throw);

  // A stack of its own, so that running out of stack can still be told.
  static char stack_memory[1 << 17];
  stack_t stack = {.ss_sp = stack_memory, .ss_size = sizeof stack_memory};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = crashed;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGTERM};
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) sigaction(signals[i], &action, NULL);
}
