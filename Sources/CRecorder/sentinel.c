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

// Two of each, used in turns: somebody may be standing on the one that is taken out, which keeps its way to the next object.
static struct sentinel sentinels[2], probes[2];
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
    probes[i].references = 1;
    sentinels[i].type = probes[i].type = type.bytes;
  }
}

static struct gc_head *previous_of(const struct gc_head *link) {
  return (struct gc_head *)(link->previous & ~(uintptr_t)LINK_FLAGS);
}

static void unlink(struct gc_head *link) {
  struct gc_head *next = (struct gc_head *)link->next, *previous = previous_of(link);
  previous->next = link->next;
  next->previous = (next->previous & LINK_FLAGS) | (uintptr_t)previous;
}

static void link_first(struct gc_head *link, struct gc_head *head) {
  struct gc_head *next = (struct gc_head *)head->next;
  link->next = head->next;
  link->previous = (uintptr_t)head;
  next->previous = (next->previous & LINK_FLAGS) | (uintptr_t)link;
  head->next = (uintptr_t)link;
}

/// 3.8 leaves everything alive when one object is resurrected.
static bool has_probe(void) { return python_minor() > 8; }

uintptr_t sentinel_link(struct gc_head *head) {
  if (linked) {
    unlink(&sentinels[current].link);
    if (has_probe()) unlink(&probes[current].link);
    current ^= 1;
  }
  if (has_probe()) link_first(&probes[current].link, head);
  link_first(&sentinels[current].link, head);
  linked = true;
  return (uintptr_t)&sentinels[current].link;
}

bool sentinel_has(const struct gc_head *link) {
  return (uintptr_t)link - (uintptr_t)sentinels < sizeof sentinels || (uintptr_t)link - (uintptr_t)probes < sizeof probes;
}

bool sentinel_is_probe(const void *object) { return (uintptr_t)object - (uintptr_t)probes < sizeof probes; }

bool sentinel_is_counted(const void *object) {
  const struct sentinel *sentinel = (const struct sentinel *)((const struct gc_head *)object - 1);
  return (sentinel->link.previous & LINK_COLLECTING) != 0
    && (int64_t)(sentinel->link.previous >> LINK_SHIFT) == sentinel->references;
}

const void *sentinel_type(void) { return type.bytes; }
