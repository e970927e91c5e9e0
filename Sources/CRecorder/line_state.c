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
  state->objects[state->object_count] = (struct line_object){
    .address = address, .references = references_of(address),
    .type = line_name_c(AT(char *, line_type_of(address), 24)), .value = line_value_of(address),
  };
  *place = (uint16_t)++state->object_count;
  return true;
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

/// The line of an outer frame is where it was when it was innermost.
static uint32_t line_before(const struct line_state *before, uintptr_t frame, uintptr_t code) {
  for (uint32_t i = 0; i < before->scope_count; i++) {
    if (before->scopes[i].frame == frame) return before->scopes[i].line;
  }
  return line_frame_first_line(code);
}

void line_state_read(struct line_state *state, const struct line_state *before, uintptr_t frame, uint32_t line) {
  state->scope_count = state->variable_count = state->object_count = state->edge_count = 0;
  state->cut = false;
  memset(state->places, 0, sizeof state->places);
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
  for (uint32_t i = 0; i < state->object_count; i++) {
    state->objects[i].first = state->edge_count;
    line_edges_of((uintptr_t)state->objects[i].address, add_edge, state);
    state->objects[i].count = state->edge_count - state->objects[i].first;
  }
}
