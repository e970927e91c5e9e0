#define _GNU_SOURCE
#include "sites.h"

#include <dlfcn.h>

#include "codes.h"
#include "layout.h"
#include "names.h"
#include "nodes.h"

// A stack deeper than DEPTH_LIMIT is kept as its DEEP_STACK innermost frames on one that stands for the others: the
// exact outer part would make new nodes at each depth.
enum { DEPTH_LIMIT = 1024, DEEP_STACK = 64 };

enum { GENERATOR_OWNER = 1 };

/// Stands where a code object's address would, for the frames that are left out.
#define LEFT_OUT ((uintptr_t)1)

struct seen_frame {
  uintptr_t code, position, frame;
};

struct level {
  uintptr_t code, position;
  uint32_t node;  ///< The node of the stack up to here; that of the level below when this frame has none.
};

static struct layout layout;
static void *(*thread_state)(void);

// The last stack, outermost first. Frames are never remembered by their own address: their memory is used again at
// once.
static struct level levels[DEPTH_LIMIT];
static uint32_t depth;

const char *sites_start(uint32_t python_hex) {
  const struct layout *found;
  struct layout_types types;
  const char *reason = layout_find(python_hex, &found, &types);
  if (reason) return reason;
  thread_state = (void *(*)(void))dlsym(RTLD_DEFAULT, found->thread_state_getter);
  if (!thread_state) return "the interpreter does not export the getter of its thread state";
  layout = *found;
  names_start(found, types.unicode);
  codes_start(found, &types);
  return NULL;
}

/// Lists the frames of the calling thread, innermost first, and returns how many there are.
static uint32_t walk(struct seen_frame seen[DEPTH_LIMIT]) {
  uintptr_t state = (uintptr_t)thread_state();
  if (!state) return 0;
  if (layout.cframe) state = AT(uintptr_t, state, layout.cframe);
  if (!state) return 0;
  uintptr_t frame = AT(uintptr_t, state, layout.current_frame);
  const uint32_t previous = layout.previous, code = layout.code, position = layout.position, owner = layout.owner;
  const uint32_t first_foreign_owner = layout.first_foreign_owner;
  uint32_t count = 0;
  if (layout.interpreter_frames) {
    for (; frame && count < DEPTH_LIMIT; frame = AT(uintptr_t, frame, previous)) {
      if (AT(uint8_t, frame, owner) >= first_foreign_owner) continue;
      // The low bits of f_executable are a tag from 3.14 on (_PyStackRef).
      uintptr_t executable = AT(uintptr_t, frame, code) & ~(uintptr_t)3;
      seen[count++] = (struct seen_frame){ executable, AT(uintptr_t, frame, position), frame };
    }
  } else {
    for (; frame && count < DEPTH_LIMIT; frame = AT(uintptr_t, frame, previous)) {
      uintptr_t instruction = (uintptr_t)(intptr_t)AT(int32_t, frame, position);
      seen[count++] = (struct seen_frame){ AT(uintptr_t, frame, code), instruction, frame };
    }
  }
  if (frame) {
    count = DEEP_STACK + 1;
    seen[DEEP_STACK] = (struct seen_frame){ LEFT_OUT, 0, 0 };
  }
  return count;
}

/// The byte offset + 1 of a frame in its bytecode, 0 when it has not started; -1 when the frame is still in its
/// prologue, where tracemalloc does not see it either (_PyFrame_IsIncomplete in Include/internal/pycore_frame.h).
static int64_t position_of(const struct seen_frame *seen, const struct code_facts *code) {
  int64_t offset;
  if (layout.interpreter_frames) {
    offset = (int64_t)(seen->position - code->bytecode);
    if (offset < code->first_traceable && AT(uint8_t, seen->frame, layout.owner) != GENERATOR_OWNER) return -1;
  } else {
    offset = (int64_t)(intptr_t)seen->position * layout.lasti_scale;
  }
  return offset >= 0 && offset < code->bytecode_length ? offset + 1 : 0;
}

uint32_t sites_capture(void) {
  static struct seen_frame seen[DEPTH_LIMIT];
  uint32_t count = walk(seen), common = 0;
  uint32_t shorter = count < depth ? count : depth;
  const struct seen_frame *outer = seen + count;
  while (common < shorter && outer[-1].code == levels[common].code && outer[-1].position == levels[common].position) {
    outer--;
    common++;
  }
  uint32_t node = common ? levels[common - 1].node : 0;
  // A definition that fails ends the stack, and what is remembered of it, so that it's tried again.
  depth = common;
  for (; outer > seen; outer--) {
    const struct seen_frame *frame = outer - 1;
    uint32_t code;
    int64_t position = 0;
    if (frame->code == LEFT_OUT) {
      code = codes_left_out();
      if (!code) return 0;
    } else {
      const struct code_facts *facts = codes_find(frame->code);
      if (!facts) return 0;
      code = facts->number;
      position = position_of(frame, facts);
    }
    if (position >= 0) {
      node = nodes_number(node, code, (uint32_t)position);
      if (!node) return 0;
    }
    levels[depth++] = (struct level){ frame->code, frame->position, node };
  }
  return node;
}

void sites_code_freed(uintptr_t block) {
  if (codes_forget(block)) depth = 0;
}

void sites_after_fork(void) {
  // The tables are private memory and were copied with the rest; only the remembered stack may be another thread's, and
  // is compared anyhow.
}

void sites_counts(uint32_t *strings, uint32_t *codes, uint32_t *node_count) {
  *strings = names_count();
  *codes = codes_count();
  *node_count = nodes_count();
}

const char *sites_shortage(void) {
  return nodes_exhausted() ? "call stacks are incomplete: there were more than two million different ones" : NULL;
}
