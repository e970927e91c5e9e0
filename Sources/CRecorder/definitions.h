// The open DEFINITIONS frame: room for records whose encoding others know.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// The largest record that can be reserved; longer strings and line tables are cut before.
#define DEFINITION_LIMIT (256u << 10)

/// Room for `bytes` bytes of records at the end of the open DEFINITIONS frame; NULL when nothing is recorded any more
/// or `bytes` is above DEFINITION_LIMIT. It may cut the frames and open new ones. Calls no allocator. The caller holds
/// the recorder's lock, as in each hook.
uint8_t *definitions_reserve(size_t bytes);

/// Makes the first `used` bytes of the last reservation part of the frame. Reserve and commit come in pairs; `used` may
/// be 0.
void definitions_commit(size_t used);
