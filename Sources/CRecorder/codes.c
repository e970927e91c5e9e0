#include "codes.h"

#include <string.h>

#include "content.h"
#include "definitions.h"
#include "names.h"
#include "region.h"
#include "record.h"

// PyObject, PyVarObject and PyBytesObject (Include/object.h, Include/cpython/bytesobject.h).
enum { TYPE = 8, SIZE = 16, BYTES_DATA = 32 };

enum { CODE_TAG = 2, RECORD_HEAD = 2 + 6 * VARINT_LIMIT, FIRST_CAPACITY = 2048, CAPACITY_LIMIT = 1 << 20 };

static const struct layout *layout;
static struct layout_types types;
static struct content_table numbers;

// Living code objects by address, open addressing with linear probing; address 0 is a free entry.
static struct code_facts *alive;
static uint32_t alive_capacity, alive_count;

uint8_t codes_filter[1 << 16];

void codes_start(const struct layout *chosen, const struct layout_types *known) {
  layout = chosen;
  types = *known;
}

static uint32_t home(uintptr_t address) {
  return (uint32_t)((address >> 4) * 0x9E3779B97F4A7C15u >> 40) & (alive_capacity - 1);
}

static struct code_facts *place(uintptr_t address) {
  uint32_t slot = home(address);
  while (alive[slot].address && alive[slot].address != address) slot = (slot + 1) & (alive_capacity - 1);
  return &alive[slot];
}

static int grow(void) {
  struct code_facts *old = alive;
  uint32_t old_capacity = alive_capacity, capacity = old_capacity ? old_capacity * 2 : FIRST_CAPACITY;
  struct code_facts *grown = capacity <= CAPACITY_LIMIT ? region_map(capacity * sizeof *grown) : NULL;
  if (!grown) return 0;
  alive = grown;
  alive_capacity = capacity;
  for (uint32_t i = 0; i < old_capacity; i++) {
    if (old[i].address) *place(old[i].address) = old[i];
  }
  if (old) region_unmap(old, old_capacity * sizeof *old);
  return 1;
}

/// Data and length of a bytes object, cut to what a definition can hold; nothing when it is none.
static const uint8_t *bytes_of(uintptr_t object, uint32_t *length) {
  *length = 0;
  if (!object || AT(uintptr_t, object, TYPE) != types.bytes || AT(int64_t, object, SIZE) < 0) return NULL;
  int64_t size = AT(int64_t, object, SIZE), limit = (int64_t)DEFINITION_LIMIT - RECORD_HEAD;
  *length = (uint32_t)(size < limit ? size : limit);
  return (const uint8_t *)object + BYTES_DATA;
}

struct description {
  uint32_t file, name, qualified_name, first_line, format, length;
};

/// The number of the code object with this content; defines it at first sight. Two of equal content are one in the
/// trace, as their positions in the source are the same: a program that compiles one text again and again does not make
/// the trace grow.
static uint32_t define(const struct description *is, const uint8_t *table, uint32_t table_length) {
  uint64_t hash = content_hash(content_hash(0, is, sizeof *is), table, table_length);
  uint32_t number = content_number(&numbers, hash);
  if (number) return number;
  uint8_t *record = definitions_reserve(RECORD_HEAD + table_length);
  if (!record) return 0;
  if (!content_add(&numbers, hash, numbers.count + 1)) {
    definitions_commit(0);
    return 0;
  }
  uint8_t *at = record + 1;
  at = varint_put(at, is->file);
  at = varint_put(at, is->name);
  at = varint_put(at, is->qualified_name);
  at = varint_put(at, is->first_line);
  *at++ = (uint8_t)is->format;
  at = varint_put(at, is->length);
  at = varint_put(at, table_length);
  memcpy(at, table, table_length);
  definition_end(record, CODE_TAG);
  definitions_commit((size_t)(at + table_length - record));
  return numbers.count;
}

static int read_code(uintptr_t code, struct code_facts *facts) {
  *facts = (struct code_facts){ .address = code };
  if (layout->interpreter_frames) {
    facts->bytecode = code + layout->bytecode;
    facts->bytecode_length = (uint32_t)AT(int64_t, code, SIZE) * 2;
    facts->first_traceable = AT(int32_t, code, layout->first_traceable) * 2;
  } else {
    uintptr_t bytecode = AT(uintptr_t, code, layout->bytecode);
    facts->bytecode_length = bytecode ? (uint32_t)AT(int64_t, bytecode, SIZE) : 0;
  }
  int32_t first_line = AT(int32_t, code, layout->first_line);
  struct description is = {
    .file = names_number(AT(uintptr_t, code, layout->file)),
    .name = names_number(AT(uintptr_t, code, layout->name)),
    .first_line = first_line > 0 ? (uint32_t)first_line : 0,
    .format = layout->table_format,
    .length = facts->bytecode_length,
  };
  is.qualified_name = layout->qualified_name ? names_number(AT(uintptr_t, code, layout->qualified_name)) : is.name;
  if (is.file == NO_STRING || is.name == NO_STRING || is.qualified_name == NO_STRING) return 0;
  uint32_t table_length;
  const uint8_t *table = bytes_of(AT(uintptr_t, code, layout->line_table), &table_length);
  facts->number = define(&is, table ? table : (const uint8_t *)"", table_length);
  return facts->number != 0;
}

const struct code_facts *codes_find(uintptr_t address) {
  if (alive_capacity) {
    struct code_facts *known = place(address);
    if (known->address) return known;
  }
  if (!address || AT(uintptr_t, address, TYPE) != types.code) return NULL;
  if (alive_count >= alive_capacity / 4 * 3 && !grow()) return NULL;
  struct code_facts facts;
  if (!read_code(address, &facts)) return NULL;
  struct code_facts *entry = place(address);
  *entry = facts;
  alive_count++;
  uint8_t *filter = &codes_filter[codes_filter_slot(address)];
  if (*filter < UINT8_MAX) (*filter)++;
  return entry;
}

int codes_forget(uintptr_t address) {
  if (!alive_capacity) return 0;
  struct code_facts *entry = place(address);
  if (!entry->address) return 0;
  uint8_t *filter = &codes_filter[codes_filter_slot(address)];
  if (*filter < UINT8_MAX) (*filter)--;
  alive_count--;
  // Entries behind the gap move up, so that no search ends at it too early.
  uint32_t mask = alive_capacity - 1, gap = (uint32_t)(entry - alive);
  for (uint32_t slot = (gap + 1) & mask; alive[slot].address; slot = (slot + 1) & mask) {
    if (((slot - home(alive[slot].address)) & mask) < ((slot - gap) & mask)) continue;
    alive[gap] = alive[slot];
    gap = slot;
  }
  alive[gap] = (struct code_facts){ 0 };
  return 1;
}

uint32_t codes_left_out(void) {
  static uint32_t number;
  if (number) return number;
  static const char text[] = "(outer frames left out)";
  struct description is = { .format = 0 };
  is.file = names_define("", 0);
  is.name = is.qualified_name = names_define(text, sizeof text - 1);
  if (is.file == NO_STRING || is.name == NO_STRING) return 0;
  return number = define(&is, (const uint8_t *)"", 0);
}

uint32_t codes_count(void) {
  return numbers.count;
}
