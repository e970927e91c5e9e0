// The CPython that the recorder finds itself in: its version, and the functions and variables of its C API by their
// addresses.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct allocator {
  void *context;
  void *(*malloc)(void *context, size_t size);
  void *(*calloc)(void *context, size_t count, size_t size);
  void *(*realloc)(void *context, void *old, size_t size);
  void (*free)(void *context, void *block);
};

struct arena_allocator {
  void *context;
  void *(*alloc)(void *context, size_t size);
  void (*free)(void *context, void *arena, size_t size);
};

/// What was found with dlsym. Names are looked up by version and never by trial: a name that isn't there would cost a
/// malloc.
struct python {
  uint32_t version;             // PY_VERSION_HEX
  const char *version_text;
  uint8_t *runtime;             // _PyRuntime
  void (*get_allocator)(int domain, struct allocator *);
  void (*set_allocator)(int domain, struct allocator *);
  void (*get_arena_allocator)(struct arena_allocator *);
  void (*set_arena_allocator)(struct arena_allocator *);
  int (*debug_malloc_stats)(FILE *);
  void *(*thread_state)(void);          // the current one, NULL when there is none
  void *(*interpreter_head)(void);
  void *(*interpreter_next)(void *);
  void *(*interpreter_main)(void);
  int64_t (*interpreter_number)(void *);
  void *unicode_type, *none, *object_type;
};
extern struct python python;

/// Looks for CPython in this process. False when there is none.
bool python_find(void);

static inline unsigned python_minor(void) { return python.version >> 16 & 0xFF; }
