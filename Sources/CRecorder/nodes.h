// Definitions of stack nodes: a call position in a code object, on top of another node.
#pragma once

#include <stdint.h>

#pragma GCC visibility push(hidden)

/// The number of the node with this parent (0 for the outermost frame), code and position (byte offset + 1, 0 not
/// started); defines it at first sight. 0 when that is not possible. Expected O(1).
uint32_t nodes_number(uint32_t parent, uint32_t code, uint32_t position);

/// How many nodes were defined.
uint32_t nodes_count(void);

/// True when a node could not be defined because there are two million already or memory ran out.
int nodes_exhausted(void);

#pragma GCC visibility pop
