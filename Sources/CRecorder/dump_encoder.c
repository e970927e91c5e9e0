#define _GNU_SOURCE
#include "dump_encoder.h"

#include "follower.h"
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
#define SOON 12

static uint8_t *buffer, *at;
static uint64_t *survivors;
static uint64_t recent[1 << RECENT_BITS];       // references that were written lately, here and at the reader
static uint64_t last_new, last_word;
static uint64_t word_total;
static unsigned generation;
static uint32_t cursor;                         // the reader's, in its old list followed by the young one, or in the young one alone
static uint32_t run;                            // unchanged objects before the cursor that are not written yet
static struct follower known;
static struct object_list *target, order;
static uint32_t first;

struct dump_words dump_words;

bool dump_encoder_prepare(void) {
  buffer = region_map(BUFFER_BYTES);
  survivors = region_map(OBJECT_LIMIT / 8);
  return buffer != NULL && survivors != NULL && follower_prepare();
}

void dump_encoder_reset(void) {
  memset(recent, 0, sizeof recent);
  last_new = last_word = 0;
}

void dump_encoder_begin(unsigned of_generation) {
  const struct object_list *old = &objects.lists[LIST_OLD], *young = &objects.lists[LIST_YOUNG];
  generation = of_generation;
  at = buffer;
  cursor = run = 0;
  word_total = 0;
  order = objects_new_order();
  target = generation == 0 ? &objects.lists[LIST_YOUNG] : generation == 1 ? &objects.lists[LIST_OLD] : &order;
  first = target->count;
  uint32_t split = generation == 2 ? old->count : 0;
  known = (struct follower){
    .items = old->items, .more = young->items, .split = split, .end = generation == 0 ? 0 : split + young->count,
  };
  follower_begin(&known, 0);
}

void dump_young_begin(void) { follower_begin(&known, generation == 2 ? known.split : known.end); }

bool dump_has_room(void) {
  return buffer + BUFFER_BYTES - at > 2 * OBJECT_BYTES && target->count < OBJECT_LIMIT && known.end < OBJECT_LIMIT;
}

static uint64_t zigzag(int64_t number) { return ((uint64_t)number << 1) ^ (uint64_t)(number >> 63); }

static void put_operation(unsigned operation, uint64_t number) { at = put_varint(at, number << 2 | operation); }

static void end_run(void) {
  if (run == 0) return;
  put_operation(OPERATION_RUN, run);
  run = 0;
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

void dump_words_begin(void) {
  dump_words.items = dump_words.at = objects.words + objects.word_end;
  dump_words.end = objects.words + WORD_LIMIT;
}

/// Two sums that depend on their words' places; short ones are most.
static uint64_t hash_of(const uint64_t *items, uint32_t count) {
  uint64_t hash = count;
  for (uint32_t i = 0; i < count; i++) {
    hash = (hash ^ items[i]) * 0x9E3779B97F4A7C15ull;
    hash ^= hash >> 29;
  }
  return hash;
}

/// Puts an object behind the others that were collected. The references of a large one stay where they are, or go over the former
/// ones when these are as many or more.
static void place(struct object now, const struct object *former, uint32_t count) {
  if (now.type & OBJECT_LARGE) {
    uint64_t start = objects.word_end;
    if (former != NULL && (former->type & OBJECT_LARGE) && (uint32_t)former->words >= count) {
      start = former->words >> 32;
      memmove(objects.words + start, dump_words.items, count * sizeof *dump_words.items);
    } else {
      objects.word_end += count;
    }
    now.words = start << 32 | count;
  }
  target->items[target->count++] = now;
}

static void put_definition(const struct object_type *type) {
  if (type != NULL) at = object_types_define(at, type);
}

static bool add_object(struct object now, uint32_t count, const struct object_type *type) {
  end_run();
  put_operation(OPERATION_NEW, now.type & ~OBJECT_FLAGS);
  put_definition(type);
  at = put_zigzag(at, (int64_t)(now.address - last_new) >> 3);
  at = put_varint(at, now.references);
  at = put_varint(at, count);
  last_new = last_word = now.address;
  if (!put_words(dump_words.items, count)) return false;
  place(now, NULL, count);
  return true;
}

/// What has changed of a large object is between what is the same at its start and its end.
static bool change_words(const struct object *former, uint32_t count) {
  uint32_t prefix = 0, suffix = 0;
  if (former->type & OBJECT_LARGE) {
    const uint64_t *old = objects.words + (former->words >> 32), *new = dump_words.items;
    uint32_t old_count = (uint32_t)former->words, shorter = count < old_count ? count : old_count;
    while (prefix < shorter && old[prefix] == new[prefix]) prefix++;
    while (suffix < shorter - prefix && old[old_count - 1 - suffix] == new[count - 1 - suffix]) suffix++;
  }
  uint32_t middle = count - prefix - suffix;
  at = put_varint(put_varint(put_varint(at, prefix), suffix), middle);
  return put_words(dump_words.items + prefix, middle);
}

static bool has_same_words(const struct object *former, const struct object *now, uint32_t count) {
  if ((former->type ^ now->type) & OBJECT_LARGE) return false;
  if (!(now->type & OBJECT_LARGE)) return former->words == now->words;
  return (uint32_t)former->words == count
    && memcmp(objects.words + (former->words >> 32), dump_words.items, count * sizeof *dump_words.items) == 0;
}

bool dump_object(struct object now, const struct object_type *type) {
  if (dump_words.at == dump_words.end) return false;
  uint32_t count = (uint32_t)(dump_words.at - dump_words.items);
  word_total += count;
  if (count >= LARGE_WORDS) now.type |= OBJECT_LARGE;
  else now.words = hash_of(dump_words.items, count);
  uint32_t position = follower_find(&known, now.address);
  if (position == NO_OBJECT) return add_object(now, count, type);
  struct object *former = follower_at(&known, position);
  // The collector's list leads from object to object, ours says where the next ones are.
  if (position + SOON < known.end) {
    const char *soon = (const char *)follower_at(&known, position + SOON)->address;
    __builtin_prefetch(soon - 16);
    __builtin_prefetch(soon + 32);
  }
  if (UNLIKELY(position != cursor)) {
    end_run();
    put_operation(OPERATION_JUMP, zigzag((int64_t)position - (int64_t)cursor));
  }
  cursor = position + 1;
  bool same_words = has_same_words(former, &now, count);
  unsigned changes = (former->references != now.references ? CHANGED_REFERENCES : 0) | (same_words ? 0 : CHANGED_WORDS)
    | ((former->type ^ now.type) & ~OBJECT_FLAGS & ~1u ? CHANGED_TYPE : 0) | ((former->type ^ now.type) & 1 ? CHANGED_FINALIZED : 0);
  if (changes == 0) {
    run++;
  } else {
    end_run();
    put_operation(OPERATION_CHANGED, changes);
    if (changes & CHANGED_TYPE) {
      at = put_varint(at, (now.type & ~OBJECT_FLAGS) >> 1);
      put_definition(type);
    }
    if (changes & CHANGED_REFERENCES) at = put_zigzag(at, (int64_t)now.references - (int64_t)former->references);
    if (!same_words && !change_words(former, count)) return false;
  }
  place(now, former, count);
  former->address = 0;
  return true;
}

uint32_t dump_encoder_end(uint32_t *begin, uint64_t *total) {
  end_run();
  put_operation(OPERATION_RUN, 0);
  follower_end();
  uint32_t candidates = target->count - first;
  if (generation > 0) objects.lists[LIST_YOUNG].count = 0;
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

/// The list that the candidates are in since they were written.
static struct object_list *list_of_candidates(void) { return &objects.lists[generation == 0 ? LIST_YOUNG : LIST_OLD]; }

void dump_survivors_begin(void) {
  struct object_list *list = list_of_candidates();
  at = buffer;
  memset(survivors, 0, (list->count - first + 63) / 64 * sizeof *survivors);
  known = (struct follower){.items = list->items, .split = list->count, .end = list->count};
  follower_begin(&known, first);
}

bool dump_survived(uint64_t address) {
  uint32_t position = follower_find(&known, address);
  if (position == NO_OBJECT) return false;
  uint32_t candidate = position - first;
  survivors[candidate / 64] |= 1ull << candidate % 64;
  return true;
}

void dump_survivors_linked(bool all) {
  const struct object *candidates = list_of_candidates()->items + first;
  uint32_t number = list_of_candidates()->count - first;
  for (uint32_t candidate = 0; candidate < number; candidate++) {
    // The word before the object's type and count that leads to the next of its list; 0 when it's in none (PyGC_Head).
    bool is_linked = (all && !(candidates[candidate].type & OBJECT_PLAIN)) || *(const uint64_t *)(candidates[candidate].address - 16) != 0;
    survivors[candidate / 64] |= (uint64_t)is_linked << candidate % 64;
  }
}

static bool has_survived(uint32_t candidate) { return survivors[candidate / 64] >> candidate % 64 & 1; }

uint64_t dump_survivors_encode(void) {
  struct object *candidates = list_of_candidates()->items + first;
  uint32_t number = list_of_candidates()->count - first;
  follower_end();
  for (uint32_t candidate = 0, place = 0; candidate < number;) {
    uint32_t start = candidate;
    while (start < number && has_survived(start)) start = start % 64 == 0 && ~survivors[start / 64] == 0 ? start + 64 : start + 1;
    if (start >= number) break;
    uint32_t end = start;
    // Another object can be there before the next collection.
    while (end < number && !has_survived(end)) candidates[end++].address = 0;
    at = put_varint(put_varint(at, start - place), end - start);
    place = candidate = end;
  }
  return dump_encoder_length();
}
