// The bytes of definitions.
#pragma once

#include <stdint.h>

/// Bytes that a 32-bit number takes at most.
#define VARINT_LIMIT 5

/// Writes a number and returns the place after it.
static inline uint8_t *varint_put(uint8_t *at, uint32_t number) {
  for (; number >= 0x80; number >>= 7) *at++ = (uint8_t)(number | 0x80);
  *at++ = (uint8_t)number;
  return at;
}

/// Writes the tag of a record after the rest of it, so that a reader of a frame that was never finished finds all of it
/// or nothing.
static inline void definition_end(uint8_t *record, uint8_t tag) {
  __atomic_store_n(record, tag, __ATOMIC_RELEASE);
}
