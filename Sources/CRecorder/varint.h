// LEB128, as definitions use it.
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
