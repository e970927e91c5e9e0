// Python call stacks of requests, read from the interpreter's memory.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Checks that the stacks of this interpreter can be read. NULL when they can, otherwise the reason why not, as a static string.
/// Called once, in the constructor, before CPython runs; nothing of Python exists yet.
const char *sites_start(uint32_t python_hex);

/// The number of the node for the stack of the current thread, 0 when there is no Python frame.
/// Called for MEM and OBJ requests only, with the GIL held. Calls no allocator; new codes and nodes go to definitions.h.
uint32_t sites_capture(void);

/// Forgets the code object at `block`, if there is one. Called on each free through the OBJ domain, before the block is reused.
void sites_object_freed(const void *block);

/// Called in a forked child: the definitions made so far stay valid there, the numbering goes on.
void sites_after_fork(void);

/// How many strings, codes and nodes were defined so far (what a PARENT frame says).
void sites_counts(uint32_t *strings, uint32_t *codes, uint32_t *nodes);
