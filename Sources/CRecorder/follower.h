// Follows the collector's ring along a list of what was there before: most objects are where they are expected, some have moved,
// some have died. Only what was passed over is entered into a table.
#pragma once

#include "objects.h"
#include "recording.h"

/// Positions below `split` are in `items`, the others in `more`.
struct follower {
  struct object *items, *more;
  uint32_t split, end;
  uint32_t cursor;              // where the next object is expected
  uint32_t frontier;            // what is at or behind it hasn't been looked at
  uint32_t entered;             // what is before it is in the table, unless it has been found
};

bool follower_prepare(void);

/// Begins at a position: what is before it isn't to be found. One follower is in use at a time.
void follower_begin(struct follower *, uint32_t position);

/// Gives back memory of a large table.
void follower_end(void);

static inline struct object *follower_at(const struct follower *follower, uint32_t position) {
  return position < follower->split ? &follower->items[position] : &follower->more[position - follower->split];
}

/// The position of an object that isn't at the cursor, or NO_OBJECT.
uint32_t follower_search(struct follower *, uint64_t address);

/// The position of an object, behind which the cursor is then; or NO_OBJECT.
static inline uint32_t follower_find(struct follower *follower, uint64_t address) {
  uint32_t position = follower->cursor;
  while (position < follower->end && follower_at(follower, position)->address == 0) position++;
  if (UNLIKELY(position >= follower->end || follower_at(follower, position)->address != address)) {
    position = follower_search(follower, address);
    if (position == NO_OBJECT) return NO_OBJECT;
  }
  follower->cursor = position + 1;
  if (follower->frontier <= position) follower->frontier = position + 1;
  return position;
}
