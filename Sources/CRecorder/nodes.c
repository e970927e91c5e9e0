#include "nodes.h"

#include "definitions.h"
#include "region.h"
#include "record.h"

enum { NODE_TAG = 3, RECORD_LIMIT = 1 + 3 * VARINT_LIMIT, FIRST_CAPACITY = 1 << 15, LIMIT = 1 << 21 };

struct node {
  uint32_t parent, code, position, number;
};

static struct node *nodes;
static uint32_t capacity, count;
static int exhausted;

static struct node *place(uint32_t parent, uint32_t code, uint32_t position) {
  uint64_t hash = ((uint64_t)parent << 32 | position) * 0x9E3779B97F4A7C15u ^ (uint64_t)code * 0xC2B2AE3D27D4EB4Fu;
  uint32_t slot = (uint32_t)((hash ^ hash >> 29) * 0xBF58476D1CE4E5B9u >> 40) & (capacity - 1);
  for (;; slot = (slot + 1) & (capacity - 1)) {
    struct node *at = &nodes[slot];
    if (!at->number || (at->parent == parent && at->code == code && at->position == position)) return at;
  }
}

static int grow(void) {
  struct node *old = nodes;
  uint32_t old_capacity = capacity, wanted = old_capacity ? old_capacity * 2 : FIRST_CAPACITY;
  struct node *grown = region_map(wanted * sizeof *grown);
  if (!grown) return 0;
  nodes = grown;
  capacity = wanted;
  for (uint32_t i = 0; i < old_capacity; i++) {
    if (old[i].number) *place(old[i].parent, old[i].code, old[i].position) = old[i];
  }
  if (old) region_unmap(old, old_capacity * sizeof *old);
  return 1;
}

uint32_t nodes_number(uint32_t parent, uint32_t code, uint32_t position) {
  if (capacity) {
    const struct node *known = place(parent, code, position);
    if (known->number) return known->number;
  }
  if (count >= LIMIT || (count >= capacity / 4 * 3 && !grow())) {
    exhausted = 1;
    return 0;
  }
  uint8_t *record = definitions_reserve(RECORD_LIMIT);
  if (!record) return 0;
  uint32_t number = ++count;
  uint8_t *at = record + 1;
  at = varint_put(at, number - parent);
  at = varint_put(at, code);
  at = varint_put(at, position);
  definition_end(record, NODE_TAG);
  definitions_commit((size_t)(at - record));
  *place(parent, code, position) = (struct node){ parent, code, position, number };
  return number;
}

uint32_t nodes_count(void) {
  return count;
}

int nodes_exhausted(void) {
  return exhausted;
}
