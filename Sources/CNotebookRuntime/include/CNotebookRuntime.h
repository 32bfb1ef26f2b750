// What a recorded notebook needs from below Swift: where an error was thrown, where a crash happened, and to end
// together with the process that records it.
#ifndef FLATBOOK_CNOTEBOOKRUNTIME_H
#define FLATBOOK_CNOTEBOOKRUNTIME_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Line-buffers standard output, so that a crash loses at most a line.
void flatbook_runtime_prepare_streams(void);

// Keeps up to 256 MiB of freed memory for what is allocated next, where the C library is glibc. It would hand back every
// large array at once, and the system would clear each page again before the next array may use it, which can take as long
// as what is computed there.
void flatbook_runtime_keep_freed_memory(void);

// Keeps the call stack of the last error thrown on the main thread, and on a crash writes one event line to `channel`:
// {"crashed":{"signal":4,"callers":[…],"throwers":[…]}}, each number an offset in the program's own file.
void flatbook_runtime_watch(int channel);

// Ends the whole process group when the other end of the pipe `descriptor` closes.
void flatbook_runtime_live_while_open(int descriptor);

// Writes a marker line to standard output and standard error, after everything written before.
void flatbook_runtime_mark(const char *marker);

// Flushes standard output and standard error and ends the process at once, without running exit handlers.
_Noreturn void flatbook_runtime_stop(int status);

// Writes the call stack of the last error thrown on the main thread to the channel that is watched, as a crash by
// signal 0.
void flatbook_runtime_tell_throwers(void);

// A copy of this process, with this thread alone; 0 in the copy, −1 where there can be none.
int flatbook_runtime_copy(void);

// Waits for a copy to end; the signal that ended it, or minus its exit code.
int flatbook_runtime_wait(int process);

// Writes all bytes, one caller at a time.
void flatbook_runtime_write_line(int channel, const void *bytes, size_t count);

// Takes a variable out of the environment, so that programs started from here do not see it.
void flatbook_runtime_forget(const char *variable);

// Closes a descriptor in programs that this one starts.
void flatbook_runtime_keep_private(int descriptor);

#ifdef __cplusplus
}
#endif
#endif
