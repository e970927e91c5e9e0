#define _GNU_SOURCE
#include "follower.h"

#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define ENTRIES_LIMIT (2 * OBJECT_LIMIT)        // no more than OBJECT_LIMIT are followed at once
#define ENTRIES_AT_FIRST 64
#define KEPT_ENTRIES (1u << 14)
#define AHEAD 16                // objects that are looked through before the table is, at least
#define AHEAD_OF_PASSED 8       // and for each object that would have to be entered into it: that takes longer

/// What was passed over, in a table with open addresses: the low half of an address, and its position plus 1; 0 where there is none.
struct entry { uint32_t address, position; };

static struct entry *entries, *spare;
static uint32_t mask, used, most;

bool follower_prepare(void) {
  entries = region_map(ENTRIES_LIMIT * sizeof *entries);
  spare = region_map(ENTRIES_LIMIT * sizeof *spare);
  return entries != NULL && spare != NULL;
}

void follower_begin(struct follower *follower, uint32_t position) {
  follower->cursor = follower->frontier = follower->entered = position;
  if (used != 0) memset(entries, 0, (mask + 1ul) * sizeof *entries);
  used = 0;
  mask = ENTRIES_AT_FIRST - 1;
}

void follower_end(void) {
  if (most > KEPT_ENTRIES) {
    int saved = errno;
    madvise(entries + KEPT_ENTRIES, (most - KEPT_ENTRIES) * sizeof *entries, MADV_DONTNEED);
    madvise(spare + KEPT_ENTRIES, (most - KEPT_ENTRIES) * sizeof *spare, MADV_DONTNEED);
    errno = saved;
    used = 0;
    memset(entries, 0, ENTRIES_AT_FIRST * sizeof *entries);
  }
  most = 0;
}

static uint32_t place_of(uint64_t address) {
  return (uint32_t)(((address >> 4) * 0x9E3779B97F4A7C15ull) >> 32) & mask;
}

/// Of two objects at an address the later one is to be found: the other has died.
static void put(const struct follower *follower, uint64_t address, uint32_t position) {
  uint32_t place = place_of(address);
  for (; entries[place].position != 0; place = (place + 1) & mask) {
    if (entries[place].address == (uint32_t)address
        && follower_at(follower, entries[place].position - 1)->address == address) {
      entries[place].position = position + 1;
      return;
    }
  }
  entries[place] = (struct entry){(uint32_t)address, position + 1};
  used++;
}

static void grow(const struct follower *follower) {
  uint32_t former = mask + 1;
  struct entry *old = entries;
  entries = spare;
  spare = old;
  mask = 2 * former - 1;
  memset(entries, 0, 2ul * former * sizeof *entries);
  if (mask + 1 > most) most = mask + 1;
  used = 0;
  for (uint32_t i = 0; i < former; i++) {
    if (old[i].position == 0) continue;
    uint64_t address = follower_at(follower, old[i].position - 1)->address;
    if (address != 0) put(follower, address, old[i].position - 1);
  }
}

/// Looks at what hasn't been looked at, up to a limit.
static uint32_t look_ahead(struct follower *follower, uint64_t address, uint32_t limit) {
  for (uint32_t position = follower->frontier; position < limit; position++) {
    if (follower_at(follower, position)->address != address) continue;
    follower->frontier = position + 1;
    return position;
  }
  return NO_OBJECT;
}

static void enter_passed(struct follower *follower) {
  uint32_t more = follower->frontier - follower->entered;
  if (used == 0) {
    uint32_t former = mask + 1;
    while (mask < 2 * more) mask = 2 * mask + 1;
    memset(entries + former, 0, (mask + 1ul - former) * sizeof *entries);
    if (mask + 1 > most) most = mask + 1;
  }
  for (; follower->entered < follower->frontier; follower->entered++) {
    uint64_t passed = follower_at(follower, follower->entered)->address;
    if (passed == 0) continue;
    if (2 * used > mask) grow(follower);
    put(follower, passed, follower->entered);
  }
}

uint32_t follower_search(struct follower *follower, uint64_t address) {
  if (follower->entered == follower->end && used == 0) return NO_OBJECT;
  uint64_t near = AHEAD + (uint64_t)AHEAD_OF_PASSED * (follower->frontier - follower->entered);
  uint32_t ahead = follower->end - follower->frontier < near ? follower->end : follower->frontier + (uint32_t)near;
  uint32_t position = look_ahead(follower, address, ahead);
  if (position != NO_OBJECT) return position;
  enter_passed(follower);
  if (used != 0) {
    for (uint32_t place = place_of(address); entries[place].position != 0; place = (place + 1) & mask) {
      position = entries[place].position - 1;
      if (entries[place].address == (uint32_t)address && follower_at(follower, position)->address == address)
        return position;
    }
  }
  position = look_ahead(follower, address, follower->end);
  if (position == NO_OBJECT) follower->frontier = follower->end;
  return position;
}
