// Threads that share the parts of a piece of work, for work that comes back every few microseconds.
#ifndef FLATBOOK_TEAM_H
#define FLATBOOK_TEAM_H

typedef struct flatbook_team flatbook_team;
typedef void flatbook_team_part(void *context, int part);

/// A team of up to `threads` threads, the caller's among them. All teams of a process together take no more than
/// `threads` - 1 beside their callers'; NULL, which is a team of one, when none is left.
flatbook_team *flatbook_team_create(int threads);
void flatbook_team_destroy(flatbook_team *team);

void flatbook_team_run(flatbook_team *team, int parts, flatbook_team_part *part, void *context);

/// Does the parts 0 ..< parts, each once, on whatever thread comes first, and returns when all are done. For one caller at
/// a time. Parts must not depend on each other: then neither does what they write depend on the number of threads.
static inline __attribute__((always_inline)) void flatbook_team_share(
    flatbook_team *team, int parts, flatbook_team_part *part, void *context) {
  if (team && parts > 1) {
    flatbook_team_run(team, parts, part, context);
  } else {
    // Here, so that a small piece of work is not called through a pointer.
    for (int p = 0; p < parts; ++p) part(context, p);
  }
}
#endif
