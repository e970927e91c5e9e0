// LINES frames: each state as what has changed since the one before (FORMAT.md, section 8).
#pragma once

#include "line_state.h"
#include "lines.h"

/// Writes the state of a moment, of which the reader knows `before`. With the lock. False when there is no room.
bool line_encoder_write(enum line_moment moment, const struct line_state *state, const struct line_state *before);

/// Writes a record of numbers.
bool line_encoder_numbers(unsigned tag, const uint64_t *numbers, unsigned count);

enum { LINE_RECORD_STRING = 1, LINE_RECORD_MOMENT, LINE_RECORD_OURS, LINE_RECORD_AFRESH };
