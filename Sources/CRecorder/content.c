#include "content.h"

#include <string.h>

#include "region.h"

#define FIRST_CAPACITY 4096u
#define LIMIT (1u << 20)

static uint64_t mix(uint64_t hash, uint64_t word) {
  unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0x9E3779B97F4A7C15u;
  return (uint64_t)product ^ (uint64_t)(product >> 64) ^ word;
}

uint64_t content_hash(uint64_t hash, const void *bytes, size_t length) {
  const unsigned char *at = bytes;
  hash = mix(hash + 0xA0761D6478BD642Fu, length);
  for (; length >= 8; at += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    hash = mix(hash, word);
  }
  uint64_t rest = 0;
  memcpy(&rest, at, length);
  return mix(hash, rest + 0xE7037ED1A0B428DBu);
}

static struct content_entry *place(const struct content_table *table, uint64_t hash) {
  uint32_t slot = (uint32_t)(hash >> 32) & (table->capacity - 1);
  while (table->entries[slot].number && table->entries[slot].hash != hash) slot = (slot + 1) & (table->capacity - 1);
  return &table->entries[slot];
}

uint32_t content_number(const struct content_table *table, uint64_t hash) {
  return table->capacity ? place(table, hash)->number : 0;
}

static int grow(struct content_table *table) {
  struct content_table old = *table;
  uint32_t capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
  struct content_entry *entries = region_map(capacity * sizeof *entries);
  if (!entries) return 0;
  table->entries = entries;
  table->capacity = capacity;
  for (uint32_t i = 0; i < old.capacity; i++) {
    if (old.entries[i].number) *place(table, old.entries[i].hash) = old.entries[i];
  }
  if (old.capacity) region_unmap(old.entries, old.capacity * sizeof *entries);
  return 1;
}

int content_add(struct content_table *table, uint64_t hash, uint32_t number) {
  if (table->count >= LIMIT) return 0;
  if (table->count >= table->capacity / 4 * 3 && !grow(table)) return 0;
  *place(table, hash) = (struct content_entry){ hash, number };
  table->count++;
  return 1;
}
