#include "internals.h"

#include "recording.h"

#define SLOTS 1024

// Open addressing; when it is full, blocks are not remembered, and their end looks like that of a block that was never
// seen.
static uintptr_t blocks[SLOTS];
static unsigned count;

static unsigned slot_of(uintptr_t block) { return ((uint32_t)(block >> 4) * 0x9E3779B1u) >> 22; }

void internals_add(uintptr_t block) {
  bool locked = recording_lock();
  if (block != 0 && count < SLOTS / 2) {
    unsigned slot = slot_of(block);
    while (blocks[slot] != 0 && blocks[slot] != block) slot = (slot + 1) % SLOTS;
    count += blocks[slot] == 0;
    blocks[slot] = block;
  }
  recording_unlock(locked);
}

bool internals_remove(uintptr_t block) {
  if (count == 0) return false;
  bool locked = recording_lock();
  unsigned slot = slot_of(block);
  while (blocks[slot] != 0 && blocks[slot] != block) slot = (slot + 1) % SLOTS;
  bool found = blocks[slot] == block && block != 0;
  if (found) {
    blocks[slot] = 0;
    count--;
    // What came after it in the same run of slots may belong before it.
    for (unsigned at = (slot + 1) % SLOTS; blocks[at] != 0; at = (at + 1) % SLOTS) {
      uintptr_t moved = blocks[at];
      blocks[at] = 0;
      unsigned place = slot_of(moved);
      while (blocks[place] != 0) place = (place + 1) % SLOTS;
      blocks[place] = moved;
    }
  }
  recording_unlock(locked);
  return found;
}
