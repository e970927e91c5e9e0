#define _GNU_SOURCE
#include "methods.h"

#include "python.h"

#include <link.h>
#include <stdbool.h>
#include <string.h>

struct search {
  uintptr_t inside;             // an address in the object that is CPython
  const char *name;
  int flags;
  struct method *found;
};

static const ElfW(Phdr) *segment_of(const struct dl_phdr_info *object, uintptr_t address) {
  for (unsigned i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    uintptr_t start = object->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && address >= start && address < start + segment->p_memsz) return segment;
  }
  return NULL;
}

static bool is_wanted(const struct dl_phdr_info *object, const struct method *method, const struct search *search) {
  if (method->flags != search->flags) return false;
  const ElfW(Phdr) *name = segment_of(object, (uintptr_t)method->name);
  const ElfW(Phdr) *function = segment_of(object, (uintptr_t)method->function);
  if (name == NULL || (name->p_flags & PF_W) || function == NULL || !(function->p_flags & PF_X)) return false;
  return strcmp(method->name, search->name) == 0;
}

static int look_into(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  struct search *search = context;
  if (segment_of(object, search->inside) == NULL) return 0;
  uintptr_t read_only = 0, read_only_end = 0;
  for (unsigned i = 0; i < object->dlpi_phnum; i++) {
    if (object->dlpi_phdr[i].p_type != PT_GNU_RELRO) continue;
    read_only = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
    read_only_end = read_only + object->dlpi_phdr[i].p_memsz;
  }
  for (unsigned i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_W)) continue;
    uintptr_t start = (object->dlpi_addr + segment->p_vaddr + 7) & ~(uintptr_t)7;
    uintptr_t end = object->dlpi_addr + segment->p_vaddr + segment->p_filesz;
    for (uintptr_t at = start; at + sizeof(struct method) <= end; at += 8) {
      if (at >= read_only && at < read_only_end) continue;
      if (is_wanted(object, (const struct method *)at, search)) {
        search->found = (struct method *)at;
        return 1;
      }
    }
  }
  return 1;
}

struct method *methods_find(const char *name, int flags) {
  struct search search = {.inside = (uintptr_t)python.set_allocator, .name = name, .flags = flags};
  dl_iterate_phdr(look_into, &search);
  return search.found;
}
