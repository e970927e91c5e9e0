#include "line_state.h"

#include "layout.h"
#include "line_frames.h"
#include "line_names.h"
#include "line_objects.h"
#include "python.h"

#include <string.h>

static unsigned slot_of(uint64_t address) { return (uint32_t)(address >> 3) * 0x9E3779B1u >> 20; }

static uint16_t *place_of(const struct line_state *state, uint64_t address) {
  unsigned slot = slot_of(address);
  while (state->places[slot] != 0 && state->objects[state->places[slot] - 1].address != address) slot = (slot + 1) & 4095;
  return (uint16_t *)&state->places[slot];
}

const struct line_object *line_state_find(const struct line_state *state, uint64_t address) {
  uint16_t number = *place_of(state, address);
  return number != 0 ? &state->objects[number - 1] : NULL;
}

/// Immortal objects have no count (0). From 3.12 on the count is the low half of its word.
static uint64_t references_of(uintptr_t object) {
  uint64_t count = AT(uint64_t, object, 0);
  if (python_minor() < 12) return count;
  return (int32_t)count < 0 ? 0 : (uint32_t)count;
}

static bool add_object(struct line_state *state, uintptr_t address) {
  uint16_t *place = place_of(state, address);
  if (*place != 0) return true;
  if (state->object_count == LINE_OBJECT_LIMIT) {
    state->cut = true;
    return false;
  }
  uintptr_t type = line_type_of(address);
  struct line_object *object = &state->objects[state->object_count];
  *object = (struct line_object){
    .address = address, .type_address = type, .references = references_of(address),
    .type = line_name_c(AT(char *, type, 24)), .value = line_value_of(address),
  };
  *place = (uint16_t)++state->object_count;
  unsigned header = line_header_of(address);
  if (header == 0) return true;
  object->block = address - header;
  unsigned slot = slot_of(object->block);
  while (state->blocks[slot] != 0) slot = (slot + 1) & 4095;
  state->blocks[slot] = (uint16_t)state->object_count;
  return true;
}

void line_state_freed(struct line_state *state, uint64_t block) {
  for (unsigned slot = slot_of(block); state->blocks[slot] != 0; slot = (slot + 1) & 4095) {
    struct line_object *object = &state->objects[state->blocks[slot] - 1];
    if (object->block == block) object->freed = true;
  }
}

static bool add_edge(void *context, uint32_t label, uintptr_t target) {
  struct line_state *state = context;
  if (state->edge_count == EDGE_LIMIT || !add_object(state, target)) {
    state->cut = true;
    return false;
  }
  state->edges[state->edge_count++] = (struct line_edge){.target = target, .label = label};
  return true;
}

static bool add_variable(void *context, uintptr_t name, uintptr_t value) {
  struct line_state *state = context;
  if (state->variable_count == VARIABLE_LIMIT || (value != 0 && !add_object(state, value))) {
    state->cut = true;
    return false;
  }
  uint32_t number = line_name_of(name);
  state->variables[state->variable_count++] = (struct line_variable){.address = value, .name = number};
  return true;
}

/// Whether an object of the state before is still there though no name leads to it any more. Before its block is given
/// back the collector's list lets go of an object, and some types keep the block for the next one.
static bool is_alive(const struct line_state *state, const struct line_object *object) {
  return object->block != 0 && !object->freed && line_state_find(state, object->address) == NULL
    && line_type_of(object->address) == object->type_address && line_is_tracked(object->address);
}

/// Adds what remains without a name, such as a cycle: instances of the program's own classes, and other objects that lie
/// in a cycle or are held by one that does. Others can be new ones in the place of the old, from their type's free list.
static void add_remains(struct line_state *state, const struct line_state *before) {
  static uint16_t holders[LINE_OBJECT_LIMIT], alone[LINE_OBJECT_LIMIT];
  static bool remains[LINE_OBJECT_LIMIT];
  uint32_t alone_count = 0, found = 0;
  for (uint32_t i = 0; i < before->object_count; i++) {
    remains[i] = is_alive(state, &before->objects[i]);
    holders[i] = 0;
    found += remains[i];
  }
  if (found == 0) return;
  for (uint32_t i = 0; i < before->object_count; i++) {
    if (!remains[i]) continue;
    if (line_is_instance(before->objects[i].address)) holders[i]++;
    for (uint32_t edge = 0; edge < before->objects[i].count; edge++) {
      const struct line_object *target = line_state_find(before, before->edges[before->objects[i].first + edge].target);
      if (target != NULL) holders[target - before->objects]++;
    }
  }
  // Whatever nothing of this holds goes, and so what only that held.
  for (uint32_t i = 0; i < before->object_count; i++) {
    if (remains[i] && holders[i] == 0) alone[alone_count++] = (uint16_t)i;
  }
  while (alone_count > 0) {
    uint32_t i = alone[--alone_count];
    remains[i] = false;
    for (uint32_t edge = 0; edge < before->objects[i].count; edge++) {
      const struct line_object *target = line_state_find(before, before->edges[before->objects[i].first + edge].target);
      if (target == NULL) continue;
      uint32_t number = (uint32_t)(target - before->objects);
      if (remains[number] && --holders[number] == 0) alone[alone_count++] = (uint16_t)number;
    }
  }
  uint32_t added = 0;
  for (uint32_t i = 0; i < before->object_count; i++) {
    if (!remains[i]) continue;
    if (added++ == REMAINS_LIMIT) {
      state->cut = true;
      return;
    }
    if (!add_object(state, before->objects[i].address)) return;
  }
}

/// The line of an outer frame is where it was when it was innermost.
static uint32_t line_before(const struct line_state *before, uintptr_t frame, uintptr_t code) {
  for (uint32_t i = 0; i < before->scope_count; i++) {
    if (before->scopes[i].frame == frame) return before->scopes[i].line;
  }
  return line_frame_first_line(code);
}

/// Follows the references of all objects from the one with this number on, and of those that are found.
static uint32_t add_targets(struct line_state *state, uint32_t first) {
  uint32_t i = first;
  for (; i < state->object_count; i++) {
    state->objects[i].first = state->edge_count;
    line_edges_of((uintptr_t)state->objects[i].address, add_edge, state);
    state->objects[i].count = state->edge_count - state->objects[i].first;
  }
  return i;
}

void line_state_read(struct line_state *state, const struct line_state *before, uintptr_t frame, uint32_t line) {
  state->scope_count = state->variable_count = state->object_count = state->edge_count = 0;
  state->cut = false;
  memset(state->places, 0, sizeof state->places);
  memset(state->blocks, 0, sizeof state->blocks);
  bool innermost = true;
  for (; frame != 0; frame = line_frame_caller(frame)) {
    uintptr_t code = line_frame_code(frame);
    if (!line_code_is_ours(code)) continue;
    if (state->scope_count == SCOPE_LIMIT) {
      state->cut = true;
      break;
    }
    struct line_scope *scope = &state->scopes[state->scope_count++];
    *scope = (struct line_scope){
      .frame = frame, .function = line_name_of(line_code_name(code)), .file = line_name_of(line_code_file(code)),
      .line = innermost && line != 0 ? line : line_before(before, frame, code), .first = state->variable_count,
    };
    innermost = false;
    line_frame_variables(frame, code, add_variable, state);
    scope->count = state->variable_count - scope->first;
  }
  uint32_t followed = add_targets(state, 0);
  add_remains(state, before);
  add_targets(state, followed);
}
