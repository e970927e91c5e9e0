#define _GNU_SOURCE
#include "dump_encoder.h"

#include "recording.h"
#include "region.h"
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { OPERATION_RUN, OPERATION_JUMP, OPERATION_CHANGED, OPERATION_NEW };
enum { CHANGED_REFERENCES = 1, CHANGED_WORDS = 2, CHANGED_TYPE = 4, CHANGED_FINALIZED = 8 };
enum { CODE_NEAR, CODE_RECENT, CODE_WEAK, CODE_WEAK_CALLBACK };

#define BUFFER_BYTES (128ul << 20)
#define KEPT_BYTES (1ul << 20)
#define RECENT_BITS 12
#define OBJECT_BYTES (TYPE_DEFINITION_LIMIT + 128)      // of an object without its references
#define WORD_BYTES 10
#define AHEAD 16                // known objects that are looked through for one that has moved up

static uint8_t *buffer, *at;
static uint64_t *survivors;
static uint64_t recent[1 << RECENT_BITS];       // references that were written lately, here and at the reader
static uint64_t last_new, last_word;
static uint64_t word_total;
static unsigned generation;
static uint32_t cursor, known, old_count;       // in the reader's old list followed by the young one, or in the young one alone
static uint32_t run;                            // unchanged objects before the cursor that are not written yet
static struct object_list *target, order;
static uint32_t first, candidates;

/// The references of the current object: those of `items` as long as they are the same, otherwise collected behind all others.
static struct {
  const uint64_t *items;
  uint32_t item_count, count, room;
  bool same;
  uint64_t *fresh;
} words;

bool dump_encoder_prepare(void) {
  buffer = region_map(BUFFER_BYTES);
  survivors = region_map(OBJECT_LIMIT / 8);
  return buffer != NULL && survivors != NULL;
}

void dump_encoder_reset(void) {
  memset(recent, 0, sizeof recent);
  last_new = last_word = 0;
}

void dump_encoder_begin(unsigned of_generation) {
  generation = of_generation;
  at = buffer;
  cursor = run = candidates = 0;
  word_total = 0;
  old_count = generation == 2 ? objects.lists[LIST_OLD].count : 0;
  known = generation == 0 ? 0 : old_count + objects.lists[LIST_YOUNG].count;
  order = objects_new_order();
  if (generation == 2) objects_enter_old();
  target = generation == 0 ? &objects.lists[LIST_YOUNG] : generation == 1 ? &objects.lists[LIST_OLD] : &order;
  first = target->count;
}

bool dump_has_room(void) { return buffer + BUFFER_BYTES - at > 2 * OBJECT_BYTES; }

uint32_t dump_at_cursor(void) {
  if (cursor >= known) return NO_OBJECT;
  return cursor < old_count ? objects.lists[LIST_OLD].items[cursor] : objects.lists[LIST_YOUNG].items[cursor - old_count];
}

uint32_t dump_ahead(uint64_t address) {
  uint32_t end = known - cursor < AHEAD ? known : cursor + AHEAD;
  for (uint32_t position = cursor; position < end; position++) {
    uint32_t number = position < old_count ? objects.lists[LIST_OLD].items[position]
      : objects.lists[LIST_YOUNG].items[position - old_count];
    if (objects.items[number].address == address) return number;
  }
  return NO_OBJECT;
}

static uint64_t zigzag(int64_t number) { return ((uint64_t)number << 1) ^ (uint64_t)(number >> 63); }

static void put_operation(unsigned operation, uint64_t number) { at = put_varint(at, number << 2 | operation); }

static void end_run(void) {
  if (run == 0) return;
  put_operation(OPERATION_RUN, run);
  run = 0;
}

bool dump_jump(uint32_t number) {
  uint32_t place = objects.items[number].place, index = place >> 1;
  bool is_old = (place & 1) == LIST_OLD;
  if (is_old && generation < 2) return false;
  if (is_old && index < order.count && order.items[index] == number) return false;
  uint32_t position = is_old ? index : old_count + index;
  end_run();
  put_operation(OPERATION_JUMP, zigzag((int64_t)position - (int64_t)cursor));
  cursor = position;
  return true;
}

void dump_words_begin(uint32_t number) {
  bool is_known = number != NO_OBJECT;
  words.items = is_known ? objects.words + objects.items[number].words : NULL;
  words.item_count = is_known ? objects.items[number].word_count : 0;
  words.count = 0;
  words.same = is_known;
  words.fresh = objects.words + objects.word_end;
  words.room = WORD_LIMIT - objects.word_end;
}

int dump_word(uint64_t word) {
  if (LIKELY(words.same)) {
    if (LIKELY(words.count < words.item_count && words.items[words.count] == word)) {
      words.count++;
      return 0;
    }
    if (words.count > words.room) {
      words.room = 0;
      return 1;
    }
    words.same = false;
    memcpy(words.fresh, words.items, words.count * sizeof *words.fresh);
  }
  if (words.count >= words.room) {
    words.room = 0;
    return 1;
  }
  words.fresh[words.count++] = word;
  return 0;
}

static void put_word(uint64_t word) {
  uint64_t address = word & ~(uint64_t)WORD_TAG;
  unsigned tag = word & WORD_TAG;
  uint64_t *entry = &recent[(uint32_t)(address >> 3) * 0x9E3779B1u >> (32 - RECENT_BITS)];
  if (tag == WORD_REFERENCE && *entry == address) {
    at = put_varint(at, (uint64_t)(entry - recent) << 2 | CODE_RECENT);
    return;
  }
  unsigned code = tag == WORD_REFERENCE ? CODE_NEAR : tag == WORD_WEAK ? CODE_WEAK : CODE_WEAK_CALLBACK;
  at = put_varint(at, zigzag((int64_t)(address - last_word) >> 3) << 2 | code);
  last_word = address;
  if (tag == WORD_REFERENCE) *entry = address;
}

static bool put_words(const uint64_t *items, uint32_t count) {
  if ((uint64_t)(buffer + BUFFER_BYTES - at) < (uint64_t)count * WORD_BYTES + OBJECT_BYTES) return false;
  for (uint32_t i = 0; i < count; i++) put_word(items[i]);
  return true;
}

/// Puts an object behind the others that were collected.
static void place(uint32_t number, bool is_new) {
  if (generation == 2 && (is_new || (objects.items[number].place & 1) == LIST_YOUNG)) objects_enter(number);
  objects.items[number].place = target->count << 1 | (generation == 0 ? LIST_YOUNG : LIST_OLD);
  target->items[target->count++] = number;
  candidates++;
  word_total += words.count;
}

static void put_definition(const struct object_type *type) {
  if (type != NULL) at = object_types_define(at, type);
}

static bool add_object(struct object now, const struct object_type *type) {
  uint32_t number = objects_add(now.address);
  if (number == NO_OBJECT) return false;
  end_run();
  put_operation(OPERATION_NEW, now.type);
  put_definition(type);
  at = put_zigzag(at, (int64_t)(now.address - last_new) >> 3);
  at = put_varint(at, now.references);
  at = put_varint(at, words.count);
  last_new = last_word = now.address;
  if (!put_words(words.fresh, words.count)) return false;
  struct object *object = &objects.items[number];
  object->references = now.references;
  object->type = now.type;
  object->words = objects.word_end;
  object->word_count = words.count;
  objects.word_end += words.count;
  place(number, true);
  return true;
}

static bool change_words(struct object *object) {
  const uint64_t *old = words.items, *new = words.same ? words.items : words.fresh;
  uint32_t shorter = words.count < words.item_count ? words.count : words.item_count, prefix = 0, suffix = 0;
  while (prefix < shorter && old[prefix] == new[prefix]) prefix++;
  while (suffix < shorter - prefix && old[words.item_count - 1 - suffix] == new[words.count - 1 - suffix]) suffix++;
  uint32_t middle = words.count - prefix - suffix;
  at = put_varint(put_varint(put_varint(at, prefix), suffix), middle);
  if (!put_words(new + prefix, middle)) return false;
  if (words.count <= object->word_count) {
    memmove(objects.words + object->words, new, words.count * sizeof *new);
  } else {
    object->words = objects.word_end;
    objects.word_end += words.count;
  }
  object->word_count = words.count;
  return true;
}

bool dump_object(uint32_t number, struct object now, const struct object_type *type) {
  if (words.room == 0) return false;
  if (number == NO_OBJECT) return add_object(now, type);
  struct object *object = &objects.items[number];
  bool same_words = words.same && words.count == words.item_count;
  unsigned changes = (object->references != now.references ? CHANGED_REFERENCES : 0) | (same_words ? 0 : CHANGED_WORDS)
    | (object->type >> 1 != now.type >> 1 ? CHANGED_TYPE : 0) | ((object->type ^ now.type) & 1 ? CHANGED_FINALIZED : 0);
  cursor++;
  if (changes == 0) {
    run++;
    place(number, false);
    return true;
  }
  end_run();
  put_operation(OPERATION_CHANGED, changes);
  if (changes & CHANGED_TYPE) {
    at = put_varint(at, now.type >> 1);
    put_definition(type);
  }
  if (changes & CHANGED_REFERENCES) at = put_zigzag(at, (int64_t)now.references - (int64_t)object->references);
  if ((changes & CHANGED_WORDS) && !change_words(object)) return false;
  object->references = now.references;
  object->type = now.type;
  place(number, false);
  return true;
}

uint32_t dump_encoder_end(uint32_t *begin, uint64_t *total) {
  end_run();
  put_operation(OPERATION_RUN, 0);
  if (generation == 1) objects_drop_young();
  if (generation == 2) objects_set_order(order);
  objects_tidy();
  *begin = first;
  *total = word_total;
  return candidates;
}

uint8_t *dump_encoder_bytes(void) { return buffer; }

uint64_t dump_encoder_length(void) { return (uint64_t)(at - buffer); }

void dump_encoder_done(void) {
  if ((uint64_t)(at - buffer) <= KEPT_BYTES) return;
  int saved = errno;
  madvise(buffer + KEPT_BYTES, BUFFER_BYTES - KEPT_BYTES, MADV_DONTNEED);
  errno = saved;
}

void dump_survivors_begin(uint32_t number) {
  at = buffer;
  memset(survivors, 0, (number + 63) / 64 * sizeof *survivors);
}

void dump_survived(uint32_t candidate) { survivors[candidate / 64] |= 1ull << candidate % 64; }

static bool has_survived(uint32_t candidate) { return survivors[candidate / 64] >> candidate % 64 & 1; }

uint64_t dump_survivors_encode(uint32_t number) {
  for (uint32_t candidate = 0, place = 0; candidate < number;) {
    uint32_t start = candidate;
    while (start < number && has_survived(start)) start = start % 64 == 0 && ~survivors[start / 64] == 0 ? start + 64 : start + 1;
    if (start >= number) break;
    uint32_t end = start;
    while (end < number && !has_survived(end)) end++;
    at = put_varint(put_varint(at, start - place), end - start);
    place = candidate = end;
  }
  return dump_encoder_length();
}
