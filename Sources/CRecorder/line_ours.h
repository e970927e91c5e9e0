// Requests that CPython makes only because its lines are recorded, and the blocks that they got.
#pragma once

#include "recording.h"

/// Notes a request that has just been recorded. With the lock.
void line_ours_allocated(unsigned domain, size_t size, uintptr_t block);

/// Looks whether a block that is about to be given back is one of ours.
void line_ours_freeing(uintptr_t block);

/// Marks the free that has just been recorded if it was of such a block. With the lock.
void line_ours_freed(void);

/// Says of a block that it is there because of us, if it came with one of the last requests.
void line_ours_claim(uintptr_t block);

/// What code has for being watched: its line table in 3.11, its monitoring data from 3.12 on.
void line_ours_claim_code(uintptr_t code);

/// Whether each request belongs to us from now on: while monitoring is set up.
void line_ours_claim_all(bool all);

/// Forgets all blocks: in a forked child, whose parent goes on with them.
void line_ours_reset(void);
