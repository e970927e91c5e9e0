// Blocks that pymalloc takes for itself inside a request: its table of arenas, the nodes of its address map. They are
// no requests of the program, so neither is their end, which comes from outside of any request when an interpreter with
// its own heap is destroyed.
#pragma once

#include <stdbool.h>
#include <stdint.h>

void internals_add(uintptr_t block);

/// Forgets a block; false when it isn't one of them.
bool internals_remove(uintptr_t block);
