// The operations that are rare enough to stand out of line: outside the pools, realloc, facts, collections.
#include "events.h"

#include "frames.h"
#include "report.h"

#include <string.h>

struct encoder encoder = {.thread = NO_THREAD};

void events_begin(uint8_t *payload, uint32_t steps) {
  struct encoder *e = &encoder;
  uint64_t done = events_steps();
  e->at = payload;
  e->base = done;
  e->left = e->quantum = steps;
  e->last_raw = e->last_arena = e->last_placed = 0;
  e->victim = 0;
  memset(e->bases, 0, sizeof e->bases);
  memset(e->kinds, 0, sizeof e->kinds);
  memset(e->current, 0, sizeof e->current);
  memset(e->recent, 0, sizeof e->recent);
  memset(e->raw_recent, 0, sizeof e->raw_recent);
  memset(e->pages, 0, sizeof e->pages);
}

static bool report_wanted;

void events_report_next(void) {
  report_wanted = true;
  encoder.quantum -= encoder.left - 1;
  encoder.left = 1;
}

void events_refill(void) {
  struct encoder *e = &encoder;
  e->base += e->quantum;
  e->quantum = e->left = 0;
  if (UNLIKELY(report_wanted)) {
    report_wanted = false;
    report_take();
    if (e->left != 0) return;
  }
  uint32_t steps = frames_room();
  if (steps == 0) {
    frames_cut();
    return;
  }
  e->left = e->quantum = steps;
  uint64_t now = frames_clock();
  if (now > e->clock) {
    uint8_t *end = put_varint(e->at + 1, now - e->clock);
    events_commit(e->at, 0xE6);
    e->at = end;
    e->clock = now;
  }
}

void events_thread(void) {
  static uint32_t threads;
  if (thread_state.number == 0) thread_state.number = ++threads;
  if (encoder.thread == thread_state.number) return;
  encoder.thread = thread_state.number;
  uint8_t *end = put_varint(encoder.at + 1, encoder.thread);
  events_commit(encoder.at, 0xE4);
  encoder.at = end;
}

void events_interpreter(uint16_t interpreter, uint16_t heap) {
  if (encoder.interpreter == interpreter && encoder.heap == heap) return;
  encoder.interpreter = interpreter;
  encoder.heap = heap;
  uint8_t *end = put_varint(put_varint(encoder.at + 1, interpreter), heap);
  events_commit(encoder.at, 0xE5);
  encoder.at = end;
}

void events_arena(uintptr_t address, bool obtained) {
  uint8_t *end = put_zigzag(encoder.at + 1, (int64_t)(address - encoder.last_arena) >> 12);
  events_commit(encoder.at, obtained ? 0xE7 : 0xE9);
  encoder.at = end;
  encoder.last_arena = address;
}

void events_heap_destroyed(void) { events_commit(encoder.at++, 0xEF); }

void events_collection_start(unsigned generation) {
  encoder.at[1] = (uint8_t)generation;
  events_commit(encoder.at, 0xEA);
  encoder.at += 2;
  events_tick();
}

void events_collection_stop(unsigned generation, uint64_t collected, uint64_t uncollectable) {
  encoder.at[1] = (uint8_t)generation;
  uint8_t *end = put_varint(put_varint(encoder.at + 2, collected), uncollectable);
  events_commit(encoder.at, 0xEB);
  encoder.at = end;
  events_tick();
}

static void number_step(uint8_t operation, uint64_t number) {
  uint8_t *end = put_varint(encoder.at + 1, number);
  events_commit(encoder.at, operation);
  encoder.at = end;
  events_tick();
}

void events_mark(uint32_t name) { number_step(0xEC, name); }

void events_fork(uint32_t number) { number_step(0xED, number); }

void events_failed(unsigned domain, unsigned function, size_t size, uintptr_t old) {
  encoder.at[1] = (uint8_t)(function + 4 * domain);
  uint8_t *end = put_varint(encoder.at + 2, size);
  if (function == FUNCTION_REALLOC) end = put_varint(end, old);
  events_commit(encoder.at, 0xEE);
  encoder.at = end;
  events_tick();
}

/// The distance to the last address outside the pools, in units of 16 bytes; the low four bits have a prefix.
static int64_t outside_difference(uintptr_t address) {
  int64_t difference = (int64_t)(address >> 4) - (int64_t)(encoder.last_raw >> 4);
  encoder.last_raw = address;
  return difference;
}

static uint8_t *put_low_bits(uint8_t *at, uintptr_t address) {
  if ((address & 15) == 0) return at;
  at[1] = address & 15;
  events_commit(at, 0xDF);
  return at + 2;
}

void events_outside_allocation(unsigned domain, unsigned function, size_t size, uintptr_t address) {
  struct encoder *e = &encoder;
  uint8_t *at = put_low_bits(e->at, address);
  uint8_t *end = put_zigzag(put_varint(at + 1, size), outside_difference(address));
  events_commit(at, (uint8_t)(0xD0 + function + 3 * domain));
  e->at = end;
  e->raw_recent[address_slot(address)] = address;
  events_tick();
}

void events_outside_free(unsigned domain, uintptr_t address) {
  struct encoder *e = &encoder;
  uint32_t slot = address_slot(address);
  if (e->raw_recent[slot] == address) {
    e->at[1] = (uint8_t)slot;
    events_commit(e->at, (uint8_t)(0xDC + domain));
    e->at += 2;
    e->raw_recent[slot] = 0;
    e->last_raw = address;
  } else {
    uint8_t *at = put_low_bits(e->at, address);
    uint8_t *end = put_zigzag(at + 1, outside_difference(address));
    events_commit(at, (uint8_t)(0xD9 + domain));
    e->at = end;
  }
  events_tick();
}

enum {
  REALLOC_OLD_SMALL = 1, REALLOC_STAYS = 2, REALLOC_NEW_SMALL = 4, REALLOC_RECENT = 8, REALLOC_BASE = 4,
  REALLOC_OLD_BITS = 64,
};

void events_realloc(
  unsigned domain, uintptr_t old, bool old_small, size_t size, uintptr_t new, bool new_small
) {
  struct encoder *e = &encoder;
  bool stays = old == new;
  uint32_t old_slot = address_slot(old);
  uint64_t *table = old_small ? e->recent : e->raw_recent;
  bool recent = table[old_slot] == old;
  int64_t difference = 0;
  unsigned base = old_small && !recent ? nearest_base(old, &difference) : 0;
  bool new_outside = !stays && !new_small;
  unsigned old_bits = old_small || recent ? 0 : old & 15;

  uint8_t *at = e->at;
  if (!stays && new_small) at = place_small(at, (unsigned)(size - 1) >> 4, new);
  bool prefix_is_new = new_outside && (new & 15) != 0;
  if (prefix_is_new) at = put_low_bits(at, new);
  bool own_bits = old_bits != 0 && new_outside;
  if (old_bits != 0 && !own_bits) at = put_low_bits(at, old);

  uint8_t *operation = at++;
  *at++ = (uint8_t)((old_small ? REALLOC_OLD_SMALL : 0) | (stays ? REALLOC_STAYS : 0)
    | (new_small ? REALLOC_NEW_SMALL : 0) | (recent ? REALLOC_RECENT : base << REALLOC_BASE)
    | (own_bits ? REALLOC_OLD_BITS : 0));
  if (own_bits) *at++ = (uint8_t)old_bits;
  if (recent) {
    *at++ = (uint8_t)old_slot;
    if (!old_small) e->last_raw = old;
  } else {
    at = put_zigzag(at, old_small ? difference : outside_difference(old));
  }
  at = put_varint(at, size);
  if (new_outside) at = put_zigzag(at, outside_difference(new));
  events_commit(operation, (uint8_t)(0xE0 + domain));
  e->at = at;

  if (!stays) {
    (new_small ? e->recent : e->raw_recent)[address_slot(new)] = new;
    if (recent) {
      table[old_slot] = 0;
    } else if (old_small) {
      move_base(base, difference, old);
    }
    if (old_small) push_unit(old);
  }
  events_tick();
}
