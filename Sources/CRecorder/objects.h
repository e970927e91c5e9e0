// The collector's objects as the recording's reader knows them: what was last written of each, in the order in which it was written.
// A dump says only what has changed since (FORMAT.md, section 6).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define OBJECT_LIMIT (4u << 20)
#define WORD_LIMIT (16u << 20)
#define NO_OBJECT UINT32_MAX

/// An object as it was last written. What few references it had is known by a hash only: when they change, all are written.
struct object {
  uint64_t address;             // 0: it isn't to be found any more
  uint64_t words;               // the hash of its references; of a large one, where they stand << 32 | how many
  uint32_t references;          // its reference count
  uint32_t type;                // number << 1 | its finalizer has run, and flags
};
enum { OBJECT_LARGE = 1 << 30, OBJECT_PLAIN = 1 << 29, OBJECT_FLAGS = OBJECT_LARGE | OBJECT_PLAIN };  // plain: see object_types.h

/// References from which on an object is large: what it refers to is kept.
#define LARGE_WORDS 48

/// An address, which is a multiple of 8, and what is there in the low bits.
enum { WORD_REFERENCE, WORD_WEAK, WORD_WEAK_CALLBACK, WORD_TAG = 7 };

/// Young: objects that were in a collection of generation 0 last. Old: those that were in one of generation 1 or 2.
enum { LIST_YOUNG, LIST_OLD };

struct object_list {
  struct object *items;
  uint32_t count;
};

struct objects {
  uint64_t *words;              // of large objects
  uint32_t word_end;
  struct object_list lists[2];
};
extern struct objects objects;

/// Maps the memory, which is taken page by page as it is used: at most 0.6 GB. False when there is none.
bool objects_prepare(void);

/// Forgets everything.
void objects_reset(void);

/// Begins a new order of the old list, beside the one that is being read.
struct object_list objects_new_order(void);

/// Replaces the old list.
void objects_set_order(struct object_list order);

/// Makes room for words that are no longer used.
void objects_tidy(void);
