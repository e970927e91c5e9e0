#define _GNU_SOURCE
#include "sites.h"

#include <dlfcn.h>
#include <string.h>

#include "codes.h"
#include "layout.h"
#include "names.h"
#include "nodes.h"
#include "shape.h"

// A stack deeper than DEPTH_LIMIT is kept as its DEEP_STACK innermost frames on one that stands for the others: the
// exact outer part would make new nodes at each depth.
enum { DEPTH_LIMIT = 1024, DEEP_STACK = 64 };

// Ticks of the processor's clock that no call of a Python function with its return can stay below. Measured: 25 with
// 2.6 GHz from 3.11 on, more than 60 before; the rest is a margin for faster processors. Stacks up to SHALLOW are
// walked without asking the clock.
enum { TICKS_OF_A_CALL = 3, TICKS_OF_A_CALL_WITH_FRAME_OBJECT = 8, SHALLOW = 24 };

// Stands where a code object's address would, for the frames that are left out.
#define LEFT_OUT ((uintptr_t)1)

/// One frame of a stack: what it executes.
struct level {
  uintptr_t code;
  uintptr_t instruction;  ///< f_lasti; from 3.11 on the address of the instruction, plus 1 in a generator's frame.
  uintptr_t frame;        ///< Where the frame lies. Alone it says nothing: that memory is used again at once.
  uint32_t node;          ///< The node of the stack up to here; that of the level below when this frame has none.
};

/// Remembers the node of a frame on top of another node.
struct memo {
  uintptr_t code, instruction;
  uint32_t below, node;
};

static struct layout layout;
static void *(*thread_state)(void);

// The last stack, outermost first, and the clock when it was read; 0 for a shallow one.
static struct level levels[DEPTH_LIMIT];
static uint32_t depth;
static uint64_t read_at;

static struct memo memos[1 << 10];

static uint32_t shape_number;

const char *sites_start(uint32_t python_hex) {
  const struct layout *found;
  struct layout_types types;
  const char *reason = layout_find(python_hex, &found, &types);
  if (reason) return reason;
  thread_state = (void *(*)(void))dlsym(RTLD_DEFAULT, found->thread_state_getter);
  if (!thread_state) return "the interpreter does not export the getter of its thread state";
  layout = *found;
  const struct shape shape = { found->interpreter_frames, found->previous, found->code, found->position, found->owner,
                               found->first_foreign_owner };
  while (memcmp(&shapes[shape_number], &shape, sizeof shape) != 0) {
    if (++shape_number == SHAPES) return "the layout of this CPython version's frames is not known";
  }
  names_start(found, types.unicode);
  codes_start(found, &types);
  return NULL;
}

static inline uintptr_t innermost_frame(void) {
  uintptr_t state = (uintptr_t)thread_state();
  if (state && layout.cframe) state = AT(uintptr_t, state, layout.cframe);
  return state ? AT(uintptr_t, state, layout.current_frame) : 0;
}

/// Lists at most `limit` frames from `frame` outwards, innermost first. The frame after them comes back in `frame`.
static INLINE uint32_t list(struct shape shape, uintptr_t *frame, struct level *found, uint32_t limit) {
  uintptr_t at = *frame;
  uint32_t count = 0;
  for (; at && count < limit; at = caller(shape, at)) {
    if (read_frame(shape, at, &found[count].code, &found[count].instruction)) found[count++].frame = at;
  }
  *frame = at;
  return count;
}

/// How deep the stack is if its frames lie where those of the last one lay, 0 when they don't.
static INLINE uint32_t expected_depth(struct shape shape, uintptr_t frame) {
  if (depth == 0) return 0;
  if (levels[depth - 1].frame == frame) return depth;
  if (depth >= 2 && levels[depth - 2].frame == frame) return depth - 1;
  return caller(shape, frame) == levels[depth - 1].frame && depth < DEPTH_LIMIT ? depth + 1 : 0;
}

static inline uint64_t ticks(void) {
#ifdef __x86_64__
  return __builtin_ia32_rdtsc();
#else
  return 0;
#endif
}

/// How many innermost frames can have come or gone since the last stack was read: those further out are where they
/// were, and still in the same call. This is what keeps a deep recursion from being walked to its end for each request.
static INLINE uint32_t reachable_levels(struct shape shape, uint32_t expected) {
  if (expected <= SHALLOW || read_at == 0 || levels[0].code == LEFT_OUT) return UINT32_MAX;
  uint64_t ticks_of_a_call = shape.interpreter_frames ? TICKS_OF_A_CALL : TICKS_OF_A_CALL_WITH_FRAME_OBJECT;
  uint64_t calls = (ticks() - read_at) / ticks_of_a_call + 4;
  return calls < UINT32_MAX ? (uint32_t)calls : UINT32_MAX;
}

/// How many innermost frames differ from those of the last stack, when the stack has `expected` frames; -1 when it
/// hasn't. Frames are compared by content, as a function that is called again from another line lies where it lay
/// before.
static INLINE int32_t count_differing(struct shape shape, uintptr_t frame, uint32_t expected) {
  // The level that is new holds what once was there, which must not count.
  if (expected > depth) levels[depth].code = 0;
  uint32_t reachable = reachable_levels(shape, expected);
  int32_t certain = reachable < expected ? (int32_t)(expected - reachable) : 0;
  int32_t differing = -1, at = (int32_t)expected;
  for (; frame; frame = caller(shape, frame)) {
    uintptr_t code, instruction;
    if (!read_frame(shape, frame, &code, &instruction)) continue;
    if (--at < 0) return -1;
    if (code != levels[at].code || instruction != levels[at].instruction) {
      differing = at;
    } else if (levels[at].frame != frame) {
      levels[at].frame = frame;
    } else if (at < certain) {
      at = 0;
      break;
    }
  }
  if (at != 0) return -1;
  return differing < 0 ? 0 : (int32_t)expected - differing;
}

/// The byte offset + 1 of a frame in its bytecode, 0 when it has not started; -1 when the frame is still in its
/// prologue, where tracemalloc does not see it either (_PyFrame_IsIncomplete in Include/internal/pycore_frame.h).
static int64_t position_of(uintptr_t instruction, const struct code_facts *code) {
  int64_t offset;
  if (layout.interpreter_frames) {
    offset = (int64_t)((instruction & ~(uintptr_t)1) - code->bytecode);
    if (offset < code->first_traceable && !(instruction & GENERATOR_OWNER)) return -1;
  } else {
    offset = (int64_t)(intptr_t)instruction * layout.lasti_scale;
  }
  return offset >= 0 && offset < code->bytecode_length ? offset + 1 : 0;
}

/// The node of a frame on top of another; that one itself when the frame is in its prologue. False when there is none.
static int define(uint32_t below, const struct level *frame, uint32_t *node) {
  if (frame->code == LEFT_OUT) {
    uint32_t code = codes_left_out();
    *node = code ? nodes_number(below, code, 0) : 0;
    return *node != 0;
  }
  const struct code_facts *facts = codes_find(frame->code);
  if (!facts) return 0;
  int64_t position = position_of(frame->instruction, facts);
  *node = position < 0 ? below : nodes_number(below, facts->number, (uint32_t)position);
  return position < 0 || *node != 0;
}

static inline struct memo *memo_of(uint32_t below, const struct level *frame) {
  uint64_t hash = (frame->code + frame->instruction * 4 + below) * 0x9E3779B97F4A7C15u;
  return &memos[hash >> 54];
}

/// Puts `count` frames, innermost first, on the outermost `common` levels. Returns the node of the innermost, 0 when
/// one could not be defined: what was defined stays, so that the rest is tried again.
static uint32_t put(uint32_t common, const struct level *fresh, uint32_t count) {
  uint32_t node = common ? levels[common - 1].node : 0;
  depth = common;
  for (const struct level *frame = fresh + count; frame-- > fresh;) {
    struct memo *memo = memo_of(node, frame);
    if (memo->code != frame->code || memo->instruction != frame->instruction || memo->below != node) {
      struct memo found = { frame->code, frame->instruction, node, 0 };
      if (!define(node, frame, &found.node)) return 0;
      *memo = found;
    }
    node = memo->node;
    levels[depth] = *frame;
    levels[depth++].node = node;
  }
  return node;
}

static INLINE uint32_t capture(struct shape shape) {
  static struct level fresh[DEPTH_LIMIT];
  uintptr_t frame = innermost_frame();
  if (!frame) return depth = 0;
  uint32_t expected = expected_depth(shape, frame);
  if (expected) {
    int32_t differing = count_differing(shape, frame, expected);
    if (differing == 0 && expected == depth) return levels[depth - 1].node;
    if (differing >= 0) {
      return put(expected - (uint32_t)differing, fresh, list(shape, &frame, fresh, (uint32_t)differing));
    }
  }
  uint32_t count = list(shape, &frame, fresh, DEPTH_LIMIT), common = 0;
  if (frame) {
    count = DEEP_STACK + 1;
    fresh[DEEP_STACK] = (struct level){ .code = LEFT_OUT };
  }
  uint32_t shorter = count < depth ? count : depth;
  for (; common < shorter; common++) {
    const struct level *new = &fresh[count - 1 - common], *old = &levels[common];
    if (new->code != old->code || new->instruction != old->instruction) break;
    levels[common].frame = new->frame;
  }
  return put(common, fresh, count - common);
}

uint32_t sites_capture(void) {
  uint32_t node;
  switch (shape_number) {
    case 0: node = capture(shapes[0]); break;
    case 1: node = capture(shapes[1]); break;
    case 2: node = capture(shapes[2]); break;
    case 3: node = capture(shapes[3]); break;
    default: node = capture(shapes[4]);
  }
  read_at = depth > SHALLOW ? ticks() : 0;
  return node;
}

void sites_code_freed(uintptr_t block) {
  if (!codes_forget(block)) return;
  depth = 0;
  memset(memos, 0, sizeof memos);
}

void sites_after_fork(void) {
  // The tables are private memory and came along; the last stack may be another thread's, but is compared before use.
}

void sites_counts(uint32_t *strings, uint32_t *codes, uint32_t *node_count) {
  *strings = names_count();
  *codes = codes_count();
  *node_count = nodes_count();
}

const char *sites_shortage(void) {
  return nodes_exhausted() ? "call stacks are incomplete: there were more than two million different ones" : NULL;
}
