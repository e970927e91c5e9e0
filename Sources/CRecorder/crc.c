// CRC-32C, by the processor's instruction where there is one.
#include "wire.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *at, uint64_t length) {
  uint64_t state = crc;
  for (; length >= 8; length -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    state = __builtin_ia32_crc32di(state, word);
  }
  for (; length > 0; length--) state = __builtin_ia32_crc32qi((uint32_t)state, *at++);
  return (uint32_t)state;
}

static int has_instruction(void) {
  static int known = -1;
  if (known < 0) {
    unsigned a, b, c = 0, d;
    known = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2) != 0;
  }
  return known;
}
#endif

static uint32_t by_bits(uint32_t crc, const uint8_t *at, uint64_t length) {
  for (; length > 0; length--) {
    crc ^= *at++;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1)));
  }
  return crc;
}

uint32_t crc32c(uint32_t crc, const void *bytes, uint64_t length) {
#if defined(__x86_64__)
  if (has_instruction()) return ~by_instruction(~crc, bytes, length);
#endif
  return ~by_bits(~crc, bytes, length);
}
