// Numbers for contents: equal bytes get the number that they got first.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/// An open-addressing table from 64-bit hashes to numbers. All zero is an empty table.
struct content_table {
  struct content_entry {
    uint64_t hash;
    uint32_t number;
  } *entries;
  uint32_t capacity, count;
};

/// Mixes bytes into a hash.
uint64_t content_hash(uint64_t hash, const void *bytes, size_t length);

/// The number of a hash, 0 when it has none. Expected O(1).
uint32_t content_number(const struct content_table *table, uint64_t hash);

/// Gives a hash that has none a number above 0. False when there is no memory or the table holds its limit of a
/// million.
int content_add(struct content_table *table, uint64_t hash, uint32_t number);

#pragma GCC visibility pop
