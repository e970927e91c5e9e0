#include "collector.h"

#include "python.h"

#include <stddef.h>

struct offsets {
  uint16_t state;               // of the collector's state in the interpreter's, in 3.8 in the runtime's
  uint16_t generations, first_pointer, enabled, collecting, garbage, total, pending, statistics;
};

static const struct offsets table[] = {
  [8] = {344, 24, 96, 12, 200, 208, 224, 232, 128},
  [9] = {616, 24, 96, 12, 200, 208, 224, 232, 128},
  [10] = {616, 24, 96, 12, 200, 208, 224, 232, 128},
  [11] = {648, 24, 96, 12, 200, 208, 224, 232, 128},
  [12] = {112, 24, 96, 12, 200, 208, 224, 232, 128},
  [13] = {7400, 24, 96, 12, 200, 208, 224, 232, 128},
  [14] = {7408, 24, 256, 12, 192, 200, 240, 248, 120},
  [15] = {7400, 8, 168, 0, 112, 128, 152, 160, 104},
};

/// How far a patch release may move the state in the interpreter's.
#define DRIFT 512

const char *collector_unknown(void) {
  unsigned minor = python_minor();
  if (minor >= sizeof table / sizeof *table)
    return "collections are not recorded: this version's collector is not known";
  if (minor == 14 && python.version < 0x030E0500)
    return "collections are not recorded: the incremental collector of 3.14.0 to 3.14.4 is not supported";
  if (minor == 15 && (python.version & 0xF0) != 0xF0)
    return "collections are not recorded: this is not a final release of 3.15";
  return NULL;
}

/// The state has a pointer to its own first generation, whose list leads back to it.
static bool is_state(const uint8_t *state, const struct offsets *offsets) {
  uintptr_t first = *(const uintptr_t *)(state + offsets->first_pointer);
  if (first != (uintptr_t)state + offsets->generations) return false;
  for (unsigned i = 0; i < 3; i++) {
    const struct gc_generation *generation = (const struct gc_generation *)first + i;
    if (generation->head.next == 0 || generation->head.previous == 0) return false;
  }
  return true;
}

bool collector_find(struct collector *collector) {
  const struct offsets *offsets = &table[python_minor()];
  uint8_t *base = python_minor() == 8 ? python.runtime : python.interpreter_main();
  if (base == NULL) return false;
  uint8_t *state = NULL;
  for (int drift = 0; drift <= DRIFT && state == NULL; drift += 8) {
    uint8_t *above = base + offsets->state + drift, *below = base + offsets->state - drift;
    if (is_state(above, offsets)) {
      state = above;
    } else if (drift < offsets->state && is_state(below, offsets)) {
      state = below;
    }
  }
  if (state == NULL) return false;
  *collector = (struct collector){
    .generations = (struct gc_generation *)(state + offsets->generations),
    .collecting = (const int32_t *)(state + offsets->collecting),
    .enabled = (const int32_t *)(state + offsets->enabled),
    .debug = (const int32_t *)(state + offsets->enabled) + 1,
    .garbage = (const uintptr_t *)(state + offsets->garbage),
    .long_lived_total = (int64_t *)(state + offsets->total),
    .long_lived_pending = (int64_t *)(state + offsets->pending),
    .statistics = state + offsets->statistics,
    .buffers = python_minor() >= 15,
  };
  return true;
}

/// An entry of the buffers of 3.15: struct gc_generation_stats.
struct buffered_statistics {
  int64_t start, stop;
  struct collector_statistics totals;
  int64_t candidates;
  double duration;
  int64_t heap_size;
};

enum { YOUNG_ENTRIES = 11, OLD_ENTRIES = 3 };

static struct collector_statistics newest(const struct buffered_statistics *entries, unsigned count) {
  int8_t index = *(const int8_t *)(entries + count);
  if (index < 0 || (unsigned)index >= count) return (struct collector_statistics){0, 0, 0};
  return entries[index].totals;
}

struct collector_statistics collector_statistics_of(const struct collector *collector, unsigned generation) {
  if (!collector->buffers) return ((const struct collector_statistics *)collector->statistics)[generation];
  const uint8_t *young = *(const uint8_t *const *)collector->statistics;
  if (young == NULL) return (struct collector_statistics){0, 0, 0};
  if (generation == 0) return newest((const struct buffered_statistics *)young, YOUNG_ENTRIES);
  const uint8_t *old = young + YOUNG_ENTRIES * sizeof(struct buffered_statistics) + 8;
  if (generation == 2) old += OLD_ENTRIES * sizeof(struct buffered_statistics) + 8;
  return newest((const struct buffered_statistics *)old, OLD_ENTRIES);
}
