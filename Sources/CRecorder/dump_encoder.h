// The bytes of a dump: operations that lead a reader from what it knew to what is there now.
#pragma once

#include "object_types.h"
#include "objects.h"

bool dump_encoder_prepare(void);
void dump_encoder_reset(void);

/// Begins a dump of a generation.
void dump_encoder_begin(unsigned generation);

/// Whether another object fits, whatever its references.
bool dump_has_room(void);

/// Says that the objects of the younger generations follow.
void dump_young_begin(void);

/// The references of the object that is being read.
struct dump_words { uint64_t *items, *at, *end; };
extern struct dump_words dump_words;

/// Begins an object's references.
void dump_words_begin(void);

/// Adds one. Not 0 when there is no room.
static inline int dump_word(uint64_t word) {
  if (dump_words.at == dump_words.end) return 1;
  *dump_words.at++ = word;
  return 0;
}

/// Writes the next candidate. `type` is its type where it must be defined. False when there is no room.
bool dump_object(struct object now, const struct object_type *type);

/// Ends the candidates. Returns how many there were; where they begin in their list; how many references they have.
uint32_t dump_encoder_end(uint32_t *first, uint64_t *words);

uint8_t *dump_encoder_bytes(void);
uint64_t dump_encoder_length(void);

/// Gives back memory of a large dump.
void dump_encoder_done(void);

/// Begins an outcome: nobody has survived so far.
void dump_survivors_begin(void);
/// Says that the object at an address has. False when it wasn't a candidate.
bool dump_survived(uint64_t address);
/// Says that those have that are in a list: where the memory of all is still there. With `all` only plain objects can have left.
void dump_survivors_linked(bool all);
/// Writes the outcome in the place of the dump's bytes; returns its length.
uint64_t dump_survivors_encode(void);
