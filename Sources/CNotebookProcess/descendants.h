// The processes below one.
#ifndef FLATBOOK_DESCENDANTS_H
#define FLATBOOK_DESCENDANTS_H

#include <sys/types.h>

// Kills every process below `root`, once. Safe after a fork: it allocates nothing.
void flatbook_kill_descendants(pid_t root);

#endif
