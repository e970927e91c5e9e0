// Which interpreter makes a request, and which heap serves it: an isolated sub-interpreter (3.12 on) has pools and
// arenas of its own.
#pragma once

#include "recording.h"

/// The runtime's list of interpreters, and what it was when last looked at.
extern void *const *interpreters_list;
extern const void *interpreters_seen;

void interpreters_look(void);

/// Makes the interpreter of the calling thread, which holds the GIL, the current one. One load and compare while there
/// is only one.
static inline void interpreters_check(void) {
  if (UNLIKELY(*interpreters_list != interpreters_seen)) interpreters_look();
}

/// To be called before an arena is recorded that was obtained inside a MEM or OBJ request.
void interpreters_arena_obtained(uintptr_t address);

/// To be called before an arena is recorded that goes back. True when it goes with its whole heap, which has been
/// recorded then.
bool interpreters_arena_returned(uintptr_t address, bool inside_request);

/// Whether the current interpreter is the main one.
bool interpreters_in_main(void);

/// Whether threads of interpreters with heaps, and so GILs, of their own may run at this time.
bool interpreters_run_in_parallel(void);
