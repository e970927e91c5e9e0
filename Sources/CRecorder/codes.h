// Definitions of code objects, each copied once, when it is first seen in a frame.
#pragma once

#include <stdint.h>

#include "layout.h"

#pragma GCC visibility push(hidden)

/// What is remembered of a living code object.
struct code_facts {
  uintptr_t address;
  uint32_t number;           ///< From 1, in order of definition.
  int32_t first_traceable;   ///< Bytes of its prologue, up to the instruction RESUME; 0 up to 3.10.
  uintptr_t bytecode;        ///< Address of the first instruction (3.11 on), else 0.
  uint32_t bytecode_length;  ///< In bytes.
};

/// Counts, for each hash of an address, the living code objects that have been seen; 255 stays.
extern uint8_t codes_filter[1 << 16];

/// The index of an address in codes_filter.
static inline uint16_t codes_filter_slot(uintptr_t address) {
  return (uint16_t)(address >> 4);
}

/// Sets what code objects look like.
void codes_start(const struct layout *layout, const struct layout_types *types);

/// The facts of the code object at an address; NULL when there is none or it could not be defined. Valid until the next
/// call.
const struct code_facts *codes_find(uintptr_t address);

/// Forgets the code object at an address. True when there was one.
int codes_forget(uintptr_t address);

/// The number of a code object that stands for the outer frames of a stack too deep to be kept; 0 when it could not be
/// defined.
uint32_t codes_left_out(void);

/// How many code objects were defined.
uint32_t codes_count(void);

#pragma GCC visibility pop
