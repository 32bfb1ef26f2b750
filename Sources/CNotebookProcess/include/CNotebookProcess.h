// Starting a program in its own process group with chosen descriptors, and swapping folders: what Foundation lacks.
#ifndef FLATBOOK_CNOTEBOOKPROCESS_H
#define FLATBOOK_CNOTEBOOKPROCESS_H

#include <stddef.h>
#include <sys/types.h>

// A pipe that programs started at the same moment do not inherit; 0 or an errno.
int flatbook_pipe(int *read_end, int *write_end);

// Starts `path`. `descriptors[i]` becomes descriptor i of the new program, or /dev/null where it is -1.
// 0 or an errno.
int flatbook_spawn(pid_t *process, const char *path, char *const arguments[], char *const environment[],
                   const char *working_folder, const int *descriptors, int descriptor_count);

// Whether the program has ended; then its wait status, and its peak memory in bytes. 1 ended, 0 running, -1 error.
int flatbook_reap(pid_t process, int block, int *status, long long *peak_memory);

// The memory that a running program holds at this moment, in bytes; 0 where that cannot be found out.
long long flatbook_resident_memory(pid_t process);

// Swaps two existing paths in one step; 0 or an errno.
int flatbook_swap(const char *one, const char *other);

// Line-buffers standard output, for callers that read it through a pipe.
void flatbook_line_buffer_output(void);

// From now on an interrupt (Ctrl-C, hang-up, termination) is remembered instead of ending this program.
void flatbook_catch_interrupts(void);
int flatbook_is_interrupted(void);

// Also takes the end of a stream, such as a standard input that the caller holds open, for an interrupt.
void flatbook_interrupt_at_end_of(int descriptor);

int flatbook_status_signal(int status);
int flatbook_status_code(int status);

#endif
