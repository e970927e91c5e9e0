// Where a CPython version keeps what a call stack is read from.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/// Offsets in bytes in the structures of one minor version, 64-bit builds with a GIL.
struct layout {
  uint8_t minor;
  const char *thread_state_getter;  ///< Exported function that returns the PyThreadState of the calling thread.
  // PyThreadState, and _PyCFrame where it stands between (0: it does not).
  uint16_t cframe, current_frame;
  // PyFrameObject up to 3.10, _PyInterpreterFrame after.
  uint16_t previous, code, position, owner;
  uint8_t interpreter_frames;   ///< The frames are _PyInterpreterFrame (3.11 on): position is a pointer, owner exists.
  uint8_t lasti_scale;          ///< Bytes for one step of f_lasti (0 with interpreter_frames).
  uint8_t first_foreign_owner;  ///< Frames with this owner or a higher one run no Python code.
  // PyCodeObject. qualified_name 0: there is none; bytecode is a pointer to bytes up to 3.10 and inline after.
  uint16_t file, name, qualified_name, first_line, line_table, bytecode, first_traceable;
  uint8_t table_format;  ///< 0 lnotab, 1 line table of 3.10, 2 location table of 3.11 on.
  // PyASCIIObject and PyCompactUnicodeObject.
  uint16_t ascii_data, unicode_data;
  // tp_basicsize of the types, which changes whenever the structures do. 0: not compared.
  uint16_t code_size, frame_size, unicode_size;
};

/// A first_foreign_owner above all owners: all frames run Python code.
#define NO_FOREIGN_OWNER 255

/// Addresses of the types that objects are compared with before they are read.
struct layout_types {
  uintptr_t code, unicode, bytes;
};

/// Finds the layout of a version and compares it with what the running interpreter says about itself. Returns NULL and
/// fills `layout` and `types`, or the reason why stacks cannot be read. Only calls dlsym, only with names that exist.
const char *layout_find(uint32_t python_hex, const struct layout **layout, struct layout_types *types);

#define AT(type, base, offset) (*(const type *)((uintptr_t)(base) + (offset)))

#pragma GCC visibility pop
