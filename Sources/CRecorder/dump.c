#define _GNU_SOURCE
#include "dump.h"

#include "dump_encoder.h"
#include "events.h"
#include "frames.h"
#include "object_types.h"
#include "objects.h"
#include "python.h"
#include "region.h"
#include "requests.h"
#include "sentinel.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum { RECORD_START = 1, RECORD_CANDIDATES, RECORD_OUTCOME };
enum { START_AFRESH = 1, START_ENABLED = 2, START_OMITTED = 4, START_ASKER_KNOWN = 8, START_REQUESTED = 16, START_FINALIZING = 32 };
enum { OUTCOME_KNOWN = 1, OUTCOME_LOOKED_AGAIN = 2 };

#define ALL_BYTES (2ul << 30)           // more than is mapped altogether

#define LINK_BYTES 16                   // PyGC_Head stands before the object
#define PREVIOUS_FINALIZED 1            // _PyGC_PREV_MASK_FINALIZED

enum { OBJECT_REFERENCES = 0, OBJECT_TYPE = 8 };
enum { WEAK_CALLBACK = 24, WEAK_NEXT = 48 };    // PyWeakReference, 3.8 to 3.15

static bool prepared, afresh = true, omitted;
static bool too_large[3];               // collections of this generation and above are not tried again
static struct {
  bool pending, open;                   // read and not written; written, and its outcome isn't
  unsigned generation;
  uint32_t first, candidates;
  uint64_t words;
  uint8_t *bytes;
  uint8_t facts[128];
  uint32_t facts_length;
  bool looked_again;                    // at so many objects, before this step
  uint64_t second_look, still_unreachable;
} dump;

/// Whether the address space has room for all of our memory and for the program's, which may be limited to what it needs.
static bool has_address_space(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) return false;
  void *all = region_map(ALL_BYTES);
  if (all != NULL) region_unmap(all, ALL_BYTES);
  return all != NULL;
}

bool dump_prepare(void) {
  if (!has_address_space()) return false;
  prepared = objects_prepare() && object_types_prepare() && dump_encoder_prepare();
  return prepared;
}

void dump_forget(void) {
  if (!prepared) return;
  objects_reset();
  object_types_reset();
  dump_encoder_reset();
  dump.pending = dump.open = false;
  afresh = true;
}

const char *dump_shortage(void) {
  return omitted ? "collections of more than 4 million objects are there without their objects" : NULL;
}

static int visit(void *target, void *unused) {
  (void)unused;
  return dump_word(((uint64_t)target & ~(uint64_t)WORD_TAG) | WORD_REFERENCE);
}

/// The weak references to an object, in the order of its list.
static void add_weak_references(uint64_t object, int64_t offset) {
  uint64_t reference = *(const uint64_t *)(object + (uint64_t)offset);
  while (reference != 0) {
    bool calls = *(const uint64_t *)(reference + WEAK_CALLBACK) != 0;
    if (dump_word(reference | (calls ? WORD_WEAK_CALLBACK : WORD_WEAK)) != 0) return;
    reference = *(const uint64_t *)(reference + WEAK_NEXT);
  }
}

/// Immortal objects leave the list before it is traversed. From 3.12 on the count is the low half of its word.
static uint32_t references_of(uint64_t object) {
  uint64_t count = *(const uint64_t *)(object + OBJECT_REFERENCES);
  if (python_minor() >= 12) return (uint32_t)count;
  return count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
}

static bool read_candidate(const struct gc_head *link) {
  uint64_t address = (uint64_t)link + LINK_BYTES;
  bool is_new;
  const struct object_type *type = object_types_find(*(void *const *)(address + OBJECT_TYPE), &is_new);
  if (type == NULL || !dump_has_room()) return false;
  dump_words_begin();
  if (type->traverse != NULL) type->traverse((void *)address, visit, NULL);
  if (type->weak_offset != 0) add_weak_references(address, type->weak_offset);
  struct object now = {
    .address = address, .references = references_of(address),
    .type = type->number << 1 | (link->previous & PREVIOUS_FINALIZED) | (type->is_plain ? OBJECT_PLAIN : 0),
  };
  return dump_object(now, is_new ? type : NULL);
}

static bool is_head(const struct collector *collector, const struct gc_head *link) {
  return (uintptr_t)link - (uintptr_t)collector->generations < 3 * sizeof(struct gc_generation);
}

static bool read_candidates(const struct collector *collector, unsigned generation, const void *skip) {
  dump_encoder_begin(generation);
  object_types_begin();
  const struct gc_head *link = (const struct gc_head *)collector->generations[generation].head.next;
  for (; !is_head(collector, link); link = (const struct gc_head *)link->next) {
    if (*(void *const *)((uint64_t)link + LINK_BYTES + OBJECT_TYPE) == skip) {
      // Ours is the first of generation 0, which is merged behind the older ones, and before generation 1 behind generation 2.
      dump_young_begin();
      continue;
    }
    if (!read_candidate(link)) return false;
  }
  dump.candidates = dump_encoder_end(&dump.first, &dump.words);
  return true;
}

static void note_facts(const struct collector *collector, unsigned generation, int32_t young_count) {
  uint8_t *at = dump.facts;
  *at++ = (uint8_t)generation;
  *at++ = (uint8_t)((afresh ? START_AFRESH : 0) | (*collector->enabled != 0 ? START_ENABLED : 0)
    | (dump.bytes == NULL ? START_OMITTED : 0) | (requests_known() ? START_ASKER_KNOWN : 0) | (requests_running() ? START_REQUESTED : 0)
    | (requests_finalizing() ? START_FINALIZING : 0));
  for (unsigned i = 0; i < 3; i++) {
    // The collector has set the counts up to its generation to 0 and added 1 to the next before it calls us.
    int32_t count = collector->generations[i].count;
    if (i == 0) count = young_count;
    else if (i <= generation) count = collector->counts[i];
    else if (i == generation + 1) count--;
    at = put_zigzag(at, count);
  }
  for (unsigned i = 0; i < 3; i++) at = put_zigzag(at, collector->generations[i].threshold);
  at = put_zigzag(at, *collector->long_lived_total);
  at = put_zigzag(at, *collector->long_lived_pending);
  at = put_varint(at, dump.bytes != NULL ? dump.candidates : 0);
  at = put_varint(at, dump.bytes != NULL ? dump.words : 0);
  at = put_varint(at, dump.bytes != NULL ? dump_encoder_length() : 0);
  dump.facts_length = (uint32_t)(at - dump.facts);
}

void dump_read(const struct collector *collector, unsigned generation, int32_t young_count, const void *skip) {
  if (!prepared) return;
  int saved = errno;
  dump.generation = generation;
  dump.bytes = NULL;
  if (!too_large[generation]) {
    bool read = read_candidates(collector, generation, skip);
    if (!read && !afresh) {
      // Perhaps there is room when nothing from before is kept.
      dump_forget();
      read = read_candidates(collector, generation, skip);
    }
    if (read) {
      dump.bytes = dump_encoder_bytes();
    } else {
      dump_forget();
      omitted = true;
      for (unsigned i = generation; i < 3; i++) too_large[i] = true;
    }
  }
  note_facts(collector, generation, young_count);
  if (dump.bytes != NULL) afresh = false;
  dump.pending = true;
  errno = saved;
}

/// Writes one record of the open COLLECTION frame; its tag comes last, so that a reader finds all of it or nothing.
static bool write_record(unsigned tag, const void *head, uint32_t head_length, const void *bytes, uint32_t length) {
  uint8_t *record = frames_collection_reserve(head_length + length + 16);
  if (record == NULL) return false;
  uint8_t *at = put_varint(record + 1, head_length + length);
  memcpy(at, head, head_length);
  memcpy(at + head_length, bytes, length);
  __atomic_store_n(record, (uint8_t)tag, __ATOMIC_RELEASE);
  frames_collection_commit((uint32_t)(at + head_length + length - record));
  return true;
}

void dump_write(void) {
  if (!dump.pending) return;
  dump.pending = false;
  dump.open = dump.bytes != NULL;
  dump.looked_again = false;
  uint8_t step[10];
  uint32_t step_length = (uint32_t)(put_varint(step, events_steps()) - step);
  if (!write_record(RECORD_START, step, step_length, dump.facts, dump.facts_length) || dump.bytes == NULL) return;
  uint64_t length = dump_encoder_length();
  for (uint64_t done = 0; done < length;) {
    uint32_t part = (uint32_t)(length - done < COLLECTION_PART ? length - done : COLLECTION_PART);
    if (!write_record(RECORD_CANDIDATES, NULL, 0, dump.bytes + done, part)) return;
    done += part;
  }
  dump_encoder_done();
}

/// The probe, its list's head and what is unreachable make up a ring.
static bool count_ring(const struct gc_head *probe, uint64_t *count) {
  uint64_t limit = (uint64_t)OBJECT_LIMIT * 2;
  *count = 0;
  for (const struct gc_head *link = probe; limit-- != 0;) {
    link = (const struct gc_head *)(link->next & ~(uintptr_t)3);
    if (link == NULL) return false;
    if (link == probe) return *count >= 1;
    ++*count;
  }
  return false;
}

void dump_second_look(const struct gc_head *probe) {
  uint64_t count;
  if (!dump.open || !count_ring(probe, &count)) return;
  dump.looked_again = true;
  dump.second_look = events_steps();
  dump.still_unreachable = count - 1;
}

static const struct gc_head *before(const struct gc_head *link) {
  return (const struct gc_head *)(link->previous & ~(uintptr_t)3);
}

/// The first survivor, or one not far from it, in a ring to whose end they were appended with the sentinel among them.
static const struct gc_head *first_survivor(
  const struct collector *collector, const struct gc_head *sentinel, uint64_t survivors
) {
  if (dump.generation == 0) return sentinel;
  if (dump.generation == 2) {
    // When the interpreter has taken its collector apart, the ring has no head.
    uint64_t limit = OBJECT_LIMIT;
    const struct gc_head *link = (const struct gc_head *)sentinel->next;
    while (link != NULL && link != sentinel && !is_head(collector, link) && limit-- != 0) link = (const struct gc_head *)link->next;
    return link != NULL && is_head(collector, link) ? link : sentinel;
  }
  uint64_t behind = 0;
  for (const struct gc_head *link = sentinel; !is_head(collector, link) && behind < survivors; behind++)
    link = (const struct gc_head *)link->next;
  const struct gc_head *first = sentinel;
  for (; behind < survivors && !is_head(collector, before(first)); behind++) first = before(first);
  return first;
}

/// Says who survived, going around the ring of the generation that they are in now.
static bool mark_survivors(const struct collector *collector, const struct gc_head *sentinel, uint64_t survivors) {
  uint64_t limit = (uint64_t)OBJECT_LIMIT * 2;
  const struct gc_head *first = first_survivor(collector, sentinel, survivors);
  const struct gc_head *link = first;
  do {
    if (link == NULL || limit-- == 0) return false;
    if (is_head(collector, link)) {
      if (dump.generation < 2) break;
    } else if (!sentinel_has(link)) {
      dump_survived((uint64_t)link + LINK_BYTES);
    }
    link = (const struct gc_head *)link->next;
  } while (link != first);
  if (dump.generation != 1) return true;
  for (link = before(first); !is_head(collector, link) && limit-- != 0; link = before(link))
    if (!sentinel_has(link) && !dump_survived((uint64_t)link + LINK_BYTES)) break;
  return true;
}

void dump_outcome(const struct collector *collector, const struct gc_head *sentinel, struct dump_end end) {
  if (!dump.open) return;
  dump.open = false;
  int saved = errno;
  uint8_t head[32], *at = put_varint(head, events_steps());
  bool walked = sentinel != NULL;
  uint64_t length = 0;
  // Where all have survived, the long way round the lists is spared.
  if (walked && !(end.found_none && end.survivors == dump.candidates)) {
    dump_survivors_begin();
    if (end.freed_none) {
      dump_survivors_linked(end.found_none);
    } else {
      walked = mark_survivors(collector, sentinel, end.survivors);
    }
    if (walked) length = dump_survivors_encode();
  }
  bool known = walked && length <= COLLECTION_PART;
  *at++ = (known ? OUTCOME_KNOWN : 0) | (dump.looked_again ? OUTCOME_LOOKED_AGAIN : 0);
  if (dump.looked_again) at = put_varint(put_varint(at, dump.second_look), dump.still_unreachable);
  write_record(RECORD_OUTCOME, head, (uint32_t)(at - head), dump_encoder_bytes(), known ? (uint32_t)length : 0);
  dump_encoder_done();
  errno = saved;
}
