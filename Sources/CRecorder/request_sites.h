// The encoder of SITES payloads: one node a request, most of them predicted from the two before.
#pragma once

#include "wire.h"
#include "recording.h"

#include <string.h>

#define SITE_SLOTS 16384

struct site_encoder {
  uint8_t *at;                // where the next byte goes: after the open run, if there is one
  uint8_t *run_at;            // the open run
  uint32_t run;               // its length so far, 0: none
  uint32_t requests;
  uint32_t last, before;      // nodes of the last two requests
  uint32_t table[SITE_SLOTS];
};
extern struct site_encoder site_encoder;

/// Writes `length` bytes at once, so that a reader of a frame whose writer died sees all or nothing.
static inline void put_word(uint8_t *at, uint64_t bytes) { memcpy(at, &bytes, 8); }

static inline uint64_t varint_word(uint64_t value, unsigned *length) {
  uint64_t word = 0;
  unsigned shift = 0;
  for (; value >= 0x80; value >>= 7, shift += 8) word |= ((value & 0x7F) | 0x80) << shift;
  *length = shift / 8 + 1;
  return word | value << shift;
}

/// Records the node of the next request.
static inline void request_site(uint32_t node) {
  struct site_encoder *s = &site_encoder;
  uint32_t slot = ((s->last * 0x9E3779B1u) ^ (s->before * 0x85EBCA6Bu)) >> 18;
  s->before = s->last;
  s->last = node;
  s->requests++;
  unsigned length;
  if (LIKELY(s->table[slot] == node)) {
    if (s->run++ == 0) s->run_at = s->at;
    uint64_t word = varint_word((uint64_t)s->run << 1, &length);
    put_word(s->run_at, word);
    s->at = s->run_at + length;
  } else {
    s->table[slot] = node;
    s->run = 0;
    uint64_t word = varint_word((uint64_t)node << 1 | 1, &length);
    put_word(s->at, word);
    s->at += length;
  }
}
