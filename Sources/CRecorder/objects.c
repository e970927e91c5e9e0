#define _GNU_SOURCE
#include "objects.h"

#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define BUCKETS_AT_FIRST (1u << 14)
#define BUCKETS_LIMIT (4u << 20)

struct objects objects;

static uint32_t *buckets, bucket_count;
static uint32_t used, count, free_head;         // slots ever used, objects, a chain of slots that were given back
static uint32_t *spare;                         // the other array for the old list
static uint64_t *spare_words;
static uint64_t live_words;                     // those of objects, as of the last tidying

bool objects_prepare(void) {
  objects.items = region_map(OBJECT_LIMIT * sizeof *objects.items);
  objects.words = region_map(WORD_LIMIT * sizeof *objects.words);
  spare_words = region_map(WORD_LIMIT * sizeof *spare_words);
  objects.lists[LIST_YOUNG].items = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  objects.lists[LIST_OLD].items = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  spare = region_map(OBJECT_LIMIT * sizeof(uint32_t));
  buckets = region_map(BUCKETS_LIMIT * sizeof *buckets);
  if (objects.items == NULL || objects.words == NULL || spare_words == NULL || spare == NULL || buckets == NULL
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
  used = count = objects.word_end = 0;
  live_words = 0;
  free_head = NO_OBJECT;
  objects.lists[LIST_YOUNG].count = objects.lists[LIST_OLD].count = 0;
  empty_buckets(BUCKETS_AT_FIRST);
}

static uint32_t *bucket_of(uint64_t address) {
  return &buckets[(uint32_t)(((address >> 4) * 0x9E3779B97F4A7C15ull) >> 32) & (bucket_count - 1)];
}

uint32_t objects_find(uint64_t address) {
  uint32_t number = *bucket_of(address);
  while (number != NO_OBJECT && objects.items[number].address != address) number = objects.items[number].next;
  return number;
}

/// Slots that were given back have the address 0 and stand in no bucket.
static void spread(void) {
  empty_buckets(bucket_count * 4);
  for (uint32_t number = 0; number < used; number++) {
    struct object *object = &objects.items[number];
    if (object->address == 0) continue;
    uint32_t *bucket = bucket_of(object->address);
    object->next = *bucket;
    *bucket = number;
  }
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
  if (++count > bucket_count && bucket_count < BUCKETS_LIMIT) {
    objects.items[number].address = 0;
    spread();
  }
  // An older object at the same address must have died: it isn't to be found any more. No object has an odd address.
  uint32_t dead = objects_find(address);
  if (dead != NO_OBJECT) objects.items[dead].address |= 1;
  uint32_t *bucket = bucket_of(address);
  objects.items[number] = (struct object){.address = address, .next = *bucket};
  *bucket = number;
  return number;
}

static void drop(uint32_t number) {
  struct object *object = &objects.items[number];
  uint32_t *link = bucket_of(object->address);
  while (*link != number) link = &objects.items[*link].next;
  *link = object->next;
  object->address = 0;
  object->next = free_head;
  free_head = number;
  count--;
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
    if (index >= order.count || order.items[index] != number) drop(number);
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
  give_back(objects.words, objects.word_end * sizeof *objects.words);
  uint64_t *former = objects.words;
  objects.words = spare_words;
  spare_words = former;
  objects.word_end = end;
  live_words = end;
}
