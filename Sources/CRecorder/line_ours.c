#include "line_ours.h"

#include "events.h"
#include "line_encoder.h"
#include "line_frames.h"
#include "line_objects.h"
#include "python.h"

#include <string.h>

enum { RECENT = 16, BLOCKS = 8192, BLOCK_LIMIT = 6000, METHODS = 64, METHOD_SIZE = 72, HEADER = 16 };

/// The last requests, as a ring: a call of ours comes right behind those that were made for it.
static struct {
  uintptr_t block;
  uint64_t step;
} recent[RECENT];
static unsigned newest;

/// Blocks that are ours, open addressing.
static uintptr_t blocks[BLOCKS];
static unsigned block_count;
static bool claims_all;

/// Blocks that may be bound methods which CPython makes to call a built-in method while there is a trace function
/// (trace_call_function in Python/ceval.c, 3.9 to 3.11): made and given back by one instruction.
static struct {
  uintptr_t block;
  uint64_t step;
  struct line_instruction instruction;
} methods[METHODS];
static unsigned method_count;

static void mark(uint64_t step) { line_encoder_numbers(LINE_RECORD_OURS, (const uint64_t[]){step, 1}, 2); }

static unsigned slot_of(uintptr_t block) { return (uint32_t)(block >> 4) * 0x9E3779B1u >> 19; }

static unsigned find(uintptr_t block) {
  unsigned slot = slot_of(block);
  while (blocks[slot] != 0 && blocks[slot] != block) slot = (slot + 1) % BLOCKS;
  return slot;
}

static void add(uintptr_t block) {
  if (block_count == BLOCK_LIMIT || block == 0) return;
  unsigned slot = find(block);
  block_count += blocks[slot] == 0;
  blocks[slot] = block;
}

static bool take(uintptr_t block) {
  unsigned hole = find(block);
  if (block_count == 0 || blocks[hole] == 0) return false;
  // What stands behind the hole moves up, unless it stands where it belongs.
  for (unsigned next = (hole + 1) % BLOCKS; blocks[next] != 0; next = (next + 1) % BLOCKS) {
    if ((next - slot_of(blocks[next])) % BLOCKS < (next - hole) % BLOCKS) continue;
    blocks[hole] = blocks[next];
    hole = next;
  }
  blocks[hole] = 0;
  block_count--;
  return true;
}

void line_ours_allocated(unsigned domain, size_t size, uintptr_t block) {
  uint64_t step = events_steps() - 1;
  if (claims_all) {
    mark(step);
    add(block);
    return;
  }
  newest = (newest + 1) % RECENT;
  recent[newest].block = block;
  recent[newest].step = step;
  if (domain != DOMAIN_OBJ || size != METHOD_SIZE || python_minor() > 11 || python_minor() < 9) return;
  struct line_instruction instruction;
  if (!line_frame_calls(&instruction)) return;
  // What a built-in method asks for itself lies inside its own bound method.
  if (method_count != 0 && line_instruction_is(&methods[method_count - 1].instruction, &instruction)) return;
  if (method_count == METHODS) method_count = 0;
  methods[method_count].block = block;
  methods[method_count].step = step;
  methods[method_count++].instruction = instruction;
}

/// Forgets the methods from a block on; true when it was a bound method that we are the reason for: it is given back by
/// the instruction that made it, or it is the program's own.
static bool take_method(uintptr_t block, uint64_t *step) {
  for (unsigned i = method_count; i-- > 0;) {
    if (methods[i].block != block) continue;
    struct line_instruction now;
    *step = methods[i].step;
    method_count = i;
    return line_frame_calls(&now) && line_instruction_is(&methods[i].instruction, &now) && line_is_method(block + HEADER);
  }
  return false;
}

/// What is being given back.
static struct {
  bool is_ours, is_method;
  uint64_t step;                // that the method came with
} freed;

void line_ours_freeing(uintptr_t block) {
  freed.is_method = method_count != 0 && take_method(block, &freed.step);
  freed.is_ours = take(block) || claims_all || freed.is_method;
}

void line_ours_freed(void) {
  if (!freed.is_ours) return;
  freed.is_ours = false;
  if (freed.is_method) mark(freed.step);
  mark(events_steps() - 1);
}

void line_ours_claim(uintptr_t block) {
  for (unsigned i = 0; i < RECENT && block != 0; i++) {
    if (recent[i].block != block) continue;
    bool locked = recording_lock();
    if (recording.phase == PHASE_ON) mark(recent[i].step);
    recording_unlock(locked);
    recent[i].block = 0;
    add(block);
    return;
  }
}

void line_ours_claim_code(uintptr_t code) {
  // PyCodeObject._co_linearray in 3.11; later _co_monitoring, a struct with pointers to tables.
  enum { LINE_ARRAY_3_11 = 160, MONITORING_3_12 = 168, MONITORING = 176, MONITORING_WORDS = 9 };
  if (python_minor() < 11) return;
  if (python_minor() == 11) return line_ours_claim(*(const uintptr_t *)(code + LINE_ARRAY_3_11));
  uintptr_t data = *(const uintptr_t *)(code + (python_minor() == 12 ? MONITORING_3_12 : MONITORING));
  if (data == 0) return;
  line_ours_claim(data);
  unsigned words = python_minor() == 12 ? MONITORING_WORDS : MONITORING_WORDS - 1;
  for (unsigned i = 0; i < words; i++) line_ours_claim(((const uintptr_t *)data)[i]);
}

void line_ours_claim_all(bool all) { claims_all = all; }

void line_ours_reset(void) {
  memset(blocks, 0, sizeof blocks);
  memset(recent, 0, sizeof recent);
  block_count = method_count = 0;
}
