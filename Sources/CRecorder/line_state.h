// What the variables of the user's script refer to at one moment, read from memory without a call that could allocate.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define SCOPE_LIMIT 64u
#define VARIABLE_LIMIT 2048u
#define LINE_OBJECT_LIMIT 2000u
#define EDGE_LIMIT 6000u
#define REMAINS_LIMIT 512u

/// A frame of the script's code. Strings are numbers of line_names.h.
struct line_scope {
  uint64_t frame;               // where it lies: only to recognise it
  uint32_t function, file, line;
  uint32_t first, count;        // its variables
};

struct line_variable {
  uint64_t address;             // 0: no value yet
  uint32_t name;
};

struct line_object {
  uint64_t address;
  uint64_t block;               // where its block begins; 0 when the collector doesn't know its type
  uint64_t type_address;
  uint64_t references;          // 0: immortal
  uint32_t type, value;
  uint32_t first, count;        // its edges
  bool freed;                   // its block was given back after the state was read
};

struct line_edge {
  uint64_t target;
  uint32_t label;               // 0: the reference has no name
};

struct line_state {
  uint32_t scope_count, variable_count, object_count, edge_count;
  bool cut;                     // there was more than there is room for
  struct line_scope scopes[SCOPE_LIMIT];        // innermost first
  struct line_variable variables[VARIABLE_LIMIT];
  struct line_object objects[LINE_OBJECT_LIMIT];
  struct line_edge edges[EDGE_LIMIT];
  uint16_t places[4096];        // number of an object + 1 by its address, open addressing
  uint16_t blocks[4096];        // the same by its block
};

/// Reads the state at `frame`, which is about to execute `line`; `before` is the last state that was read.
void line_state_read(struct line_state *state, const struct line_state *before, uintptr_t frame, uint32_t line);

/// Notes that a block is given back: what was in it is gone.
void line_state_freed(struct line_state *state, uint64_t block);

/// The object at an address, or NULL.
const struct line_object *line_state_find(const struct line_state *state, uint64_t address);
