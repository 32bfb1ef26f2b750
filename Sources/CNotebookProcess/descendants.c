#define _GNU_SOURCE
#include "descendants.h"

#ifdef __linux__

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { process_limit = 1 << 16, identifier_limit = 1 << 22 };

struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

// Touched only where there are processes.
static pid_t processes[process_limit], parents[process_limit];
static unsigned char is_below[identifier_limit / 8];

static int known(pid_t process) {
  return process > 0 && process < identifier_limit && (is_below[process / 8] >> (process % 8) & 1);
}

// The number at the start of a text; 0 where there is none.
static pid_t number(const char *text) {
  pid_t value = 0;
  while (*text >= '0' && *text <= '9' && value < identifier_limit) value = 10 * value + (*text++ - '0');
  return value;
}

static pid_t parent_of(int folder, const char *name) {
  char path[32], line[512];
  size_t length = strlen(name);
  if (length > 16) return 0;
  memcpy(path, name, length);
  memcpy(path + length, "/stat", 6);
  int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, line, sizeof line - 1);
  close(file);
  if (count <= 0) return 0;
  line[count] = 0;
  // "123 (name) S 122 …", where the name may hold anything.
  const char *end = strrchr(line, ')');
  return end && end + 4 < line + count ? number(end + 4) : 0;
}

void flatbook_kill_descendants(pid_t root) {
  int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || root >= identifier_limit) return;
  int count = 0;
  char buffer[8192] __attribute__((aligned(8)));
  long filled;
  while ((filled = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < filled;) {
      const struct entry *entry = (const struct entry *)(buffer + at);
      at += entry->length;
      pid_t process = number(entry->name);
      if (process == 0 || count == process_limit) continue;
      processes[count] = process;
      parents[count++] = parent_of(folder, entry->name);
    }
  }
  close(folder);
  memset(is_below, 0, sizeof is_below);
  is_below[root / 8] |= (unsigned char)(1 << root % 8);
  int found;
  do {
    found = 0;
    for (int i = 0; i < count; i++) {
      if (!known(parents[i]) || known(processes[i]) || processes[i] >= identifier_limit) continue;
      is_below[processes[i] / 8] |= (unsigned char)(1 << processes[i] % 8);
      kill(processes[i], SIGKILL);
      found = 1;
    }
  } while (found);
}

#else

// Without /proc the process group is all that is known.
void flatbook_kill_descendants(pid_t root) { (void)root; }

#endif
