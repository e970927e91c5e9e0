// Memory of the recorder's own tables, far from where the kernel puts the program's.
#pragma once

#include <stddef.h>

#pragma GCC visibility push(hidden)

/// Maps `bytes` bytes of zeros, NULL when there are none left. Addresses never come from the range in which the kernel
/// places the mappings of the program, as its arenas would then move. Calls no allocator.
void *region_map(size_t bytes);

/// Returns a mapping to the system.
void region_unmap(void *start, size_t bytes);

#pragma GCC visibility pop
