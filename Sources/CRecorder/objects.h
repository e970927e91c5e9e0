// The collector's objects as the recording's reader knows them: what was last written of each, in the order in which it was written.
// A dump says only what has changed since (FORMAT.md, section 6).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define OBJECT_LIMIT (4u << 20)
#define WORD_LIMIT (32u << 20)
#define NO_OBJECT UINT32_MAX

/// An object as it was last written.
struct object {
  uint64_t address;
  uint32_t references;          // its reference count
  uint32_t type;                // number << 1 | its finalizer has run
  uint32_t words, word_count;   // where its references stand
  uint32_t next;                // among the free slots
  uint32_t place;               // index in its list << 1 | 1 for the older list
};

/// An address, which is a multiple of 8, and what is there in the low bits.
enum { WORD_REFERENCE, WORD_WEAK, WORD_WEAK_CALLBACK, WORD_TAG = 7 };

/// Young: objects that were in a collection of generation 0 last. Old: those that were in one of generation 1 or 2.
enum { LIST_YOUNG, LIST_OLD };

struct object_list {
  uint32_t *items;
  uint32_t count;
};

struct objects {
  struct object *items;
  uint64_t *words;
  uint32_t word_end;
  struct object_list lists[2];
};
extern struct objects objects;

/// Maps the memory, which is taken page by page as it is used: at most 1.1 GB. False when there is none.
bool objects_prepare(void);

/// Forgets everything.
void objects_reset(void);

/// Adds an object that is in no list yet. NO_OBJECT when there is no room.
uint32_t objects_add(uint64_t address);

/// Enters an object that comes into the old list into the table of those.
void objects_enter(uint32_t number);

/// The object of the old list at an address, or NO_OBJECT.
uint32_t objects_find_old(uint64_t address);

/// Enters what the old list has got since the last time: all at once is faster than one by one.
void objects_enter_old(void);

/// Makes a small table of a list from an index on: most objects are never looked for.
void objects_index(const struct object_list *list, uint32_t first);

/// The object of the part that was indexed last at an address, or NO_OBJECT.
uint32_t objects_find_indexed(uint64_t address);

/// Begins a new order of the old list, beside the one that is being read.
struct object_list objects_new_order(void);

/// Replaces the old list, and drops the objects of the replaced one, and of the young list, that are not in it.
void objects_set_order(struct object_list order);

/// Adds the young list's objects that the new members of the old list leave out to those that are forgotten: a collection of generation 1.
void objects_drop_young(void);

/// Makes room for words that are no longer used.
void objects_tidy(void);
