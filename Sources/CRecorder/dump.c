#define _GNU_SOURCE
#include "dump.h"

#include "dump_encoder.h"
#include "events.h"
#include "frames.h"
#include "object_types.h"
#include "objects.h"
#include "python.h"
#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum { RECORD_START = 1, RECORD_CANDIDATES, RECORD_OUTCOME };
enum { START_AFRESH = 1, START_ENABLED = 2, START_OMITTED = 4 };

#define ALL_BYTES (2ul << 30)           // more than is mapped altogether

#define LINK_BYTES 16                   // PyGC_Head stands before the object
#define PREVIOUS_FINALIZED 1            // _PyGC_PREV_MASK_FINALIZED

#define NEAR 32                         // candidates that are looked through for the next survivor

enum { OBJECT_REFERENCES = 0, OBJECT_TYPE = 8 };
enum { WEAK_CALLBACK = 24, WEAK_NEXT = 48 };    // PyWeakReference, 3.8 to 3.15

static bool prepared, afresh = true, omitted;
static bool too_large[3];               // collections of this generation and above are not tried again
static struct {
  bool pending, open;                   // read and not written; written, and its outcome isn't
  unsigned generation;
  uint32_t first, candidates;           // its part of the list that it is in now
  uint64_t words;
  uint8_t *bytes;
  uint8_t facts[128];
  uint32_t facts_length;
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

/// How known objects are looked for.
static struct {
  bool none;                    // those that follow in the collector's list can't be known
  bool indexed;
} search;

/// The object of the reader's list that this candidate is, moving the cursor to it; NO_OBJECT when it's new.
static uint32_t known_object(uint64_t address, unsigned generation) {
  uint32_t number = dump_at_cursor();
  if (LIKELY(number != NO_OBJECT && objects.items[number].address == address)) return number;
  if (search.none) return NO_OBJECT;
  number = dump_ahead(address);
  if (number != NO_OBJECT && dump_jump(number)) return number;
  if (generation == 2) {
    number = objects_find_old(address);
    if (number != NO_OBJECT && dump_jump(number)) return number;
  }
  if (!search.indexed) {
    search.indexed = true;
    objects_index(&objects.lists[LIST_YOUNG], 0);
  }
  number = objects_find_indexed(address);
  return number != NO_OBJECT && dump_jump(number) ? number : NO_OBJECT;
}

static bool read_candidate(const struct gc_head *link, unsigned generation) {
  uint64_t address = (uint64_t)link + LINK_BYTES;
  bool is_new;
  const struct object_type *type = object_types_find(*(void *const *)(address + OBJECT_TYPE), &is_new);
  if (type == NULL || !dump_has_room()) return false;
  uint32_t number = known_object(address, generation);
  dump_words_begin(number);
  if (type->traverse != NULL) type->traverse((void *)address, visit, NULL);
  if (type->weak_offset != 0) add_weak_references(address, type->weak_offset);
  struct object now = {
    .address = address, .references = references_of(address),
    .type = type->number << 1 | (link->previous & PREVIOUS_FINALIZED),
  };
  return dump_object(number, now, is_new ? type : NULL);
}

static bool is_head(const struct collector *collector, const struct gc_head *link) {
  return (uintptr_t)link - (uintptr_t)collector->generations < 3 * sizeof(struct gc_generation);
}

static bool read_candidates(const struct collector *collector, unsigned generation, const void *skip) {
  dump_encoder_begin(generation);
  object_types_begin();
  search.none = generation == 0;
  search.indexed = false;
  const struct gc_head *link = (const struct gc_head *)collector->generations[generation].head.next;
  for (; !is_head(collector, link); link = (const struct gc_head *)link->next) {
    if (*(void *const *)((uint64_t)link + LINK_BYTES + OBJECT_TYPE) == skip) {
      // Ours is the first of generation 0, which is merged last into generation 1.
      if (generation == 1) search.none = true;
      continue;
    }
    if (!read_candidate(link, generation)) return false;
  }
  dump.candidates = dump_encoder_end(&dump.first, &dump.words);
  return true;
}

static void note_facts(const struct collector *collector, unsigned generation, int32_t young_count) {
  uint8_t *at = dump.facts;
  *at++ = (uint8_t)generation;
  *at++ = (uint8_t)((afresh ? START_AFRESH : 0) | (*collector->enabled != 0 ? START_ENABLED : 0)
    | (dump.bytes == NULL ? START_OMITTED : 0));
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

/// The candidate at an address; those that left stand between `cursor` and it.
static uint32_t find_candidate(uint64_t address, uint32_t cursor, uint32_t end) {
  const struct object_list *list = &objects.lists[dump.generation == 0 ? LIST_YOUNG : LIST_OLD];
  const uint32_t *items = list->items;
  for (uint32_t i = cursor; i < end && i < cursor + NEAR; i++)
    if (objects.items[items[i]].address == address) return items[i];
  if (dump.generation == 2) return objects_find_old(address);
  if (!search.indexed) {
    search.indexed = true;
    objects_index(list, dump.first);
  }
  return objects_find_indexed(address);
}

/// Sets the survivors' bits, going around the ring of the generation that they are in now.
static bool mark_survivors(const struct collector *collector, const struct gc_head *sentinel) {
  const struct object_list *list = &objects.lists[dump.generation == 0 ? LIST_YOUNG : LIST_OLD];
  uint32_t cursor = dump.first, end = dump.first + dump.candidates;
  uint64_t limit = (uint64_t)OBJECT_LIMIT * 2;
  // Survivors were appended to the next generation's list: of generation 0 behind the sentinel, of generation 1 before it too.
  bool backwards = false;
  const struct gc_head *link = sentinel;
  while (limit-- != 0) {
    link = (const struct gc_head *)(backwards ? link->previous & ~(uintptr_t)3 : link->next);
    if (link == NULL) return false;
    bool at_end = link == sentinel;
    if (is_head(collector, link)) {
      if (dump.generation == 2) continue;
      at_end = true;
    }
    if (at_end && dump.generation == 1 && !backwards) {
      backwards = true;
      link = sentinel;
      continue;
    }
    if (at_end) return true;
    uint64_t address = (uint64_t)link + LINK_BYTES;
    uint32_t number = cursor < end ? list->items[cursor] : NO_OBJECT;
    if (number == NO_OBJECT || objects.items[number].address != address) {
      number = find_candidate(address, cursor, end);
      uint32_t place = number != NO_OBJECT ? objects.items[number].place >> 1 : 0;
      bool is_candidate = number != NO_OBJECT && place >= dump.first && place < end && list->items[place] == number;
      if (!is_candidate && backwards) return true;
      if (!is_candidate) continue;
      cursor = place;
    }
    dump_survived(cursor - dump.first);
    cursor = backwards ? (cursor > dump.first ? cursor - 1 : end) : cursor + 1;
  }
  return false;
}

void dump_outcome(const struct collector *collector, const struct gc_head *sentinel) {
  if (!dump.open) return;
  dump.open = false;
  int saved = errno;
  dump_survivors_begin(dump.candidates);
  search.indexed = false;
  bool walked = sentinel != NULL && mark_survivors(collector, sentinel);
  uint8_t step[10], *at = put_varint(step, events_steps());
  uint64_t length = walked ? dump_survivors_encode(dump.candidates) : 0;
  *at++ = walked && length <= COLLECTION_PART;
  write_record(RECORD_OUTCOME, step, (uint32_t)(at - step), dump_encoder_bytes(), length <= COLLECTION_PART ? (uint32_t)length : 0);
  dump_encoder_done();
  errno = saved;
}
