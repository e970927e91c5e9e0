// Constants of the trace format (Sources/Trace/FORMAT.md) and small encodings.
#pragma once

#include <stdint.h>

enum frame_kind {
  FRAME_META = 1, FRAME_DEFINITIONS, FRAME_EVENTS, FRAME_SITES, FRAME_REPORT, FRAME_END, FRAME_INDEX, FRAME_PARENT,
  FRAME_SOURCE, FRAME_COLLECTION, FRAME_LINES = 12,
};

#define FRAME_MAGIC 0x454D5246u
#define FRAME_OPEN 1

struct file_header {
  uint8_t magic[8];
  uint16_t major, minor;
  uint32_t length, flags, python, pool_size, arena_size;
  uint64_t index, start, process;
  uint32_t reserved, crc;
};
_Static_assert(sizeof(struct file_header) == 64, "file header");

struct frame_header {
  uint32_t magic;
  uint8_t kind, flags;
  uint16_t reserved;
  uint32_t capacity, length;
  uint64_t first;
  uint32_t count, thread;
  uint64_t time;
  uint16_t interpreter, heap;
  uint32_t crc;
};
_Static_assert(sizeof(struct frame_header) == 48, "frame header");

struct index_entry {
  uint8_t kind, flags;
  uint16_t reserved;
  uint32_t count;
  uint64_t offset, first, time;
  uint32_t length, reserved2;
};
_Static_assert(sizeof(struct index_entry) == 40, "index entry");

static inline uint8_t *put_varint(uint8_t *at, uint64_t value) {
  while (value >= 0x80) {
    *at++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *at++ = (uint8_t)value;
  return at;
}

static inline uint8_t *put_zigzag(uint8_t *at, int64_t value) {
  return put_varint(at, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

/// CRC-32C of `length` bytes after those that gave `crc` (0 at the start).
uint32_t crc32c(uint32_t crc, const void *bytes, uint64_t length);
