// The candidates of each collection, written as what has changed since they were written last (FORMAT.md, section 6).
#pragma once

#include "collector.h"

#include <stdbool.h>
#include <stdint.h>

/// Maps the memory that dumps need. False when there is none.
bool dump_prepare(void);

/// Forgets what was written so far: in a forked child, whose recording has a beginning of its own.
void dump_forget(void);

/// Reads the candidates of the collection that begins. To be called from the first tp_traverse of it, with the GIL and without the lock;
/// `young_count` is generation 0's count at the last event before it, `skip` the sentinels' type.
void dump_read(const struct collector *collector, unsigned generation, int32_t young_count, const void *skip);

/// Writes what dump_read found, before the step that starts the collection. With the lock.
void dump_write(void);

/// Notes how many objects are still unreachable when the collector looks at them for the second time, after the finalizers. With the lock.
void dump_second_look(const struct gc_head *probe);

/// What is known of a collection that has ended without looking at the lists.
struct dump_end {
  uint64_t survivors;           // as the collector counted them before it cleared anything; 0: unknown
  bool found_none;              // nothing was unreachable
  bool freed_none;              // no block has been freed since the candidates were written
};

/// Writes which of the candidates have left the collector's lists, before the step that ends the collection. `sentinel` is the sentinel
/// that went through it, NULL when the lists can't be walked. With the lock.
void dump_outcome(const struct collector *collector, const struct gc_head *sentinel, struct dump_end end);

/// What could not be written, as a sentence, or NULL.
const char *dump_shortage(void);
