// Between two pieces of work the threads wait awake for a moment, since the next piece is near, and then sleep.
#define _GNU_SOURCE
#include "Body/team.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

// Glances at the clockwork before a thread sleeps, some 0.1 ms, or the caller lets others run.
enum { glances = 4000 };

struct flatbook_team {
  // What is to be done; written before `left`.
  flatbook_team_part *part;
  void *context;
  // Parts that nobody has taken yet: whoever lowers it from k > 0 has part k - 1.
  _Alignas(64) atomic_int left;
  // Parts that are not done.
  _Alignas(64) atomic_int undone;
  _Alignas(64) atomic_uint round;
  atomic_int sleepers;
  atomic_bool ended;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  int count;
  pthread_t threads[];
};

// Threads of all teams.
static atomic_int hired;

static inline void glance(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void take_parts(flatbook_team *team) {
  int left;
  // Above 0 only while the caller waits for these parts, so `part` and `context` are theirs.
  while ((left = atomic_fetch_sub_explicit(&team->left, 1, memory_order_acq_rel)) > 0) {
    team->part(team->context, left - 1);
    atomic_fetch_sub_explicit(&team->undone, 1, memory_order_release);
  }
}

static void *member(void *argument) {
  flatbook_team *team = argument;
  unsigned seen = 0;
  while (true) {
    for (int i = 0; i < glances && atomic_load_explicit(&team->round, memory_order_acquire) == seen; ++i) glance();
    if (atomic_load(&team->round) == seen) {
      pthread_mutex_lock(&team->mutex);
      atomic_fetch_add(&team->sleepers, 1);
      while (atomic_load(&team->round) == seen) pthread_cond_wait(&team->wake, &team->mutex);
      atomic_fetch_sub(&team->sleepers, 1);
      pthread_mutex_unlock(&team->mutex);
    }
    if (atomic_load(&team->ended)) return NULL;
    seen = atomic_load_explicit(&team->round, memory_order_acquire);
    take_parts(team);
  }
}

static void start_round(flatbook_team *team) {
  atomic_fetch_add(&team->round, 1);
  if (atomic_load(&team->sleepers) == 0) return;
  pthread_mutex_lock(&team->mutex);
  pthread_cond_broadcast(&team->wake);
  pthread_mutex_unlock(&team->mutex);
}

// How many of the wanted threads this team may have.
static int hire(int wanted) {
  int others = atomic_load(&hired);
  int granted;
  do {
    granted = wanted - others;
    if (granted <= 0) return 0;
  } while (!atomic_compare_exchange_weak(&hired, &others, others + granted));
  return granted;
}

flatbook_team *flatbook_team_create(int threads) {
  const int granted = hire(threads - 1);
  if (granted == 0) return NULL;
  const size_t size = sizeof(flatbook_team) + (size_t)granted * sizeof(pthread_t);
  flatbook_team *team = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!team) {
    atomic_fetch_sub(&hired, granted);
    return NULL;
  }
  atomic_init(&team->left, 0);
  atomic_init(&team->undone, 0);
  atomic_init(&team->round, 0);
  atomic_init(&team->sleepers, 0);
  atomic_init(&team->ended, false);
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->wake, NULL);
  team->count = 0;
  // Signals are for the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (team->count < granted && pthread_create(&team->threads[team->count], NULL, member, team) == 0) ++team->count;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  atomic_fetch_sub(&hired, granted - team->count);
  if (team->count > 0) return team;
  flatbook_team_destroy(team);
  return NULL;
}

void flatbook_team_destroy(flatbook_team *team) {
  if (!team) return;
  atomic_store(&team->ended, true);
  start_round(team);
  for (int i = 0; i < team->count; ++i) pthread_join(team->threads[i], NULL);
  atomic_fetch_sub(&hired, team->count);
  pthread_cond_destroy(&team->wake);
  pthread_mutex_destroy(&team->mutex);
  free(team);
}

void flatbook_team_run(flatbook_team *team, int parts, flatbook_team_part *part, void *context) {
  team->part = part;
  team->context = context;
  atomic_store_explicit(&team->undone, parts, memory_order_relaxed);
  atomic_store_explicit(&team->left, parts, memory_order_release);
  start_round(team);
  take_parts(team);
  for (int i = 0; atomic_load_explicit(&team->undone, memory_order_acquire) > 0; ++i) {
    if (i < glances) glance();
    else sched_yield();
  }
}
