#include "line_encoder.h"

#include "events.h"
#include "frames.h"

#include <string.h>

enum { FLAG_CUT = 4 };
enum { SCOPE_NEW, SCOPE_SAME, SCOPE_CHANGED };
enum { VARIABLE_GONE, VARIABLE_UNBOUND, VARIABLE_BOUND };

static uint8_t bytes[2 * COLLECTION_PART], *at;
static uint64_t last;

/// The limits of a state keep it within one record.
static bool has_room(void) { return at - bytes <= COLLECTION_PART; }

static void put(uint64_t number) { at = put_varint(at, number); }

static void put_address(uint64_t address) {
  at = put_zigzag(at, (int64_t)(address - last));
  last = address;
}

static bool write_record(unsigned tag) {
  uint32_t length = (uint32_t)(at - bytes);
  uint8_t *record = frames_lines_reserve(length + 16);
  if (record == NULL) return false;
  uint8_t *to = put_varint(record + 1, length);
  memcpy(to, bytes, length);
  __atomic_store_n(record, (uint8_t)tag, __ATOMIC_RELEASE);
  frames_lines_commit((uint32_t)(to + length - record));
  return true;
}

static const struct line_variable *find(
  const struct line_state *state, const struct line_scope *scope, uint32_t name, uint32_t hint
) {
  const struct line_variable *variables = state->variables + scope->first;
  if (hint < scope->count && variables[hint].name == name) return &variables[hint];
  for (uint32_t i = 0; i < scope->count; i++) {
    if (variables[i].name == name) return &variables[i];
  }
  return NULL;
}

static void put_variable(const struct line_variable *variable) {
  put(variable->name);
  put(variable->address != 0 ? VARIABLE_BOUND : VARIABLE_UNBOUND);
  if (variable->address != 0) put_address(variable->address);
}

static void put_scope(
  const struct line_state *state, const struct line_scope *scope, const struct line_state *before,
  const struct line_scope *old
) {
  static const struct line_scope nothing;
  bool is_same = old != NULL && old->frame == scope->frame && old->function == scope->function && old->file == scope->file;
  if (!is_same) old = &nothing;
  uint32_t changed = 0;
  for (uint32_t i = 0; i < scope->count; i++) {
    const struct line_variable *variable = &state->variables[scope->first + i], *was = find(before, old, variable->name, i);
    changed += was == NULL || was->address != variable->address;
  }
  for (uint32_t i = 0; i < old->count; i++) changed += find(state, scope, before->variables[old->first + i].name, i) == NULL;
  if (is_same && changed == 0 && old->line == scope->line) return put(SCOPE_SAME);
  put(is_same ? SCOPE_CHANGED : SCOPE_NEW);
  put(scope->function);
  put(scope->file);
  put(scope->line);
  put(changed);
  for (uint32_t i = 0; i < old->count; i++) {
    uint32_t name = before->variables[old->first + i].name;
    if (find(state, scope, name, i) != NULL) continue;
    put(name);
    put(VARIABLE_GONE);
  }
  for (uint32_t i = 0; i < scope->count; i++) {
    const struct line_variable *variable = &state->variables[scope->first + i], *was = find(before, old, variable->name, i);
    if (was == NULL || was->address != variable->address) put_variable(variable);
  }
}

static bool is_equal(
  const struct line_state *state, const struct line_object *object, const struct line_state *before,
  const struct line_object *old
) {
  if (old == NULL || old->references != object->references || old->type != object->type || old->value != object->value
      || old->count != object->count)
    return false;
  for (uint32_t i = 0; i < object->count; i++) {
    const struct line_edge *a = &state->edges[object->first + i], *b = &before->edges[old->first + i];
    if (a->target != b->target || a->label != b->label) return false;
  }
  return true;
}

static void put_object(const struct line_state *state, const struct line_object *object) {
  put_address(object->address);
  put(object->type);
  put(object->references);
  put(object->value);
  put(object->count);
  for (uint32_t i = 0; i < object->count; i++) {
    put(state->edges[object->first + i].label);
    put_address(state->edges[object->first + i].target);
  }
}

static void put_objects(const struct line_state *state, const struct line_state *before) {
  uint32_t gone = 0, changed = 0;
  for (uint32_t i = 0; i < before->object_count; i++) gone += line_state_find(state, before->objects[i].address) == NULL;
  put(gone);
  for (uint32_t i = 0; i < before->object_count; i++) {
    if (line_state_find(state, before->objects[i].address) == NULL) put_address(before->objects[i].address);
  }
  for (uint32_t i = 0; i < state->object_count; i++) {
    const struct line_object *object = &state->objects[i];
    changed += !is_equal(state, object, before, line_state_find(before, object->address));
  }
  put(changed);
  for (uint32_t i = 0; i < state->object_count; i++) {
    const struct line_object *object = &state->objects[i];
    if (!is_equal(state, object, before, line_state_find(before, object->address))) put_object(state, object);
  }
}

bool line_encoder_write(enum line_moment moment, const struct line_state *state, const struct line_state *before) {
  at = bytes;
  last = 0;
  put(events_steps());
  *at++ = (uint8_t)(moment | (state->cut ? FLAG_CUT : 0));
  put(state->scope_count);
  // Outermost first: those stay as they are most of the time.
  for (uint32_t i = 1; i <= state->scope_count; i++) {
    const struct line_scope *old = i <= before->scope_count ? &before->scopes[before->scope_count - i] : NULL;
    put_scope(state, &state->scopes[state->scope_count - i], before, old);
  }
  put_objects(state, before);
  return has_room() && write_record(LINE_RECORD_MOMENT);
}

bool line_encoder_numbers(unsigned tag, const uint64_t *numbers, unsigned count) {
  at = bytes;
  for (unsigned i = 0; i < count; i++) put(numbers[i]);
  return write_record(tag);
}
