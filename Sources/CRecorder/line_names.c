#define _GNU_SOURCE
#include "line_names.h"

#include "content.h"
#include "frames.h"
#include "marks.h"

#include <string.h>

enum { RECORD_STRING = 1, NAME_BYTES = 1024 };

static struct content_table numbers;
static uint64_t generation;     // numbers of an older one are not valid any more
static uint32_t count;

void line_names_reset(void) {
  generation++;
  count = 0;
}

uint32_t line_name(const void *text, uint32_t length) {
  uint64_t hash = content_hash(generation, text, length);
  uint32_t number = content_number(&numbers, hash);
  if (number != 0) return number;
  bool locked = recording_lock();
  uint8_t *record = frames_lines_reserve(length + 16);
  if (record != NULL && content_add(&numbers, hash, count + 1)) {
    uint8_t *at = put_varint(record + 1, length);
    memcpy(at, text, length);
    __atomic_store_n(record, RECORD_STRING, __ATOMIC_RELEASE);
    frames_lines_commit((uint32_t)(at + length - record));
    number = ++count;
  }
  recording_unlock(locked);
  return number;
}

uint32_t line_name_of(uintptr_t object) {
  uint8_t text[NAME_BYTES];
  return line_name(text, (uint32_t)utf8_of((const uint8_t *)object, text, sizeof text));
}

uint32_t line_name_c(const char *text) { return line_name(text, (uint32_t)strnlen(text, NAME_BYTES)); }
