#define _GNU_SOURCE
#include "python.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

struct python python;

static void *symbol(const char *name) { return dlsym(RTLD_DEFAULT, name); }

/// PY_VERSION_HEX from the text of Py_GetVersion: "3.12.1 (main, …", "3.15.0a0 (…".
static uint32_t version_of(const char *text) {
  char *at;
  uint32_t major = (uint32_t)strtoul(text, &at, 10);
  uint32_t minor = *at == '.' ? (uint32_t)strtoul(at + 1, &at, 10) : 0;
  uint32_t micro = *at == '.' ? (uint32_t)strtoul(at + 1, &at, 10) : 0;
  uint32_t level = *at == 'a' ? 0xA : *at == 'b' ? 0xB : *at == 'r' || *at == 'c' ? 0xC : 0xF;
  uint32_t serial = 0;
  if (level != 0xF) serial = (uint32_t)strtoul(at + (*at == 'r' ? 2 : 1), NULL, 10);
  return major << 24 | (minor & 0xFF) << 16 | (micro & 0xFF) << 8 | level << 4 | (serial & 0xF);
}

bool python_find(void) {
  python.set_allocator = symbol("PyMem_SetAllocator");
  if (python.set_allocator == NULL) return false;
  const char *(*get_version)(void) = symbol("Py_GetVersion");
  python.version_text = get_version();
  python.version = version_of(python.version_text);
  if (python.version < 0x03080000) return true;
  python.runtime = symbol("_PyRuntime");
  python.get_allocator = symbol("PyMem_GetAllocator");
  python.get_arena_allocator = symbol("PyObject_GetArenaAllocator");
  python.set_arena_allocator = symbol("PyObject_SetArenaAllocator");
  python.debug_malloc_stats = symbol("_PyObject_DebugMallocStats");
  python.thread_state = symbol(python_minor() < 13 ? "_PyThreadState_UncheckedGet" : "PyThreadState_GetUnchecked");
  python.interpreter_head = symbol("PyInterpreterState_Head");
  python.interpreter_next = symbol("PyInterpreterState_Next");
  python.interpreter_main = symbol("PyInterpreterState_Main");
  python.interpreter_number = symbol("PyInterpreterState_GetID");
  python.unicode_type = symbol("PyUnicode_Type");
  python.object_type = symbol("PyBaseObject_Type");
  python.none = symbol("_Py_NoneStruct");
  return true;
}
