// The types of the collector's objects: numbered in the order in which a reader meets them, and what a dump needs of them.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define TYPE_NAME_LIMIT 1024

struct object_type {
  uint64_t address;             // 0: an empty place
  uint64_t hash;                // of what was written of it
  uint32_t number;
  uint32_t checked;             // the last dump in which it was compared
  int (*traverse)(void *object, int (*visit)(void *, void *), void *argument);
  int64_t weak_offset;          // of the head of the object's weak references, 0: it has none
  bool is_plain;                // tuple or dict: the collector stops tracking those that refer to nothing that it tracks
};

/// The most bytes that a type's definition takes.
#define TYPE_DEFINITION_LIMIT (TYPE_NAME_LIMIT + 64)

bool object_types_prepare(void);
void object_types_reset(void);

/// Begins a dump: types that have died since may have given their addresses to others.
void object_types_begin(void);

/// The type at an address. `is_new` is set when a reader doesn't know it yet: its definition must follow. NULL when there are too many.
const struct object_type *object_types_find(const void *type, bool *is_new);

/// Writes a type's definition.
uint8_t *object_types_define(uint8_t *at, const struct object_type *type);
