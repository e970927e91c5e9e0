// The encoder of EVENTS payloads: operations go straight into the mapped file, with the tables of FORMAT.md section 3.
#pragma once

#include "wire.h"
#include "recording.h"

#include <stdint.h>

/// No step, with the facts and prefixes before it, takes more bytes than this.
#define STEP_LIMIT 128
/// Steps between two looks at the clock and at the room in the frame.
#define STEP_QUANTUM 1024
#define FRAME_STEPS 65536
/// The current thread before the first event: no thread's number.
#define NO_THREAD UINT32_MAX

struct pool_entry {
  uint64_t page;
  uint16_t bump;
  uint8_t depth, top;         // the stack is a ring: units[top] was freed last
  uint16_t units[15];
};

struct encoder {
  uint8_t *at;                // where the next operation goes
  uint32_t left;              // steps until events_refill
  uint32_t quantum;           // `left` at the last refill
  uint64_t base;              // steps before the last refill
  uint64_t clock;             // microseconds since the start, at the last clock operation or at the frame's start
  uint32_t thread;            // current ones
  uint16_t interpreter, heap;
  uint32_t pool_shift;
  uint64_t last_raw, last_arena, last_placed;
  uint64_t bases[4];
  uint32_t victim;
  uint16_t kinds[128];
  uint64_t current[32];
  uint64_t recent[64];
  uint64_t raw_recent[64];
  struct pool_entry pages[64];
};
extern struct encoder encoder;

/// Empties the tables for a new frame whose payload starts at `payload` with room for `steps` steps.
void events_begin(uint8_t *payload, uint32_t steps);
/// Called when `left` reaches 0: clock, room, new frames.
void events_refill(void);
/// Takes CPython's statistics after the step that is about to be recorded.
void events_report_next(void);
/// Makes the calling thread the current one.
void events_thread(void);
void events_interpreter(uint16_t interpreter, uint16_t heap);
void events_arena(uintptr_t address, bool obtained);
void events_heap_destroyed(void);
void events_collection_start(unsigned generation);
void events_collection_stop(unsigned generation, uint64_t collected, uint64_t uncollectable);
void events_mark(uint32_t name);
void events_fork(uint32_t number);
void events_failed(unsigned domain, unsigned function, size_t size, uintptr_t old);

/// Number of steps recorded so far.
static inline uint64_t events_steps(void) { return encoder.base + (encoder.quantum - encoder.left); }

static inline void events_tick(void) {
  if (UNLIKELY(--encoder.left == 0)) events_refill();
}

/// Writes an operation's first byte, after its operands: a reader of a frame whose writer died never sees half of one.
static inline void events_commit(uint8_t *at, uint8_t byte) { __atomic_store_n(at, byte, __ATOMIC_RELEASE); }

static inline uint32_t address_slot(uintptr_t address) {
  return ((uint32_t)(address >> 4) * 0x9E3779B1u) >> 26;
}

static inline uint64_t page_of(uintptr_t address) { return address >> encoder.pool_shift << encoder.pool_shift; }

static inline struct pool_entry *entry_of(uint64_t page) {
  return &encoder.pages[(page >> encoder.pool_shift) & 63];
}

static inline void pop_unit(struct pool_entry *entry) {
  entry->depth--;
  entry->top = entry->top == 0 ? 14 : entry->top - 1;
}

/// Writes the prefix that says where a small block of this class is, if it isn't where one would expect it; updates the
/// tables.
static inline uint8_t *place_small(uint8_t *at, unsigned class, uintptr_t address) {
  struct encoder *e = &encoder;
  uint64_t page = page_of(address);
  unsigned unit = (unsigned)((address - page) >> 4);
  struct pool_entry *entry = entry_of(page);
  if (LIKELY(e->current[class] == page)) {
    unsigned expected = entry->page != page ? 0 : entry->depth != 0 ? entry->units[entry->top] : entry->bump;
    if (expected != unit) {
      uint8_t *end = put_varint(at + 1, unit);
      events_commit(at, 0xC6);
      at = end;
    }
  } else {
    uint8_t *end = put_zigzag(at + 1, (int64_t)(address - e->last_placed) >> 4);
    events_commit(at, 0xC7);
    at = end;
    e->last_placed = address;
    e->current[class] = page;
  }
  if (UNLIKELY(entry->page != page)) {
    entry->page = page;
    entry->depth = 0;
    entry->bump = 0;
  }
  if (entry->depth != 0 && entry->units[entry->top] == unit) {
    pop_unit(entry);
  } else if (entry->bump == 0 || unit >= entry->bump) {
    entry->bump = (uint16_t)(unit + class + 1);
  } else {
    entry->depth = 0;
  }
  return at;
}

static inline void push_unit(uintptr_t address) {
  uint64_t page = page_of(address);
  struct pool_entry *entry = entry_of(page);
  if (entry->page != page) return;
  entry->top = entry->top >= 14 ? 0 : entry->top + 1;
  if (entry->depth < 15) entry->depth++;
  entry->units[entry->top] = (uint16_t)((address - page) >> 4);
}

/// Records malloc, calloc or realloc(NULL) of 1 to 512 bytes that got a block of a pool.
static inline void events_small_allocation(unsigned domain, unsigned function, size_t size, uintptr_t address) {
  struct encoder *e = &encoder;
  uint8_t *at = place_small(e->at, (unsigned)(size - 1) >> 4, address);
  bool is_mem = domain == DOMAIN_MEM;
  unsigned slot = 1 + ((unsigned)size + (is_mem ? 53 : 0) + 29 * function) % 127;
  uint16_t kind = (uint16_t)(size | (is_mem ? 0 : 1u << 10) | (function + 1) << 11);
  if (LIKELY(e->kinds[slot] == kind)) {
    events_commit(at++, (uint8_t)slot);
  } else {
    uint8_t *end = put_varint(at + 1, size);
    events_commit(at, (uint8_t)(0xC0 + function + (is_mem ? 0 : 3)));
    at = end;
    e->kinds[slot] = kind;
  }
  e->at = at;
  e->recent[address_slot(address)] = address;
  events_tick();
}

/// The base that is nearest to `address`; `difference` becomes the distance from it in units of 16 bytes.
static inline unsigned nearest_base(uintptr_t address, int64_t *difference) {
  unsigned best = 0;
  uint64_t least = UINT64_MAX;
  for (unsigned i = 0; i < 4; i++) {
    int64_t d = (int64_t)(address - encoder.bases[i]) >> 4;
    uint64_t size = d < 0 ? -(uint64_t)d : (uint64_t)d;
    if (size < least) {
      least = size;
      best = i;
      *difference = d;
    }
  }
  return best;
}

static inline void move_base(unsigned base, int64_t difference, uintptr_t address) {
  struct encoder *e = &encoder;
  if (difference > -4096 && difference < 4096) {
    e->bases[base] = address;
  } else {
    e->bases[e->victim] = address;
    e->victim = (e->victim + 1) & 3;
  }
}

/// Records the free of a block of a pool.
static inline void events_small_free(unsigned domain, uintptr_t address) {
  struct encoder *e = &encoder;
  uint8_t *at = e->at;
  if (domain == DOMAIN_MEM) events_commit(at++, 0xE8);
  uint32_t slot = address_slot(address);
  if (LIKELY(e->recent[slot] == address)) {
    e->recent[slot] = 0;
    events_commit(at++, (uint8_t)(0x80 + slot));
  } else {
    int64_t difference = 0;
    unsigned base = nearest_base(address, &difference);
    uint8_t *end = put_zigzag(at + 1, difference);
    events_commit(at, (uint8_t)(0xC8 + base));
    at = end;
    move_base(base, difference, address);
  }
  push_unit(address);
  e->at = at;
  events_tick();
}

void events_outside_allocation(unsigned domain, unsigned function, size_t size, uintptr_t address);
void events_outside_free(unsigned domain, uintptr_t address);

/// Records a realloc that succeeded, of a block that was not null.
void events_realloc(
  unsigned domain, uintptr_t old, bool old_small, size_t size, uintptr_t new, bool new_small);
