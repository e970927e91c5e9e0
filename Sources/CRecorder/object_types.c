#define _GNU_SOURCE
#include "object_types.h"

#include "content.h"
#include "python.h"
#include "region.h"
#include "wire.h"

#include <string.h>

#define PLACES (1u << 16)
#define TYPES_LIMIT (PLACES / 4 * 3)

// Offsets of PyTypeObject (Include/cpython/object.h), the same from 3.8 to 3.15.
enum {
  TYPE_NAME = 24, TYPE_BASIC_SIZE = 32, TYPE_FLAGS = 168, TYPE_TRAVERSE = 184, TYPE_CLEAR = 192, TYPE_WEAK_LIST_OFFSET = 208,
  TYPE_DEL = 376, TYPE_FINALIZE = 392,
};
#define FLAG_MANAGED_WEAKREF (1ul << 3)
#define FLAG_MANAGED_DICT (1ul << 4)
#define FLAG_HEAP_TYPE (1ul << 9)

enum { HAS_FINALIZER = 1, HAS_LEGACY_FINALIZER = 2, HAS_CLEAR = 4, IS_HEAP_TYPE = 8 };

static struct object_type *places;
static uint32_t types, numbers, dump;

bool object_types_prepare(void) {
  places = region_map(PLACES * sizeof *places);
  return places != NULL;
}

void object_types_reset(void) {
  if (types != 0) memset(places, 0, PLACES * sizeof *places);
  types = numbers = 0;
}

void object_types_begin(void) { dump++; }

static uint64_t word(uint64_t type, unsigned offset) { return *(const uint64_t *)(type + offset); }

static const char *name_of(uint64_t type, size_t *length) {
  const char *name = (const char *)word(type, TYPE_NAME);
  if (name == NULL) name = "?";
  *length = strnlen(name, TYPE_NAME_LIMIT);
  return name;
}

static unsigned traits_of(uint64_t type) {
  return (word(type, TYPE_FINALIZE) != 0 ? HAS_FINALIZER : 0) | (word(type, TYPE_DEL) != 0 ? HAS_LEGACY_FINALIZER : 0)
    | (word(type, TYPE_CLEAR) != 0 ? HAS_CLEAR : 0) | ((word(type, TYPE_FLAGS) & FLAG_HEAP_TYPE) != 0 ? IS_HEAP_TYPE : 0);
}

/// Bytes between the start of an object's block and the object: its PyGC_Head, and since 3.11 what the class keeps before that.
static unsigned header_of(uint64_t type) {
  uint64_t managed = python_minor() < 11 ? 0 : python_minor() == 11 ? FLAG_MANAGED_DICT : FLAG_MANAGED_DICT | FLAG_MANAGED_WEAKREF;
  return (word(type, TYPE_FLAGS) & managed) != 0 ? 32 : 16;
}

static uint64_t hash_of(uint64_t type) {
  size_t length;
  const char *name = name_of(type, &length);
  return content_hash(traits_of(type) | header_of(type) << 8 | word(type, TYPE_BASIC_SIZE) << 16, name, (uint32_t)length);
}

const struct object_type *object_types_find(const void *object_type, bool *is_new) {
  uint64_t address = (uint64_t)object_type;
  uint32_t place = (uint32_t)((address >> 4) * 0x9E3779B97F4A7C15ull >> 48) & (PLACES - 1);
  while (places[place].address != address && places[place].address != 0) place = (place + 1) & (PLACES - 1);
  struct object_type *type = &places[place];
  *is_new = false;
  if (type->checked == dump && type->address == address) return type;
  uint64_t hash = hash_of(address);
  if (type->address == 0) {
    if (types == TYPES_LIMIT) return NULL;
    types++;
  }
  if (type->address == 0 || type->hash != hash) {
    *is_new = true;
    const char *name = (const char *)word(address, TYPE_NAME);
    bool is_plain = (traits_of(address) & IS_HEAP_TYPE) == 0 && name != NULL && (strcmp(name, "tuple") == 0 || strcmp(name, "dict") == 0);
    *type = (struct object_type){.address = address, .hash = hash, .number = numbers++, .is_plain = is_plain};
  }
  type->checked = dump;
  type->traverse = (int (*)(void *, int (*)(void *, void *), void *))word(address, TYPE_TRAVERSE);
  type->weak_offset = (int64_t)word(address, TYPE_WEAK_LIST_OFFSET);
  return type;
}

uint8_t *object_types_define(uint8_t *at, const struct object_type *type) {
  size_t length;
  const char *name = name_of(type->address, &length);
  at = put_varint(at, type->address >> 3);
  at = put_varint(at, traits_of(type->address));
  at = put_varint(at, header_of(type->address));
  at = put_varint(at, word(type->address, TYPE_BASIC_SIZE));
  at = put_varint(at, length);
  memcpy(at, name, length);
  return at + length;
}
