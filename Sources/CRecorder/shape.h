// Frames of all versions, read with offsets that the compiler sees as constants.
#pragma once

#include <stdint.h>

#include "layout.h"

// _frameowner in Include/internal/pycore_frame.h: the only odd value of those that run Python code.
enum { GENERATOR_OWNER = 1 };

#define INLINE inline __attribute__((always_inline))

/// Where a frame keeps what a stack is read from; a part of the layout that compilers see as constants.
struct shape {
  uint32_t interpreter_frames, previous, code, position, owner, first_foreign_owner;
};

static const struct shape shapes[] = {
  { 0, 24, 32, 104, 0, 0 },                 // 3.8, 3.9
  { 0, 24, 32, 96, 0, 0 },                  // 3.10
  { 1, 48, 32, 56, 69, NO_FOREIGN_OWNER },  // 3.11
  { 1, 8, 0, 56, 70, 3 },                   // 3.12, 3.13
  { 1, 8, 0, 56, 74, 3 },                   // 3.14, 3.15
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static INLINE uintptr_t caller(struct shape shape, uintptr_t frame) {
  return AT(uintptr_t, frame, shape.previous);
}

/// Reads what a frame executes. False when it is none of Python code.
static INLINE int read_frame(struct shape shape, uintptr_t frame, uintptr_t *code, uintptr_t *instruction) {
  if (shape.interpreter_frames) {
    uint32_t owner = AT(uint8_t, frame, shape.owner);
    if (owner >= shape.first_foreign_owner) return 0;
    // The low bits of f_executable are a tag from 3.14 on (_PyStackRef); instructions lie at even addresses.
    *code = AT(uintptr_t, frame, shape.code) & ~(uintptr_t)3;
    *instruction = AT(uintptr_t, frame, shape.position) | (owner & GENERATOR_OWNER);
  } else {
    *code = AT(uintptr_t, frame, shape.code);
    *instruction = (uintptr_t)(intptr_t)AT(int32_t, frame, shape.position);
  }
  return 1;
}
