#define _GNU_SOURCE
#include "objects.h"

#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define KEPT_WORDS (1u << 17)
#define KEPT_OBJECTS (1u << 15)

struct objects objects;

static struct object *spare;                    // the other array for the old list
static uint64_t *spare_words;
static uint64_t live_words;                     // those of objects, as of the last tidying

bool objects_prepare(void) {
  for (int list = LIST_YOUNG; list <= LIST_OLD; list++) {
    objects.lists[list].items = region_map(OBJECT_LIMIT * sizeof(struct object));
    if (objects.lists[list].items == NULL) return false;
  }
  spare = region_map(OBJECT_LIMIT * sizeof(struct object));
  objects.words = region_map(WORD_LIMIT * sizeof *objects.words);
  spare_words = region_map(WORD_LIMIT * sizeof *spare_words);
  return spare != NULL && objects.words != NULL && spare_words != NULL;
}

static void give_back(void *start, size_t bytes) {
  int saved = errno;
  madvise(start, bytes, MADV_DONTNEED);
  errno = saved;
}

void objects_reset(void) {
  for (int list = LIST_YOUNG; list <= LIST_OLD; list++) {
    give_back(objects.lists[list].items, objects.lists[list].count * sizeof(struct object));
    objects.lists[list].count = 0;
  }
  give_back(objects.words, objects.word_end * sizeof *objects.words);
  objects.word_end = 0;
  live_words = 0;
}

struct object_list objects_new_order(void) { return (struct object_list){spare, 0}; }

void objects_set_order(struct object_list order) {
  struct object_list *old = &objects.lists[LIST_OLD];
  // The next order is going to be about as long.
  if (old->count > KEPT_OBJECTS + 2 * order.count) {
    uint32_t kept = KEPT_OBJECTS + order.count;
    give_back(old->items + kept, (old->count - kept) * sizeof *old->items);
  }
  spare = old->items;
  *old = order;
}

void objects_tidy(void) {
  if (objects.word_end < 2 * live_words + (1u << 16)) return;
  uint32_t end = 0;
  for (int list = LIST_OLD; list >= LIST_YOUNG; list--) {
    for (uint32_t i = 0; i < objects.lists[list].count; i++) {
      struct object *object = &objects.lists[list].items[i];
      if (!(object->type & OBJECT_LARGE) || object->address == 0) continue;
      uint32_t count = (uint32_t)object->words;
      memcpy(spare_words + end, objects.words + (object->words >> 32), count * sizeof *spare_words);
      object->words = (uint64_t)end << 32 | count;
      end += count;
    }
  }
  if (objects.word_end > KEPT_WORDS)
    give_back(objects.words + KEPT_WORDS, (objects.word_end - KEPT_WORDS) * sizeof *objects.words);
  uint64_t *former = objects.words;
  objects.words = spare_words;
  spare_words = former;
  objects.word_end = end;
  live_words = end;
}
