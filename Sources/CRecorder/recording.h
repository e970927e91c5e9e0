// What the parts of the recorder share: the state of a recording, and the lock that guards it.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define PAUSE() __builtin_ia32_pause()
#if !defined(__x86_64__)
#undef PAUSE
#define PAUSE() ((void)0)
#endif

enum domain { DOMAIN_RAW, DOMAIN_MEM, DOMAIN_OBJ };
enum function { FUNCTION_MALLOC, FUNCTION_CALLOC, FUNCTION_REALLOC_NULL, FUNCTION_REALLOC };

enum phase {
  PHASE_OFF,      // nothing is recorded: not started, stopped, or not wanted in this process
  PHASE_ON,       // events go to the open frames
  PHASE_FORKED,   // a forked child that has not made its file yet: the first event does
};

/// The recording of this process.
struct recording {
  int phase;                // enum phase
  bool with_sites;          // stacks are recorded
  bool with_children;       // forked children are recorded
  bool with_objects;        // the objects of collections are recorded
  bool with_lines;          // the lines of the user's script are recorded
  uint32_t python;          // PY_VERSION_HEX
  uint32_t number;          // 1 for FILE, n for FILE.n
  uint32_t marks;           // mark names defined so far
  long process;             // process id of the file's owner
};
extern struct recording recording;

/// What a thread is doing inside the hooks, and its number in the recording (from 1; 0: none yet).
struct thread_state {
  uint32_t inside;          // 0 outside of MEM and OBJ hooks, otherwise INSIDE bits
  uint32_t number;
  uintptr_t address;        // the block that an outer realloc or free is about
  uintptr_t raw;            // the last block that a nested RAW request gave
};
extern __thread struct thread_state thread_state __attribute__((tls_model("initial-exec")));

enum {
  INSIDE_MEM = 1,           // domain of the outer request: its number
  INSIDE_OBJ = 2,
  INSIDE_DOMAIN = 3,
  INSIDE_RAW_GIVEN = 4,     // a nested RAW malloc or calloc happened; thread_state.raw has its result
  INSIDE_DONE = 8,          // a nested RAW hook recorded the outer request already
};

extern atomic_int recording_mutex;
extern char __libc_single_threaded __attribute__((weak));
void recording_wait(void);

/// Takes the lock unless the process has one thread only. Returns what recording_unlock wants.
static inline bool recording_lock(void) {
  if (LIKELY(&__libc_single_threaded != NULL && __libc_single_threaded)) return false;
  if (UNLIKELY(atomic_exchange_explicit(&recording_mutex, 1, memory_order_acquire) != 0)) recording_wait();
  return true;
}

static inline void recording_unlock(bool locked) {
  if (locked) atomic_store_explicit(&recording_mutex, 0, memory_order_release);
}

/// Takes the lock before the first event of a forked child: makes its file. False when nothing is recorded.
bool recording_wake(void);
