#define _GNU_SOURCE
#include "line_objects.h"

#include "line_names.h"
#include "marks.h"
#include "python.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// PyTypeObject (Include/cpython/object.h), the same from 3.8 to 3.15.
enum {
  TYPE_NAME = 24, TYPE_BASIC_SIZE = 32, TYPE_FLAGS = 168, TYPE_TRAVERSE = 184, TYPE_MEMBERS = 240, TYPE_BASE = 256,
  TYPE_DICT_OFFSET = 288,
};
enum {
  FLAG_INLINE_VALUES = 1 << 2, FLAG_MANAGED_WEAKREF = 1 << 3, FLAG_MANAGED_DICT = 1 << 4, FLAG_HEAP_TYPE = 1 << 9, FLAG_GC = 1 << 14,
  FLAG_LONG = 1 << 24, FLAG_LIST = 1 << 25, FLAG_TUPLE = 1 << 26, FLAG_DICT = 1 << 29,
};
#define FLAG_TYPE (1ul << 31)
// PyHeapTypeObject.ht_cached_keys from 3.11 on, and PyDictKeysObject (Include/internal/pycore_dict.h).
enum { KEYS_IN_TYPE_3_11 = 872, KEYS_IN_TYPE_3_12 = 880, KEYS_IN_TYPE_3_15 = 888, KEYS_SPLIT = 2 };
enum { KEYS_INDEX_LOG2 = 9, KEYS_KIND = 10, KEYS_COUNT = 24, KEYS_INDICES = 32 };
enum { MEMBER_OBJECT = 16, VALUE_LETTERS = 40 };
enum { LIST_ITEMS = 24, FLOAT_VALUE = 16, METHOD_DEFINITION = 16, METHOD_OWNER = 24 };

static struct {
  uintptr_t integer, boolean, real, text, bytes, cell, function, module, code, builtin, frame, none, yes;
} known;
static void *(*closure_of)(void *function), *(*code_of)(void *function);
int (*line_dict_next)(void *dict, intptr_t *position, void **key, void **value);

#define WORD(base, offset) (*(const uint64_t *)((uintptr_t)(base) + (offset)))

bool line_objects_prepare(void) {
  static const struct {
    uintptr_t *to;
    const char *name;
  } names[] = {
    {&known.integer, "PyLong_Type"}, {&known.boolean, "PyBool_Type"}, {&known.real, "PyFloat_Type"},
    {&known.text, "PyUnicode_Type"}, {&known.bytes, "PyBytes_Type"}, {&known.cell, "PyCell_Type"},
    {&known.function, "PyFunction_Type"}, {&known.module, "PyModule_Type"}, {&known.code, "PyCode_Type"},
    {&known.builtin, "PyCFunction_Type"}, {&known.frame, "PyFrame_Type"}, {&known.none, "_Py_NoneStruct"},
    {&known.yes, "_Py_TrueStruct"},
  };
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    *names[i].to = (uintptr_t)dlsym(RTLD_DEFAULT, names[i].name);
    if (*names[i].to == 0) return false;
  }
  closure_of = dlsym(RTLD_DEFAULT, "PyFunction_GetClosure");
  code_of = dlsym(RTLD_DEFAULT, "PyFunction_GetCode");
  line_dict_next = dlsym(RTLD_DEFAULT, "PyDict_Next");
  return closure_of != NULL && code_of != NULL && line_dict_next != NULL;
}

uintptr_t line_type_of(uintptr_t object) { return WORD(object, OBJECT_TYPE); }
bool line_is_cell(uintptr_t object) { return object != 0 && line_type_of(object) == known.cell; }
bool line_is_code(uintptr_t object) { return object != 0 && line_type_of(object) == known.code; }

static uint64_t flags_of(uintptr_t object) { return WORD(line_type_of(object), TYPE_FLAGS); }

bool line_is_method(uintptr_t object) {
  uintptr_t owner = line_type_of(object) == known.builtin ? WORD(object, METHOD_OWNER) : 0;
  return owner != 0 && (flags_of(owner) & FLAG_TYPE) == 0;
}

unsigned line_header_of(uintptr_t object) {
  uint64_t flags = flags_of(object);
  if ((flags & FLAG_GC) == 0 || (flags & FLAG_TYPE) != 0) return 0;
  uint64_t managed = python_minor() < 11 ? 0 : python_minor() == 11 ? FLAG_MANAGED_DICT : FLAG_MANAGED_DICT | FLAG_MANAGED_WEAKREF;
  return (flags & managed) != 0 ? 32 : 16;
}

bool line_is_tracked(uintptr_t object) { return WORD(object, -16) != 0; }

bool line_is_instance(uintptr_t object) { return (flags_of(object) & FLAG_HEAP_TYPE) != 0; }

/// An int of at most 60 bits in decimal; 0 for others.
static int print_integer(uintptr_t object, char *to, size_t room) {
  int64_t digits, sign;
  unsigned first = 24;
  if (python_minor() < 12) {
    int64_t size = (int64_t)WORD(object, OBJECT_SIZE);
    digits = size < 0 ? -size : size;
    sign = size < 0 ? -1 : 1;
  } else {
    uint64_t tag = WORD(object, 16);
    digits = (int64_t)(tag >> 3);
    sign = (tag & 3) == 2 ? -1 : 1;
  }
  if (digits > 2) return 0;
  int64_t value = 0;
  for (int64_t i = digits - 1; i >= 0; i--) value = value << 30 | *(const uint32_t *)(object + first + 4 * (uint64_t)i);
  return snprintf(to, room, "%ld", (long)(sign * value));
}

static int print_float(double value, char *to, size_t room) {
  int length = 0;
  for (int digits = 6; digits <= 17; digits += digits < 15 ? 9 : 1) {
    length = snprintf(to, room, "%.*g", digits, value);
    if (strtod(to, NULL) == value) break;
  }
  if (strspn(to, "-0123456789") == (size_t)length) length += snprintf(to + length, room - (size_t)length, ".0");
  return length;
}

static int print_text(uintptr_t object, char *to) {
  char text[VALUE_LETTERS * 4 + 4];
  size_t length = utf8_of((const uint8_t *)object, (uint8_t *)text, sizeof text), used = 0, letters = 0;
  while (used < length && letters < VALUE_LETTERS) {
    used++;
    while (used < length && (text[used] & 0xC0) == 0x80) used++;
    letters++;
  }
  return sprintf(to, "'%.*s%s'", (int)used, text, used < length ? "…" : "");
}

static int print_bytes(uintptr_t object, char *to) {
  int64_t length = (int64_t)WORD(object, OBJECT_SIZE);
  char *at = to + sprintf(to, "b'");
  for (int64_t i = 0; i < length && i < VALUE_LETTERS; i++) {
    uint8_t byte = *(const uint8_t *)(object + 32 + (uint64_t)i);
    at += byte >= 32 && byte < 127 ? sprintf(at, "%c", byte) : sprintf(at, "\\x%02x", byte);
  }
  return (int)(at - to) + sprintf(at, length > VALUE_LETTERS ? "…'" : "'");
}

/// The value of an atom as its repr would be, shortened; 0 when the object is none.
static int print_value(uintptr_t object, char *to, size_t room) {
  uintptr_t type = line_type_of(object);
  if (object == known.none) return snprintf(to, room, "None");
  if (type == known.boolean) return snprintf(to, room, object == known.yes ? "True" : "False");
  if (type == known.integer) return print_integer(object, to, room);
  if (type == known.real) return print_float(*(const double *)(object + FLOAT_VALUE), to, room);
  if (type == known.text) return print_text(object, to);
  if (type == known.bytes) return print_bytes(object, to);
  return 0;
}

uint32_t line_value_of(uintptr_t object) {
  char text[512];
  int length = print_value(object, text, sizeof text);
  if (length > 0) return line_name(text, (uint32_t)length);
  if ((flags_of(object) & FLAG_TYPE) != 0) return line_name_c((const char *)WORD(object, TYPE_NAME));
  if (line_type_of(object) == known.builtin) return line_name_c(*(const char *const *)WORD(object, METHOD_DEFINITION));
  return 0;
}

struct edges {
  uintptr_t object, own_type, dict;
  line_edge_sink add;
  void *context;
  uintptr_t named[256];         // what was added with a name
  unsigned named_count;
  bool full;
};

static bool add(struct edges *edges, uint32_t label, uintptr_t target) {
  if (target == 0 || edges->full) return !edges->full;
  edges->full = !edges->add(edges->context, label, target);
  if (edges->named_count < sizeof edges->named / sizeof *edges->named) edges->named[edges->named_count++] = target;
  return !edges->full;
}

static void add_items(struct edges *edges, const uint64_t *items, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    char label[32];
    if (!add(edges, line_name(label, (uint32_t)sprintf(label, "[%ld]", (long)i)), items[i])) return;
  }
}

static void add_dict(struct edges *edges, uintptr_t dict, bool attributes) {
  intptr_t position = 0;
  void *key, *value;
  while (line_dict_next((void *)dict, &position, &key, &value)) {
    char label[512] = ".";
    int length = 0;
    if (attributes) {
      length = 1 + (int)utf8_of(key, (uint8_t *)label + 1, sizeof label - 1);
    } else {
      char text[480];
      length = print_value((uintptr_t)key, text, sizeof text);
      length = length > 0 ? sprintf(label, "[%s]", text) : sprintf(label, "[…]");
      if ((flags_of((uintptr_t)key) & FLAG_GC) != 0 && !add(edges, line_name_c("key"), (uintptr_t)key)) return;
    }
    if (!add(edges, line_name(label, (uint32_t)length), (uintptr_t)value)) return;
  }
}

static void add_slots(struct edges *edges) {
  for (uintptr_t type = edges->own_type; type != 0; type = WORD(type, TYPE_BASE)) {
    uintptr_t member = WORD(type, TYPE_MEMBERS);
    if ((WORD(type, TYPE_FLAGS) & FLAG_HEAP_TYPE) == 0 || member == 0) continue;
    for (; WORD(member, 0) != 0; member += 40) {
      if (*(const int32_t *)(member + 8) != MEMBER_OBJECT) continue;
      char label[256];
      int length = snprintf(label, sizeof label, ".%.200s", (const char *)WORD(member, 0));
      if (!add(edges, line_name(label, (uint32_t)length), WORD(edges->object, WORD(member, 16)))) return;
    }
  }
}

/// The place of an instance's next attribute in its values, in the order in which they were set: bytes before the values
/// up to 3.12, behind them later (Include/internal/pycore_dict.h). -1 behind the last.
static int64_t place_of(const uint64_t *values, int64_t index) {
  const uint8_t *bytes = (const uint8_t *)values;
  if (python_minor() < 13) return index < bytes[-2] ? bytes[-3 - index] : -1;
  unsigned capacity = bytes[-8], size = bytes[-7];
  return index < size ? bytes[8 * capacity + (uint64_t)index] : -1;
}

/// Attributes by the type's shared keys; from 3.11 on instances need no dict.
static void add_values(struct edges *edges, const uint64_t *values) {
  unsigned minor = python_minor();
  uintptr_t keys = WORD(edges->own_type, minor == 11 ? KEYS_IN_TYPE_3_11 : minor < 15 ? KEYS_IN_TYPE_3_12 : KEYS_IN_TYPE_3_15);
  if (keys == 0 || *(const uint8_t *)(keys + KEYS_KIND) != KEYS_SPLIT) return;
  unsigned log2 = *(const uint8_t *)(keys + KEYS_INDEX_LOG2);
  int64_t count = (int64_t)WORD(keys, KEYS_COUNT);
  if (log2 > 8 || count < 0 || count > 64) return;
  const uint64_t *entries = (const uint64_t *)(keys + KEYS_INDICES + (1ul << log2));
  for (int64_t index = 0, i; (i = place_of(values, index)) >= 0 && i < count; index++) {
    if (values[i] == 0) continue;
    char label[256] = ".";
    size_t length = 1 + utf8_of((const uint8_t *)entries[2 * i], (uint8_t *)label + 1, sizeof label - 1);
    if (!add(edges, line_name(label, (uint32_t)length), values[i])) return;
  }
}

static void add_attributes(struct edges *edges) {
  uint64_t flags = WORD(edges->own_type, TYPE_FLAGS);
  int64_t offset = (int64_t)WORD(edges->own_type, TYPE_DICT_OFFSET);
  uintptr_t object = edges->object, values = 0;
  if (python_minor() >= 11 && (flags & FLAG_MANAGED_DICT) != 0) {
    edges->dict = WORD(object, -24);
    if (python_minor() == 11) {
      values = WORD(object, -32);
    } else if (python_minor() == 12) {
      if ((edges->dict & 1) != 0) {
        values = edges->dict + 1;
        edges->dict = 0;
      }
    } else if ((flags & FLAG_INLINE_VALUES) != 0) {
      uintptr_t block = object + WORD(edges->own_type, TYPE_BASIC_SIZE);
      if (*(const uint8_t *)(block + 3) != 0 && edges->dict == 0) values = block + 8;
    }
  } else if (offset > 0 && (flags & FLAG_HEAP_TYPE) != 0) {
    edges->dict = WORD(object, offset);
  }
  if (values != 0) {
    add_values(edges, (const uint64_t *)values);
  } else if (edges->dict != 0) {
    add_dict(edges, edges->dict, true);
  }
}

static int visit(void *target, void *context) {
  struct edges *edges = context;
  if ((uintptr_t)target == edges->own_type || (uintptr_t)target == edges->dict) return 0;
  for (unsigned i = 0; i < edges->named_count; i++) {
    if (edges->named[i] == (uintptr_t)target) return 0;
  }
  if (!edges->full && !edges->add(edges->context, 0, (uintptr_t)target)) edges->full = true;
  return edges->full;
}

void line_edges_of(uintptr_t object, line_edge_sink sink, void *context) {
  uintptr_t type = line_type_of(object);
  uint64_t flags = WORD(type, TYPE_FLAGS);
  if ((flags & FLAG_GC) == 0 || (flags & FLAG_TYPE) != 0) return;
  if (type == known.module || type == known.code || type == known.frame || type == known.builtin) return;
  struct edges edges = {.object = object, .own_type = type, .add = sink, .context = context};
  if (type == known.function) {
    add(&edges, line_name_c("closure"), (uintptr_t)closure_of((void *)object));
    return;
  }
  if ((flags & FLAG_LIST) != 0) add_items(&edges, (const uint64_t *)WORD(object, LIST_ITEMS), (int64_t)WORD(object, OBJECT_SIZE));
  if ((flags & FLAG_TUPLE) != 0) {
    uintptr_t items = object + (python_minor() >= 14 ? 32 : 24);
    add_items(&edges, (const uint64_t *)items, (int64_t)WORD(object, OBJECT_SIZE));
  }
  if ((flags & FLAG_DICT) != 0) add_dict(&edges, object, false);
  if ((flags & FLAG_HEAP_TYPE) != 0) {
    add_slots(&edges);
    add_attributes(&edges);
  }
  if ((flags & (FLAG_LIST | FLAG_TUPLE | FLAG_DICT)) != 0 && (flags & FLAG_HEAP_TYPE) == 0) return;
  int (*traverse)(void *, int (*)(void *, void *), void *) = (void *)WORD(type, TYPE_TRAVERSE);
  if (traverse != NULL && !edges.full) traverse((void *)object, visit, &edges);
}
