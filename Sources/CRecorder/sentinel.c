#define _GNU_SOURCE
#include "sentinel.h"

#include "python.h"

#include <dlfcn.h>
#include <string.h>

/// Flags of a list link in the word for the previous object (_PyGC_PREV_MASK in pycore_gc.h).
#define LINK_FLAGS 3
#define LINK_COLLECTING 2
#define LINK_SHIFT 2

struct sentinel {
  struct gc_head link;
  int64_t references;
  const void *type;
};

// Two, used in turns: somebody may be standing on the one that is taken out, which keeps its way to the next object.
static struct sentinel sentinels[2];
static unsigned current;
static bool linked;

// A static type that CPython never makes ready: nothing asks for it by name. Offsets of PyTypeObject, the same from 3.8
// to 3.15.
static union {
  uint8_t bytes[512];
  uint64_t words[64];
} type;
enum {
  TYPE_NAME = 24, TYPE_BASIC_SIZE = 32, TYPE_DEALLOC = 48, TYPE_REPR = 88, TYPE_HASH = 120, TYPE_STR = 136,
  TYPE_GETATTRO = 144,
  TYPE_FLAGS = 168, TYPE_TRAVERSE = 184, TYPE_RICHCOMPARE = 200, TYPE_BASE = 256,
};
#define FLAG_HAVE_GC (1ul << 14)
#define REFERENCES (1 << 20)     // many, but not immortal: immortal objects leave the young generation

static void *(*new_string)(const char *);

static void *represent(void *self) {
  (void)self;
  return new_string("<arenascope recorder>");
}

static intptr_t hash(void *self) { return (intptr_t)((uintptr_t)self >> 4); }

static void deallocate(void *self) { (void)self; }

static void set(unsigned offset, const void *value) { memcpy(type.bytes + offset, &value, sizeof value); }

void sentinel_prepare(int (*traverse)(void *self, int (*visit)(void *, void *), void *argument)) {
  new_string = dlsym(RTLD_DEFAULT, "PyUnicode_FromString");
  type.words[0] = REFERENCES;
  set(8, dlsym(RTLD_DEFAULT, "PyType_Type"));
  set(TYPE_NAME, "arenascope.recorder");
  type.words[TYPE_BASIC_SIZE / 8] = 16;
  set(TYPE_DEALLOC, (const void *)deallocate);
  set(TYPE_REPR, (const void *)represent);
  set(TYPE_STR, (const void *)represent);
  set(TYPE_HASH, (const void *)hash);
  set(TYPE_GETATTRO, dlsym(RTLD_DEFAULT, "PyObject_GenericGetAttr"));
  type.words[TYPE_FLAGS / 8] = FLAG_HAVE_GC;
  set(TYPE_TRAVERSE, (const void *)traverse);
  memcpy(type.bytes + TYPE_RICHCOMPARE, (const uint8_t *)python.object_type + TYPE_RICHCOMPARE, 8);
  set(TYPE_BASE, python.object_type);
  for (unsigned i = 0; i < 2; i++) {
    sentinels[i].references = REFERENCES;
    sentinels[i].type = type.bytes;
  }
}

static struct gc_head *previous_of(const struct gc_head *link) {
  return (struct gc_head *)(link->previous & ~(uintptr_t)LINK_FLAGS);
}

uintptr_t sentinel_link(struct gc_head *head) {
  if (linked) {
    struct gc_head *old = &sentinels[current].link, *next = (struct gc_head *)old->next, *previous = previous_of(old);
    previous->next = old->next;
    next->previous = (next->previous & LINK_FLAGS) | (uintptr_t)previous;
    current ^= 1;
  }
  struct gc_head *link = &sentinels[current].link, *next = (struct gc_head *)head->next;
  link->next = head->next;
  link->previous = (uintptr_t)head;
  next->previous = (next->previous & LINK_FLAGS) | (uintptr_t)link;
  head->next = (uintptr_t)link;
  linked = true;
  return (uintptr_t)link;
}

bool sentinel_is_counted(const void *object) {
  const struct gc_head *link = (const struct gc_head *)object - 1;
  return (link->previous & LINK_COLLECTING) != 0 && link->previous >> LINK_SHIFT == REFERENCES;
}

const void *sentinel_type(void) { return type.bytes; }
