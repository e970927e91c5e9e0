#include "names.h"

#include <string.h>

#include "content.h"
#include "definitions.h"
#include "record.h"

// PyObject and PyASCIIObject (Include/cpython/unicodeobject.h); the state's bits are the same from 3.8 to 3.15 with a
// GIL.
enum { TYPE = 8, LENGTH = 16, STATE = 32 };

// Longer names are cut: a name this long has no reader.
enum { NAME_LIMIT = 4096 };

enum { STRING_TAG = 1 };

static const struct layout *layout;
static uintptr_t unicode_type;
static struct content_table numbers;

void names_start(const struct layout *chosen, uintptr_t type) {
  layout = chosen;
  unicode_type = type;
}

static uint32_t character_at(uintptr_t data, uint32_t kind, int64_t index) {
  switch (kind) {
    case 1: return AT(uint8_t, data, index);
    case 2: return AT(uint16_t, data, index * 2);
    default: return AT(uint32_t, data, index * 4);
  }
}

static uint8_t *put_character(uint8_t *at, uint32_t character) {
  if ((character >= 0xD800 && character < 0xE000) || character > 0x10FFFF) character = 0xFFFD;
  if (character < 0x80) {
    *at++ = (uint8_t)character;
  } else if (character < 0x800) {
    *at++ = (uint8_t)(0xC0 | character >> 6);
    *at++ = (uint8_t)(0x80 | (character & 0x3F));
  } else {
    if (character < 0x10000) {
      *at++ = (uint8_t)(0xE0 | character >> 12);
    } else {
      *at++ = (uint8_t)(0xF0 | character >> 18);
      *at++ = (uint8_t)(0x80 | (character >> 12 & 0x3F));
    }
    *at++ = (uint8_t)(0x80 | (character >> 6 & 0x3F));
    *at++ = (uint8_t)(0x80 | (character & 0x3F));
  }
  return at;
}

/// Copies a str object's text as UTF-8 and returns its length; "?" when it has none to read.
static uint32_t copy_text(uintptr_t object, uint8_t text[NAME_LIMIT]) {
  text[0] = '?';
  if (!object || AT(uintptr_t, object, TYPE) != unicode_type) return 1;
  int64_t length = AT(int64_t, object, LENGTH);
  uint32_t state = AT(uint32_t, object, STATE);
  uint32_t kind = state >> 2 & 7;
  int compact = state >> 5 & 1, ascii = state >> 6 & 1;
  if (length < 0 || (kind != 1 && kind != 2 && kind != 4)) return 1;
  uintptr_t data = object + (ascii ? layout->ascii_data : layout->unicode_data);
  if (!compact) data = AT(uintptr_t, object, layout->unicode_data);
  if (!data) return 1;
  uint8_t *at = text;
  for (int64_t i = 0; i < length && at <= text + NAME_LIMIT - 4; i++) {
    at = put_character(at, character_at(data, kind, i));
  }
  return (uint32_t)(at - text);
}

uint32_t names_define(const void *text, uint32_t length) {
  uint64_t hash = content_hash(0, text, length);
  uint32_t number = content_number(&numbers, hash);
  if (number) return number - 1;
  uint8_t *record = definitions_reserve(1 + VARINT_LIMIT + length);
  if (!record) return NO_STRING;
  if (!content_add(&numbers, hash, numbers.count + 1)) {
    definitions_commit(0);
    return NO_STRING;
  }
  uint8_t *at = record + 1;
  at = varint_put(at, length);
  memcpy(at, text, length);
  definition_end(record, STRING_TAG);
  definitions_commit((size_t)(at + length - record));
  return numbers.count - 1;
}

uint32_t names_number(uintptr_t object) {
  uint8_t text[NAME_LIMIT];
  return names_define(text, copy_text(object, text));
}

uint32_t names_count(void) {
  return numbers.count;
}
