#define _GNU_SOURCE
#include "objects.h"

#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define TABLE_AT_FIRST (1u << 12)
#define TABLE_LIMIT (4 * OBJECT_LIMIT)
#define KEPT_WORDS (1u << 21)

struct objects objects;

/// An entry of a table with open addresses: the low half of an address, and the object behind it plus 1; 0 where there is none.
struct entry { uint32_t address, number; };
#define DROPPED UINT32_MAX

static struct entry *table, *spare_table;       // of the old list
static uint32_t table_mask, table_used;
static struct entry *index_entries;             // of a part of a list
static uint32_t index_mask;
static uint32_t entered;                        // objects of the old list that are in its table
static uint32_t used, free_head;                // slots ever used, a chain of slots that were given back
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
  table = region_map(TABLE_LIMIT * sizeof *table);
  spare_table = region_map(TABLE_LIMIT * sizeof *table);
  index_entries = region_map(2 * OBJECT_LIMIT * sizeof *index_entries);
  if (objects.items == NULL || objects.words == NULL || spare_words == NULL || spare == NULL || table == NULL
      || spare_table == NULL || index_entries == NULL
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

void objects_reset(void) {
  give_back(objects.items, used * sizeof *objects.items);
  give_back(objects.words, objects.word_end * sizeof *objects.words);
  used = entered = objects.word_end = 0;
  live_words = 0;
  free_head = NO_OBJECT;
  objects.lists[LIST_YOUNG].count = objects.lists[LIST_OLD].count = 0;
  memset(table, 0, (table_mask + 1ul) * sizeof *table);
  table_mask = TABLE_AT_FIRST - 1;
  table_used = 0;
}

static uint32_t place_of(uint64_t address, uint32_t mask) {
  return (uint32_t)(((address >> 4) * 0x9E3779B97F4A7C15ull) >> 32) & mask;
}

static bool is_at(struct entry entry, uint64_t address) {
  return entry.address == (uint32_t)address && entry.number != 0 && entry.number != DROPPED
    && objects.items[entry.number - 1].address == address;
}

uint32_t objects_find_old(uint64_t address) {
  uint32_t place = place_of(address, table_mask);
  for (; table[place].number != 0; place = (place + 1) & table_mask)
    if (is_at(table[place], address)) return table[place].number - 1;
  return NO_OBJECT;
}

static void put_entry(struct entry entry, uint64_t address) {
  uint32_t place = place_of(address, table_mask);
  // An older object at the same address must have died: it isn't to be found any more.
  while (table[place].number != 0 && !is_at(table[place], address)) place = (place + 1) & table_mask;
  if (table[place].number == 0) table_used++;
  table[place] = entry;
}

/// Makes the table larger, or the places of dropped objects free.
static void renew_table(void) {
  uint32_t former = table_mask + 1, live = 0;
  for (uint32_t i = 0; i < former; i++) {
    spare_table[live] = table[i];
    live += table[i].number != 0 && table[i].number != DROPPED;
  }
  uint32_t size = former;
  while (size < 4 * live && size < TABLE_LIMIT) size *= 2;
  memset(table, 0, (size > former ? size : former) * sizeof *table);
  table_mask = size - 1;
  table_used = 0;
  for (uint32_t i = 0; i < live; i++) put_entry(spare_table[i], objects.items[spare_table[i].number - 1].address);
}

void objects_enter(uint32_t number) {
  if (2 * table_used > table_mask) renew_table();
  uint64_t address = objects.items[number].address;
  put_entry((struct entry){(uint32_t)address, number + 1}, address);
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
  uint32_t place = place_of(objects.items[number].address, table_mask);
  while (table[place].number != 0 && table[place].number != number + 1) place = (place + 1) & table_mask;
  if (table[place].number != 0) table[place].number = DROPPED;
  drop(number);
}

void objects_enter_old(void) {
  const struct object_list *old = &objects.lists[LIST_OLD];
  for (; entered < old->count; entered++) objects_enter(old->items[entered]);
}

void objects_index(const struct object_list *list, uint32_t first) {
  uint32_t size = 64;
  while (size < 2 * (list->count - first)) size *= 2;
  index_mask = size - 1;
  memset(index_entries, 0, size * sizeof *index_entries);
  for (uint32_t i = first; i < list->count; i++) {
    uint64_t address = objects.items[list->items[i]].address;
    uint32_t place = place_of(address, index_mask);
    while (index_entries[place].number != 0) place = (place + 1) & index_mask;
    index_entries[place] = (struct entry){(uint32_t)address, list->items[i] + 1};
  }
}

uint32_t objects_find_indexed(uint64_t address) {
  for (uint32_t place = place_of(address, index_mask); index_entries[place].number != 0; place = (place + 1) & index_mask) {
    uint32_t number = index_entries[place].number - 1;
    if (index_entries[place].address == (uint32_t)address && objects.items[number].address == address) return number;
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
  entered = order.count;
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
  if (objects.word_end > KEPT_WORDS)
    give_back(objects.words + KEPT_WORDS, (objects.word_end - KEPT_WORDS) * sizeof *objects.words);
  uint64_t *former = objects.words;
  objects.words = spare_words;
  spare_words = former;
  objects.word_end = end;
  live_words = end;
}
