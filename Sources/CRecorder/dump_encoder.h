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

/// The known object that a reader expects next, or NO_OBJECT.
uint32_t dump_at_cursor(void);

/// The object that a reader expects soon at an address, or NO_OBJECT.
uint32_t dump_ahead(uint64_t address);

/// Leads the reader to a known object. False when it is none of those that this generation's collections start from.
bool dump_jump(uint32_t number);

/// Begins an object's references; they are compared with those of `number`, unless it is NO_OBJECT.
void dump_words_begin(uint32_t number);

/// Adds one. Not 0 when there is no room.
int dump_word(uint64_t word);

/// Writes the next candidate. `type` is its type where it must be defined. False when there is no room.
bool dump_object(uint32_t number, struct object now, const struct object_type *type);

/// Ends the candidates. Returns how many there were; where they begin in their list; how many references they have.
uint32_t dump_encoder_end(uint32_t *first, uint64_t *words);

uint8_t *dump_encoder_bytes(void);
uint64_t dump_encoder_length(void);

/// Gives back memory of a large dump.
void dump_encoder_done(void);

/// Begins an outcome: nobody has survived so far.
void dump_survivors_begin(uint32_t candidates);
void dump_survived(uint32_t candidate);
/// Writes the outcome in the place of the dump's bytes; returns its length.
uint64_t dump_survivors_encode(uint32_t candidates);
