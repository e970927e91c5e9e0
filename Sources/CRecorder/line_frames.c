#include "line_frames.h"

#include "layout.h"
#include "line_objects.h"
#include "marks.h"
#include "python.h"

#include <string.h>

/// Where frames and code keep variables (Include/internal/pycore_frame.h, Include/cpython/code.h).
struct variables {
  uint16_t globals, locals, slots;
  uint16_t count, names, kinds;         // from 3.11 on: one row of names with a kind for each
  uint16_t cells, free;                 // up to 3.10: three tuples of names
  uint16_t constants;
};

static const struct variables table[] = {
  [8] = {48, 56, 360, 28, 72, 0, 88, 80, 56}, [9] = {48, 56, 360, 28, 72, 0, 88, 80, 56},
  [10] = {48, 56, 352, 28, 72, 0, 88, 80, 56},
  [11] = {8, 24, 72, 76, 96, 104, 0, 0, 24},
  [12] = {24, 40, 72, 72, 96, 104, 0, 0, 24}, [13] = {24, 40, 72, 72, 96, 104, 0, 0, 24},
  [14] = {24, 40, 80, 72, 96, 104, 0, 0, 24}, [15] = {24, 40, 80, 72, 96, 104, 0, 0, 24},
};
enum { KIND_CELL = 0x40, KIND_FREE = 0x80, KIND_HIDDEN = 0x10, BYTES_DATA = 32, FLAG_OPTIMIZED = 1 };

static const struct layout *layout;
static const struct variables *where;
static struct layout_types types;
static struct {
  uintptr_t name;               // the str, which the codes of a module share
  uint8_t text[4096];
  size_t length;
} script;

const char *line_frames_prepare(void) {
  const char *reason = layout_find(python.version, &layout, &types);
  if (reason != NULL) return reason;
  if (python_minor() >= sizeof table / sizeof *table) return "the layout of this CPython version is not known";
  where = &table[python_minor()];
  return NULL;
}

static uintptr_t item(uintptr_t tuple, int64_t index) {
  return AT(uintptr_t, tuple, (python_minor() >= 14 ? 32 : 24) + 8 * (uint64_t)index);
}

uintptr_t line_frame_now(void) {
  uintptr_t state = (uintptr_t)python.thread_state();
  if (state != 0 && layout->cframe) state = AT(uintptr_t, state, layout->cframe);
  return state != 0 ? AT(uintptr_t, state, layout->current_frame) : 0;
}

uintptr_t line_frame_caller(uintptr_t frame) { return AT(uintptr_t, frame, layout->previous); }

uintptr_t line_frame_code(uintptr_t frame) {
  if (layout->interpreter_frames && AT(uint8_t, frame, layout->owner) >= layout->first_foreign_owner) return 0;
  uintptr_t code = AT(uintptr_t, frame, layout->code) & ~(uintptr_t)3;
  return line_is_code(code) ? code : 0;
}

uint32_t line_frame_first_line(uintptr_t code) {
  int32_t line = AT(int32_t, code, layout->first_line);
  return line > 0 ? (uint32_t)line : 0;
}

uintptr_t line_code_name(uintptr_t code) {
  return AT(uintptr_t, code, layout->qualified_name ? layout->qualified_name : layout->name);
}
uintptr_t line_code_file(uintptr_t code) { return AT(uintptr_t, code, layout->file); }
uintptr_t line_code_constants(uintptr_t code) { return AT(uintptr_t, code, where->constants); }

/// Include/opcode.h: what calls, and the forms that 3.11 puts in the place of CALL.
static bool is_call(uint8_t operation) {
  enum {
    CALL_FUNCTION = 131, CALL_FUNCTION_KW = 141, CALL_FUNCTION_EX = 142, CALL_METHOD = 161,
    CALL = 171, CALL_ADAPTIVE = 22, CALL_EXACT = 23, CALL_DEFAULTS = 24,
  };
  if (operation == CALL_FUNCTION_EX) return true;
  if (python_minor() == 11) {
    return operation == CALL || operation == CALL_ADAPTIVE || operation == CALL_EXACT || operation == CALL_DEFAULTS;
  }
  return operation == CALL_FUNCTION || operation == CALL_FUNCTION_KW || operation == CALL_METHOD;
}

bool line_frame_calls(struct line_instruction *instruction) {
  enum { BYTES = 32 };
  uintptr_t frame = line_frame_now(), code = frame != 0 ? line_frame_code(frame) : 0;
  if (code == 0) return false;
  uintptr_t position, at;
  if (layout->interpreter_frames) {
    at = position = AT(uintptr_t, frame, layout->position);
    if (at < code + layout->bytecode) return false;
  } else {
    int32_t last = AT(int32_t, frame, layout->position) * layout->lasti_scale;
    if (last < 0) return false;
    position = (uintptr_t)last;
    at = AT(uintptr_t, code, layout->bytecode) + BYTES + position;
  }
  *instruction = (struct line_instruction){frame, position};
  return is_call(AT(uint8_t, at, 0));
}

static bool is_text(uintptr_t object, const char *text) {
  uint8_t letters[32];
  size_t length = strlen(text);
  return object != 0 && utf8_of((const uint8_t *)object, letters, sizeof letters) == length
    && memcmp(letters, text, length) == 0;
}

bool line_frame_is_main(uintptr_t frame) {
  uintptr_t code = line_frame_code(frame);
  if (code == 0 || !is_text(AT(uintptr_t, code, layout->name), "<module>")) return false;
  uintptr_t globals = AT(uintptr_t, frame, where->globals);
  intptr_t position = 0;
  void *key, *value;
  while (globals != 0 && line_dict_next((void *)globals, &position, &key, &value)) {
    if (is_text((uintptr_t)key, "__name__")) return is_text((uintptr_t)value, "__main__");
  }
  return false;
}

void line_script_found(uintptr_t code) {
  script.name = line_code_file(code);
  script.length = utf8_of((const uint8_t *)script.name, script.text, sizeof script.text);
}

bool line_code_is_ours(uintptr_t code) {
  if (code == 0) return false;
  uintptr_t file = line_code_file(code);
  if (file == script.name) return true;
  if (file == 0 || AT(int64_t, file, 16) == 0 || script.length == 0) return false;
  uint8_t text[sizeof script.text];
  return utf8_of((const uint8_t *)file, text, sizeof text) == script.length
    && memcmp(text, script.text, script.length) == 0;
}

static uintptr_t content(uintptr_t value) { return line_is_cell(value) ? AT(uintptr_t, value, CELL_CONTENT) : value; }

static bool is_special(uintptr_t name) {
  uint8_t letters[256];
  size_t length = utf8_of((const uint8_t *)name, letters, sizeof letters);
  return length > 4 && memcmp(letters, "__", 2) == 0 && memcmp(letters + length - 2, "__", 2) == 0;
}

static void add_dict(uintptr_t dict, line_variable_sink add, void *context) {
  intptr_t position = 0;
  void *key, *value;
  while (line_dict_next((void *)dict, &position, &key, &value)) {
    if (!is_special((uintptr_t)key) && !add(context, (uintptr_t)key, (uintptr_t)value)) return;
  }
}

/// Up to 3.10: locals, then cells, then free variables.
static void add_rows(uintptr_t frame, uintptr_t code, line_variable_sink add, void *context) {
  uintptr_t at = frame + where->slots;
  uintptr_t rows[3] = {AT(uintptr_t, code, where->names), AT(uintptr_t, code, where->cells), AT(uintptr_t, code, where->free)};
  for (unsigned row = 0; row < 3; row++) {
    int64_t count = row == 0 ? AT(int32_t, code, where->count) : rows[row] != 0 ? AT(int64_t, rows[row], OBJECT_SIZE) : 0;
    for (int64_t i = 0; i < count; i++, at += 8) {
      uintptr_t value = AT(uintptr_t, at, 0);
      if (row == 0 && value == 0) {
        // An argument that a function inside uses has moved to its cell.
        bool moved = false;
        int64_t cells = rows[1] != 0 ? AT(int64_t, rows[1], OBJECT_SIZE) : 0;
        for (int64_t cell = 0; cell < cells; cell++) moved = moved || item(rows[1], cell) == item(rows[0], i);
        if (moved) continue;
      }
      if (!add(context, item(rows[row], i), row == 0 ? value : content(value))) return;
    }
  }
}

static void add_slots(uintptr_t frame, uintptr_t code, bool is_body, line_variable_sink add, void *context) {
  uintptr_t names = AT(uintptr_t, code, where->names), kinds = AT(uintptr_t, code, where->kinds);
  int32_t count = AT(int32_t, code, where->count);
  for (int32_t i = 0; i < count; i++) {
    uint8_t kind = AT(uint8_t, kinds, BYTES_DATA + (uint32_t)i);
    uintptr_t value = AT(uintptr_t, frame, where->slots + 8 * (uint32_t)i);
    // Stack references of 3.14 on have a tag; 3 is a number without an object.
    if (python_minor() >= 14) value = (value & 3) == 3 ? 0 : value & ~(uintptr_t)3;
    // Class bodies keep __classdict__ in a cell.
    if (((kind & KIND_HIDDEN) != 0 && value == 0) || (is_body && is_special(item(names, i)))) continue;
    if ((kind & (KIND_CELL | KIND_FREE)) != 0) value = content(value);
    if (!add(context, item(names, i), value)) return;
  }
}

void line_frame_variables(uintptr_t frame, uintptr_t code, line_variable_sink add, void *context) {
  uintptr_t locals = AT(uintptr_t, frame, where->locals), globals = AT(uintptr_t, frame, where->globals);
  // A function's dict of locals is a copy that locals() made.
  bool is_body = locals != 0 && (AT(int32_t, code, python_minor() < 11 ? 36 : 48) & FLAG_OPTIMIZED) == 0;
  if (is_body) add_dict(locals, add, context);
  if (locals == globals) return;
  if (python_minor() < 11) {
    add_rows(frame, code, add, context);
  } else {
    add_slots(frame, code, is_body, add, context);
  }
}
