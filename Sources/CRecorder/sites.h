// Python call stacks of requests, read from the interpreter's memory.
//
// The caller holds the recorder's lock around each call: interpreters with their own GIL share the tables.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "codes.h"

#pragma GCC visibility push(hidden)

/// Checks that the stacks of this interpreter can be read. NULL when they can, otherwise the reason why not, as a
/// static string. Called once, in the constructor, before CPython runs; nothing of Python exists yet. Before it, and
/// when it gives a reason, none of the functions below may be called except sites_object_freed, which then does
/// nothing.
const char *sites_start(uint32_t python_hex);

/// The number of the node for the stack of the current thread, 0 when there is no Python frame. Called for MEM and OBJ
/// requests only, with the GIL held. Calls no allocator; new codes and nodes go to definitions.h.
uint32_t sites_capture(void);

/// Forgets a code object that is being freed.
void sites_code_freed(uintptr_t block);

/// Forgets the code object at `block`, if there is one. Called on each free through the OBJ domain, before the block is
/// reused.
static inline void sites_object_freed(const void *block) {
  uintptr_t address = (uintptr_t)block;
  if (__builtin_expect(codes_filter[codes_filter_slot(address)] != 0, 0)) sites_code_freed(address);
}

/// Called in a forked child: the definitions made so far stay valid there, the numbering goes on.
void sites_after_fork(void);

/// How many strings, codes and nodes were defined so far (what a PARENT frame says).
void sites_counts(uint32_t *strings, uint32_t *codes, uint32_t *nodes);

/// A sentence about stacks that could not be recorded, NULL when all were.
const char *sites_shortage(void);

#pragma GCC visibility pop
