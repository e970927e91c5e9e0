// The lines of the user's script: at each one, its variables and the objects that they lead to.
#pragma once

#include "recording.h"

enum line_moment { LINE_REACHED, LINE_CALL, LINE_RETURN };

/// The script hasn't begun: each allocator event looks for it.
extern bool lines_waiting;

/// The script runs: what it allocates and gives back is looked at.
extern bool lines_watching;

/// Takes note that a block is about to be given back, or that a realloc has moved what was in it.
void lines_freeing(uintptr_t block);
void lines_moved(uintptr_t block);

/// Prepares what can be done before CPython begins. NULL, or why lines can't be recorded.
const char *lines_prepare(void);

/// Asks CPython to call us between two instructions.
void lines_arm(void);

static inline void lines_check(void) {
  if (UNLIKELY(lines_waiting)) lines_arm();
}

/// Records the moment at which the innermost frame reaches a line (0: the one that it had), unless another thread's.
void lines_record(enum line_moment moment, uint32_t line);

/// Forgets what was written: in a forked child.
void lines_forget(void);

/// What could not be recorded, or NULL.
const char *lines_shortage(void);
