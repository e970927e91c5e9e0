// An audit hook would cost a tuple for each of the many events that CPython audits, so there is none: the entry of
// sys.audit in the table of the module's functions (static PyMethodDef sys_methods, Python/sysmodule.c) gets another
// function. That costs no allocation at all.
#include "marks.h"

#include "collections.h"
#include "definitions.h"
#include "events.h"
#include "interpreters.h"
#include "methods.h"
#include "python.h"
#include "report.h"
#include "wire.h"

#include <string.h>

#define METH_FASTCALL 0x80
#define NAME_LIMIT 1024

static void *(*original)(void *module, void *const *arguments, intptr_t count);

size_t utf8_of(const uint8_t *object, uint8_t *to, size_t room) {
  if (*(void *const *)(object + 8) != python.unicode_type) return 0;
  uint64_t length = *(const uint64_t *)(object + 16);
  uint32_t state = *(const uint32_t *)(object + 32);
  bool compact = state >> 5 & 1, ascii = state >> 6 & 1;
  unsigned width = state >> 2 & 7;
  if (!compact || (width != 1 && width != 2 && width != 4)) return 0;
  unsigned head = python_minor() < 12 ? (ascii ? 48 : 72) : (ascii ? 40 : 56);
  const uint8_t *data = object + head;
  uint8_t *start = to;
  for (uint64_t i = 0; i < length && (size_t)(to - start) + 4 <= room; i++) {
    uint32_t c = width == 1 ? data[i] : width == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
    if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
    if (c < 0x80) {
      *to++ = (uint8_t)c;
    } else if (c < 0x800) {
      *to++ = (uint8_t)(0xC0 | c >> 6);
      *to++ = (uint8_t)(0x80 | (c & 63));
    } else if (c < 0x10000) {
      *to++ = (uint8_t)(0xE0 | c >> 12);
      *to++ = (uint8_t)(0x80 | (c >> 6 & 63));
      *to++ = (uint8_t)(0x80 | (c & 63));
    } else {
      *to++ = (uint8_t)(0xF0 | c >> 18);
      *to++ = (uint8_t)(0x80 | (c >> 12 & 63));
      *to++ = (uint8_t)(0x80 | (c >> 6 & 63));
      *to++ = (uint8_t)(0x80 | (c & 63));
    }
  }
  return (size_t)(to - start);
}

/// The number of a mark's name; a name that was lately used isn't defined again.
static uint32_t number_of(const uint8_t *name, size_t length) {
  static struct {
    uint64_t hash;
    uint32_t number;
  } known[256];
  uint64_t hash = length + 0xCBF29CE484222325u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ name[i]) * 0x100000001B3u;
  unsigned slot = hash >> 56;
  if (known[slot].hash == hash) return known[slot].number;
  uint8_t *record = definitions_reserve(length + 16);
  if (record == NULL) return 0;
  *record = 4;
  uint8_t *at = put_varint(record + 1, length);
  memcpy(at, name, length);
  definitions_commit((size_t)(at + length - record));
  known[slot].hash = hash;
  return known[slot].number = recording.marks++;
}

static void mark(const uint8_t *name, size_t length) {
  bool locked = recording_lock();
  if (recording.phase == PHASE_ON || recording_wake()) {
    if (thread_state.number != encoder.thread) events_thread();
    interpreters_check();
    collections_check();
    uint32_t number = number_of(name, length);
    if (recording.phase == PHASE_ON) {
      events_mark(number);
      report_take();
    }
  }
  recording_unlock(locked);
}

static void *audited(void *module, void *const *arguments, intptr_t count) {
  uint8_t name[NAME_LIMIT];
  if (count == 2 && recording.phase != PHASE_OFF && utf8_of(arguments[0], name, sizeof name) == 15
      && memcmp(name, "arenascope.mark", 15) == 0)
    mark(name, utf8_of(arguments[1], name, sizeof name));
  return original(module, arguments, count);
}

const char *marks_install(void) {
  struct method *audit = methods_find("audit", METH_FASTCALL);
  if (audit == NULL) return "marks are not recorded: sys.audit was not found in this interpreter";
  original = audit->function;
  audit->function = audited;
  return NULL;
}
