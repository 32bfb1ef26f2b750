// What Foundation lacks: programs that cannot outlive this one, swapping folders, hashing files at C's speed.
#ifndef FLATBOOK_CNOTEBOOKPROCESS_H
#define FLATBOOK_CNOTEBOOKPROCESS_H

#include <stddef.h>
#include <sys/types.h>

// A pipe that programs started at the same moment do not inherit; 0 or an errno.
int flatbook_pipe(int *read_end, int *write_end);

// A program that runs below a guard. The guard is a process of its own that ends the program, and everything that the
// program started, when the program has ended, when it is told to, and when this process is gone, however it went.
typedef struct {
  pid_t guard;
  pid_t program;
  int control;  // What is written here the guard obeys; its closing ends everything.
  int report;   // Where the guard says how the program ended.
} flatbook_child;

// Starts `path`. `descriptors[i]` becomes descriptor i of the new program, or /dev/null where it is -1.
// 0 or an errno.
int flatbook_start(flatbook_child *child, const char *path, char *const arguments[], char *const environment[],
                   const char *working_folder, const int *descriptors, int descriptor_count);

// Sends a signal to the program alone.
void flatbook_signal(const flatbook_child *child, int signal_number);

// Ends the program and everything that it started.
void flatbook_end(const flatbook_child *child);

// Whether the program and all that it started have ended; then its wait status, and its peak memory in bytes.
// 1 ended, 0 running, -1 error.
int flatbook_reap(const flatbook_child *child, int *status, long long *peak_memory);

// Lets go of the pipes to the guard; what still runs is ended.
void flatbook_release(flatbook_child *child);

// The memory that a running program holds at this moment, in bytes; 0 where that cannot be found out.
long long flatbook_resident_memory(pid_t process);

// Swaps two existing paths in one step; 0 or an errno.
int flatbook_swap(const char *one, const char *other);

// The SHA-256 of a file's bytes; 0 or an errno. For regular files only; links are not followed.
int flatbook_hash_file(const char *path, unsigned char hash[32]);

// Line-buffers standard output, for callers that read it through a pipe.
void flatbook_line_buffer_output(void);

// From now on an interrupt (Ctrl-C, hang-up, termination) is remembered instead of ending this program; a second one
// ends it at once.
void flatbook_catch_interrupts(void);
int flatbook_is_interrupted(void);

// Also takes the end of a stream, such as a standard input that the caller holds open, for an interrupt.
void flatbook_interrupt_at_end_of(int descriptor);

int flatbook_status_signal(int status);
int flatbook_status_code(int status);

#endif
