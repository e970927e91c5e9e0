// Where each version keeps the state of its collector: struct _gc_runtime_state in
// Include/internal/pycore_interp_structs.h and before that pycore_gc.h. 64-bit builds with a GIL.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct gc_head { uintptr_t next, previous; };

struct gc_generation {
  struct gc_head head;
  int32_t threshold, count;
};

struct collector {
  struct gc_generation *generations;
  const int32_t *collecting, *enabled, *debug;
  int32_t counts[3];            // of the generations, when the last collection had ended
  const uintptr_t *garbage;
  int64_t *long_lived_total, *long_lived_pending;
  const uint8_t *statistics;    // three structs, or from 3.15 on a pointer to buffers
  bool buffers;
};

struct collector_statistics { uint64_t collections, collected, uncollectable; };

/// Finds the collector of the main interpreter. False when this version's isn't known or doesn't look as it should.
bool collector_find(struct collector *collector);

/// Why collections can't be recorded with this version, or NULL.
const char *collector_unknown(void);

/// What one generation's collections came to so far.
struct collector_statistics collector_statistics_of(const struct collector *collector, unsigned generation);
