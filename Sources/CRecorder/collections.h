// When the collector runs, of which generation, and what it found, without an allocator event of its own: an object of
// ours is always the first of generation 0, and the collector calls its tp_traverse.
#pragma once

#include "recording.h"

#include <string.h>

/// The first object of generation 0, and what it is when no collection took our object away.
extern const uintptr_t *collections_first;
extern uintptr_t collections_expected;
/// A collection runs, and its end has not been seen.
extern bool collections_running;
/// The block that holds what is looked at and isn't in static memory: the main interpreter's state (3.9 and 3.10), or the collector's
/// statistics (3.15).
extern uintptr_t collections_owner;

/// Generation 0's count, and what it was at the last event.
extern const int32_t *collections_young_count;
extern int32_t collections_last_count;

void collections_look(void);
void collections_stop_looking(void);
void collections_owner_freed(void);
void collections_freeing(const uint8_t *block);

/// Two loads and a compare for each event with the GIL held: has a collection run since the last one?
static inline void collections_check(void) {
  if (UNLIKELY(*collections_first != collections_expected)) collections_look();
  collections_last_count = *collections_young_count;
}

/// From 3.12 on, the collector frees a str "stop" at its very end.
static inline void collections_free_check(const void *block) {
  if (UNLIKELY(collections_running)) collections_freeing(block);
}
