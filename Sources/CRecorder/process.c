// The life of the recorded process: its start, forks, and its ends.
#define _GNU_SOURCE
#include "process.h"

#include "collector.h"
#include "dump.h"
#include "events.h"
#include "frames.h"
#include "hooks.h"
#include "lines.h"
#include "meta.h"
#include "python.h"
#include "refusal.h"
#include "report.h"
#include "requests.h"
#include "settings.h"
#include "sites.h"
#include "marks.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct recording recording;
__thread struct thread_state thread_state __attribute__((tls_model("initial-exec")));
atomic_int recording_mutex;

void recording_wait(void) {
  for (unsigned tries = 0;; tries++) {
    if (atomic_load_explicit(&recording_mutex, memory_order_relaxed) == 0
        && atomic_exchange_explicit(&recording_mutex, 1, memory_order_acquire) == 0)
      return;
    if (tries < 100) {
      PAUSE();
    } else {
      sched_yield();
    }
  }
}

/// Makes the file that was reserved for this process, and its first frames.
static bool begin_file(uint32_t number, const char *path) {
  int error = frames_create(path, python.version);
  if (error != 0) {
    if (number > 1) unlink(path);
    return false;
  }
  recording.number = number;
  recording.process = getpid();
  meta_append();
  return true;
}

// The first file says why nothing was recorded: the launcher reads it there. The program has not begun.
static void refuse(uint32_t number, const char *path, const char *reason) {
  if (number == 1 && frames_create(path, python.version) == 0) {
    char line[512];
    int length = snprintf(line, sizeof line, "refused %s\n", reason);
    frames_append(FRAME_META, line, (uint32_t)length);
    frames_finish("exit 2\n");
    _exit(2);
  }
  if (number > 1) unlink(path);
}

static void prepare_fork(void);
static void parent_after_fork(void);
static void child_after_fork(void);
extern int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *object);

static void at_exit(int status, void *unused) {
  (void)unused;
  process_ends(status);
}

__attribute__((constructor)) static void start(int argc, char **argv) {
  if (!settings_read() || !python_find()) return;
  if (settings.force) {
    unsetenv("PYTHONMALLOC");
    unsetenv("PYTHONDEVMODE");
  }
  int saved = errno;
  char path[PATH_MAX];
  uint32_t number = settings_reserve(path);
  if (!settings.children) settings_hide();
  if (number == 0) return;
  const char *reason = refusal(argc, argv);
  if (reason != NULL) return refuse(number, path, reason);
  const char *no_stacks = settings.stacks ? sites_start(python.version) : NULL;
  recording.with_sites = settings.stacks && no_stacks == NULL;
  recording.with_children = settings.children;
  recording.with_objects = settings.objects && collector_unknown() == NULL && dump_prepare();
  const char *no_lines = settings.lines ? lines_prepare() : NULL;
  recording.with_lines = settings.lines && no_lines == NULL;
  report_prepare();
  meta_prepare(argc, argv, no_stacks);
  meta_note(marks_install());
  if (recording.with_objects) meta_note(requests_install());
  meta_note(collector_unknown());
  if (settings.objects && collector_unknown() == NULL && !recording.with_objects)
    meta_note("the objects of collections are not recorded: the address space is limited");
  meta_note(no_lines);
  if (!begin_file(number, path)) return;
  recording.phase = PHASE_ON;
  frames_open();
  hooks_install();
  __register_atfork(prepare_fork, parent_after_fork, child_after_fork, NULL);
  on_exit(at_exit, NULL);
  errno = saved;
}

static struct {
  bool locked, active;
  uint32_t number;              // of the child's recording, 0: none
  uint64_t steps;
} fork_state;

static void prepare_fork(void) {
  fork_state.active = recording.phase == PHASE_ON && getpid() == recording.process;
  if (!fork_state.active) return;
  int saved = errno;
  fork_state.locked = recording_lock();
  frames_cut();
  char path[PATH_MAX];
  fork_state.number = recording.with_children ? settings_reserve(path) : 0;
  fork_state.steps = events_steps();
  errno = saved;
}

static void parent_after_fork(void) {
  if (!fork_state.active) return;
  if (recording.phase == PHASE_ON) {
    events_thread();
    events_fork(fork_state.number);
  }
  recording_unlock(fork_state.locked);
}

static void child_after_fork(void) {
  if (!fork_state.active) return;
  int saved = errno;
  meta_set_parent(frames_path(), fork_state.steps);
  frames_forget();
  recording.phase = fork_state.number != 0 ? PHASE_FORKED : PHASE_OFF;
  recording.number = fork_state.number;
  recording.process = getpid();
  if (recording.with_sites) sites_after_fork();
  dump_forget();
  lines_forget();
  atomic_store(&recording_mutex, 0);
  errno = saved;
}

bool recording_wake(void) {
  if (recording.phase != PHASE_FORKED) return recording.phase == PHASE_ON;
  int saved = errno;
  char path[PATH_MAX];
  if (recording.number != 0) settings_path(recording.number, path);
  uint32_t number = recording.number != 0 ? recording.number : settings_reserve(path);
  bool begun = number != 0 && begin_file(number, path);
  recording.phase = begun ? PHASE_ON : PHASE_OFF;
  if (begun) frames_open();
  errno = saved;
  return recording.phase == PHASE_ON;
}

/// Takes the lock, but never waits for ever: a process may be ended from a signal handler that interrupted a hook.
static bool lock_at_end(void) {
  for (int tries = 0; tries < 10000; tries++) {
    int free = 0;
    if (atomic_compare_exchange_strong(&recording_mutex, &free, 1)) return true;
    sched_yield();
  }
  return false;
}

/// A forked child that made no event leaves no file. If it goes on after all, it reserves another.
static void drop_reserved(void) {
  char path[PATH_MAX];
  settings_path(recording.number, path);
  if (recording.number != 0) unlink(path);
  recording.number = 0;
}

void process_ends(int status) {
  if (recording.phase == PHASE_OFF || getpid() != recording.process) return;
  if (recording.phase == PHASE_FORKED) {
    recording.phase = PHASE_OFF;
    return drop_reserved();
  }
  bool locked = lock_at_end();
  report_at_end();
  if (recording.phase == PHASE_ON) {
    frames_close();
    char lines[512];
    int length = snprintf(lines, sizeof lines, "exit %d\n", status & 0xFF);
    meta_end_notes(lines + length, sizeof lines - (size_t)length);
    frames_finish(lines);
  }
  recording_unlock(locked);
}

bool process_leaves(void) {
  if (recording.phase == PHASE_OFF || getpid() != recording.process) return false;
  if (recording.phase == PHASE_FORKED) {
    drop_reserved();
    return false;
  }
  lock_at_end();
  report_at_end();
  if (recording.phase == PHASE_ON) {
    frames_close();
    frames_finish("exec\n");
    return true;
  }
  recording_unlock(true);
  return false;
}

void process_stays(bool finished) {
  if (!finished || getpid() != recording.process) return;
  int saved = errno;
  frames_resume();
  recording_unlock(true);
  errno = saved;
}
