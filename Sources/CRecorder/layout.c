#define _GNU_SOURCE
#include "layout.h"

#include <dlfcn.h>
#include <string.h>

// PyTypeObject: tp_name and tp_basicsize (Include/cpython/object.h), the same in all versions.
enum { TYPE_NAME = 24, TYPE_BASIC_SIZE = 32 };

#define UNCHECKED_GET "_PyThreadState_UncheckedGet"
#define GET_UNCHECKED "PyThreadState_GetUnchecked"

// Include/cpython/{code,frameobject,pystate,unicodeobject}.h and Include/internal/pycore_frame.h
// (pycore_interpframe_structs.h from 3.14).
static const struct layout layouts[] = {
  { .minor = 8, .thread_state_getter = UNCHECKED_GET, .current_frame = 24,
    .previous = 24, .code = 32, .position = 104, .lasti_scale = 1,
    .file = 104, .name = 112, .first_line = 40, .line_table = 120, .bytecode = 48, .table_format = 0,
    .ascii_data = 48, .unicode_data = 72, .code_size = 176, .frame_size = 368, .unicode_size = 80 },
  { .minor = 9, .thread_state_getter = UNCHECKED_GET, .current_frame = 24,
    .previous = 24, .code = 32, .position = 104, .lasti_scale = 1,
    .file = 104, .name = 112, .first_line = 40, .line_table = 120, .bytecode = 48, .table_format = 0,
    .ascii_data = 48, .unicode_data = 72, .code_size = 176, .frame_size = 368, .unicode_size = 80 },
  { .minor = 10, .thread_state_getter = UNCHECKED_GET, .current_frame = 24,
    .previous = 24, .code = 32, .position = 96, .lasti_scale = 2,
    .file = 104, .name = 112, .first_line = 40, .line_table = 120, .bytecode = 48, .table_format = 1,
    .ascii_data = 48, .unicode_data = 72, .code_size = 176, .frame_size = 360, .unicode_size = 80 },
  { .minor = 11, .thread_state_getter = UNCHECKED_GET, .cframe = 56, .current_frame = 8,
    .previous = 48, .code = 32, .position = 56, .owner = 69,
    .interpreter_frames = 1, .first_foreign_owner = NO_FOREIGN_OWNER,
    .file = 112, .name = 120, .qualified_name = 128, .first_line = 72, .line_table = 136, .bytecode = 184,
    .first_traceable = 168, .table_format = 2,
    .ascii_data = 48, .unicode_data = 72, .code_size = 184, .unicode_size = 80 },
  { .minor = 12, .thread_state_getter = UNCHECKED_GET, .cframe = 56, .current_frame = 0,
    .previous = 8, .code = 0, .position = 56, .owner = 70, .interpreter_frames = 1, .first_foreign_owner = 3,
    .file = 112, .name = 120, .qualified_name = 128, .first_line = 68, .line_table = 136, .bytecode = 192,
    .first_traceable = 176, .table_format = 2,
    .ascii_data = 40, .unicode_data = 56, .code_size = 192, .unicode_size = 64 },
  { .minor = 13, .thread_state_getter = GET_UNCHECKED, .current_frame = 72,
    .previous = 8, .code = 0, .position = 56, .owner = 70, .interpreter_frames = 1, .first_foreign_owner = 3,
    .file = 112, .name = 120, .qualified_name = 128, .first_line = 68, .line_table = 136, .bytecode = 200,
    .first_traceable = 184, .table_format = 2,
    .ascii_data = 40, .unicode_data = 56, .code_size = 200, .unicode_size = 64 },
  { .minor = 14, .thread_state_getter = GET_UNCHECKED, .current_frame = 72,
    .previous = 8, .code = 0, .position = 56, .owner = 74, .interpreter_frames = 1, .first_foreign_owner = 3,
    .file = 112, .name = 120, .qualified_name = 128, .first_line = 68, .line_table = 136, .bytecode = 208,
    .first_traceable = 192, .table_format = 2,
    .ascii_data = 40, .unicode_data = 56, .code_size = 208, .unicode_size = 64 },
  { .minor = 15, .thread_state_getter = GET_UNCHECKED, .current_frame = 72,
    .previous = 8, .code = 0, .position = 56, .owner = 74, .interpreter_frames = 1, .first_foreign_owner = 3,
    .file = 112, .name = 120, .qualified_name = 128, .first_line = 68, .line_table = 136, .bytecode = 208,
    .first_traceable = 192, .table_format = 2,
    .ascii_data = 40, .unicode_data = 56, .code_size = 208, .unicode_size = 64 },
};

// Words of _Py_DebugOffsets (Include/internal/pycore_debug_offsets.h, pycore_runtime.h in 3.13), which begins
// _PyRuntime.
struct debug_words {
  uint8_t minor;
  uint8_t current_frame, previous, executable, instr_ptr, owner;
  uint8_t filename, name, qualname, linetable, firstlineno, co_code_adaptive, ascii_size;
};

static const struct debug_words debug_words[] = {
  { 13, 23, 29, 30, 31, 33, 35, 36, 37, 38, 39, 43, 70 },
  { 14, 26, 32, 33, 34, 36, 40, 41, 42, 43, 44, 48, 80 },
  { 15, 26, 40, 41, 42, 44, 48, 49, 50, 51, 52, 56, 92 },
};

static const char *check_debug_offsets(uint32_t python_hex, const struct layout *layout) {
  const uint64_t *words = dlsym(RTLD_DEFAULT, "_PyRuntime");
  if (!words) return "the interpreter does not export _PyRuntime";
  if (memcmp(words, "xdebugpy", 8) != 0 || words[1] >> 16 != python_hex >> 16) {
    return "the interpreter's debug offsets are missing";
  }
  if (words[2] != 0) return "the interpreter is a free-threaded build";
  for (size_t i = 0; i < sizeof debug_words / sizeof *debug_words; i++) {
    const struct debug_words *at = &debug_words[i];
    if (at->minor != layout->minor) continue;
    int same = words[at->current_frame] == layout->current_frame && words[at->previous] == layout->previous
      && words[at->executable] == layout->code && words[at->instr_ptr] == layout->position
      && words[at->owner] == layout->owner && words[at->filename] == layout->file && words[at->name] == layout->name
      && words[at->qualname] == layout->qualified_name && words[at->linetable] == layout->line_table
      && words[at->firstlineno] == layout->first_line && words[at->co_code_adaptive] == layout->bytecode
      && words[at->ascii_size] == layout->ascii_data;
    if (!same) return "the interpreter's debug offsets differ from those of its version";
  }
  return NULL;
}

/// The address of a type whose name and instance size are as expected (size 0: any), else 0.
static uintptr_t find_type(const char *symbol, const char *name, uint16_t size) {
  uintptr_t type = (uintptr_t)dlsym(RTLD_DEFAULT, symbol);
  if (!type || strcmp(AT(char *, type, TYPE_NAME), name) != 0) return 0;
  return size && AT(int64_t, type, TYPE_BASIC_SIZE) != size ? 0 : type;
}

const char *layout_find(uint32_t python_hex, const struct layout **layout, struct layout_types *types) {
#if !defined(__x86_64__) || !defined(__linux__)
  (void)python_hex, (void)layout, (void)types;
  return "stacks are read on x86-64 Linux only";
#else
  const struct layout *found = NULL;
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
    if (python_hex >> 24 == 3 && layouts[i].minor == (python_hex >> 16 & 0xff)) found = &layouts[i];
  }
  if (!found) return "the layout of this CPython version is not known";
  if (found->minor >= 13) {
    const char *reason = check_debug_offsets(python_hex, found);
    if (reason) return reason;
  }
  types->code = find_type("PyCode_Type", "code", found->code_size);
  types->unicode = find_type("PyUnicode_Type", "str", found->unicode_size);
  types->bytes = find_type("PyBytes_Type", "bytes", 0);
  uintptr_t frame = found->frame_size ? find_type("PyFrame_Type", "frame", found->frame_size) : 1;
  if (!types->code || !types->unicode || !types->bytes || !frame) {
    return "the interpreter's structures differ from those of its version";
  }
  *layout = found;
  return NULL;
#endif
}
