#define _GNU_SOURCE
#include "objects.h"

#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define BUCKETS_AT_FIRST (1u << 14)
#define BUCKETS_LIMIT (4u << 20)
#define KEPT_WORDS (1u << 21)

struct objects objects;

static uint32_t *buckets, *spare_buckets, bucket_count;
static uint32_t used, entered, free_head;       // slots ever used, objects in the table, a chain of slots that were given back
static uint32_t *spare;                         // the other array for the old list
static uint64_t *spare_words;
static uint64_t live_words;                     // those of objects, as of the last tidying

/// Entries of the young list's table: the low half of an address, and the object behind it plus 1.
struct young_entry { uint32_t address, number; };
static struct young_entry *young_entries;
static uint32_t young_mask;

bool objects_prepare(void) {
  objects.items = region_map(OBJECT_LIMIT * sizeof *objects.items);
  objects.words = region_map(WORD_LIMIT * sizeof *objects.words);
  spare_words = region_map(WORD_LIMIT * sizeof *spare_words);
  objects.lists[LIST_YOUNG].items = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  objects.lists[LIST_OLD].items = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  spare = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  buckets = region_map(BUCKETS_LIMIT * sizeof *buckets);
  spare_buckets = region_map(BUCKETS_LIMIT / 4 * sizeof *buckets);
  young_entries = region_map(2 * OBJECT_LIMIT * sizeof *young_entries);
  if (objects.items == NULL || objects.words == NULL || spare_words == NULL || spare == NULL || buckets == NULL
      || spare_buckets == NULL || young_entries == NULL
      || objects.lists[LIST_YOUNG].items == NULL || objects.lists[LIST_OLD].items == NULL)
    return false;
  objects_reset();
  return true;
}

static void give_back(void *start, size_t bytes) {
  int saved = errno;
  madvise(start, bytes, MADV_DONTNEED);
  errno = saved;
}

static void empty_buckets(uint32_t number) {
  bucket_count = number;
  memset(buckets, 0xFF, number * sizeof *buckets);
}

void objects_reset(void) {
  give_back(objects.items, used * sizeof *objects.items);
  give_back(objects.words, objects.word_end * sizeof *objects.words);
  used = entered = objects.word_end = 0;
  live_words = 0;
  free_head = NO_OBJECT;
  objects.lists[LIST_YOUNG].count = objects.lists[LIST_OLD].count = 0;
  empty_buckets(BUCKETS_AT_FIRST);
}

static uint32_t *bucket_of(uint64_t address) {
  return &buckets[(uint32_t)(((address >> 4) * 0x9E3779B97F4A7C15ull) >> 32) & (bucket_count - 1)];
}

uint32_t objects_find_old(uint64_t address) {
  uint32_t number = *bucket_of(address);
  while (number != NO_OBJECT && objects.items[number].address != address) number = objects.items[number].next;
  return number;
}

static void link_in(uint32_t number) {
  uint32_t *bucket = bucket_of(objects.items[number].address);
  objects.items[number].next = *bucket;
  *bucket = number;
}

static void spread(void) {
  uint32_t former = bucket_count;
  memcpy(spare_buckets, buckets, former * sizeof *buckets);
  empty_buckets(former * 4);
  for (uint32_t i = 0; i < former; i++) {
    for (uint32_t number = spare_buckets[i], next; number != NO_OBJECT; number = next) {
      next = objects.items[number].next;
      link_in(number);
    }
  }
}

void objects_enter(uint32_t number) {
  if (++entered > bucket_count && bucket_count < BUCKETS_LIMIT) spread();
  // An older object at the same address must have died: it isn't to be found any more. No object has an odd address.
  uint32_t dead = objects_find_old(objects.items[number].address);
  if (dead != NO_OBJECT) objects.items[dead].address |= 1;
  link_in(number);
}

uint32_t objects_add(uint64_t address) {
  uint32_t number = free_head;
  if (number != NO_OBJECT) {
    free_head = objects.items[number].next;
  } else if (used < OBJECT_LIMIT) {
    number = used++;
  } else {
    return NO_OBJECT;
  }
  objects.items[number].address = address;
  return number;
}

static void drop(uint32_t number) {
  objects.items[number].next = free_head;
  free_head = number;
}

static void drop_old(uint32_t number) {
  uint32_t *link = bucket_of(objects.items[number].address);
  while (*link != number) link = &objects.items[*link].next;
  *link = objects.items[number].next;
  entered--;
  drop(number);
}

static uint32_t young_place(uint64_t address) {
  return (uint32_t)(((address >> 4) * 0x9E3779B97F4A7C15ull) >> 32) & young_mask;
}

void objects_index_young(uint32_t first) {
  const struct object_list *young = &objects.lists[LIST_YOUNG];
  uint32_t size = 64;
  while (size < 2 * (young->count - first)) size *= 2;
  young_mask = size - 1;
  memset(young_entries, 0, size * sizeof *young_entries);
  for (uint32_t i = first; i < young->count; i++) {
    uint64_t address = objects.items[young->items[i]].address;
    uint32_t place = young_place(address);
    while (young_entries[place].number != 0) place = (place + 1) & young_mask;
    young_entries[place] = (struct young_entry){(uint32_t)address, young->items[i] + 1};
  }
}

uint32_t objects_find_young(uint64_t address) {
  for (uint32_t place = young_place(address); young_entries[place].number != 0; place = (place + 1) & young_mask) {
    uint32_t number = young_entries[place].number - 1;
    if (young_entries[place].address == (uint32_t)address && objects.items[number].address == address) return number;
  }
  return NO_OBJECT;
}

struct object_list objects_new_order(void) { return (struct object_list){spare, 0}; }

void objects_drop_young(void) {
  struct object_list *young = &objects.lists[LIST_YOUNG];
  for (uint32_t i = 0; i < young->count; i++)
    if ((objects.items[young->items[i]].place & 1) == LIST_YOUNG) drop(young->items[i]);
  young->count = 0;
}

void objects_set_order(struct object_list order) {
  struct object_list *old = &objects.lists[LIST_OLD];
  for (uint32_t i = 0; i < old->count; i++) {
    uint32_t number = old->items[i], index = objects.items[number].place >> 1;
    if (index >= order.count || order.items[index] != number) drop_old(number);
  }
  spare = old->items;
  *old = order;
  objects_drop_young();
}

void objects_tidy(void) {
  if (objects.word_end < 2 * live_words + (1u << 18)) return;
  uint32_t end = 0;
  for (int list = LIST_OLD; list >= LIST_YOUNG; list--) {
    for (uint32_t i = 0; i < objects.lists[list].count; i++) {
      struct object *object = &objects.items[objects.lists[list].items[i]];
      memcpy(spare_words + end, objects.words + object->words, object->word_count * sizeof *objects.words);
      object->words = end;
      end += object->word_count;
    }
  }
  if (objects.word_end > KEPT_WORDS) give_back(objects.words + KEPT_WORDS, (objects.word_end - KEPT_WORDS) * sizeof *objects.words);
  uint64_t *former = objects.words;
  objects.words = spare_words;
  spare_words = former;
  objects.word_end = end;
  live_words = end;
}
