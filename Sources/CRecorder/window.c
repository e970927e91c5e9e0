#define _GNU_SOURCE
// The mapped window. Space is allocated before it is written, so that a full disk is an error here and not a SIGBUS.
#include "window.h"

#include "region.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_BYTES (8ull << 20)
#define PAGE 4096ull

static struct {
  char path[PATH_MAX];
  int descriptor;
  dev_t device;
  ino_t inode;
  uint8_t *mapping;
  uint64_t offset, size;        // the part of the file that is mapped
  uint64_t allocated;           // bytes of the file that have their place on the disk
} window = {.descriptor = -1};

/// Moves a descriptor out of the way of the program's own, whose numbers must stay what they would be.
static int moved_away(int descriptor) {
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 900);
  if (moved < 0) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 16)
      moved = fcntl(descriptor, F_DUPFD_CLOEXEC, (int)limit.rlim_cur - 8);
  }
  if (moved < 0) return descriptor;
  close(descriptor);
  return moved;
}

/// The file's descriptor; opened again when the program closed it or gave its number to another file.
static int descriptor(void) {
  struct stat status;
  if (window.descriptor >= 0 && fstat(window.descriptor, &status) == 0 && status.st_dev == window.device
      && status.st_ino == window.inode)
    return window.descriptor;
  window.descriptor = -1;
  int opened = open(window.path, O_RDWR | O_CLOEXEC);
  if (opened < 0) return -1;
  if (fstat(opened, &status) != 0 || status.st_dev != window.device || status.st_ino != window.inode) {
    close(opened);
    return -1;
  }
  return window.descriptor = moved_away(opened);
}

/// Allocates the file up to `size`. 0, or an error number.
static int allocate(int file, uint64_t size) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && size > limit.rlim_cur) return EFBIG;
  if (fallocate(file, 0, (off_t)window.allocated, (off_t)(size - window.allocated)) != 0) {
    if (errno != EOPNOTSUPP && errno != ENOSYS) return errno;
    static const uint8_t zeros[PAGE];
    for (uint64_t at = window.allocated; at < size;) {
      uint64_t count = size - at < PAGE ? size - at : PAGE;
      ssize_t written = pwrite(file, zeros, count, (off_t)at);
      if (written <= 0) return written < 0 ? errno : ENOSPC;
      at += (uint64_t)written;
    }
  }
  window.allocated = size;
  return 0;
}

#define FIRST_ADDRESS 0x200000000000ull
#define LAST_ADDRESS 0x280000000000ull
#define STRIDE (1ull << 30)

/// Maps part of the file far from where the kernel would put it: a mapping between CPython's arenas would move them.
static void *map_far(int file, uint64_t offset, uint64_t size) {
  static uint64_t next = FIRST_ADDRESS;
  for (int tries = 0; tries < 64; tries++) {
    void *address = (void *)next;
    next = next + STRIDE < LAST_ADDRESS ? next + STRIDE : FIRST_ADDRESS;
    int flags = MAP_SHARED | MAP_FIXED_NOREPLACE;
    void *mapping = mmap(address, size, PROT_READ | PROT_WRITE, flags, file, (off_t)offset);
    if (mapping == address) return mapping;
    if (mapping != MAP_FAILED) munmap(mapping, size);
  }
  return NULL;
}

static int map(uint64_t offset, uint64_t bytes) {
  uint64_t start = offset / PAGE * PAGE;
  uint64_t least = (offset - start + bytes + WINDOW_SLACK + PAGE - 1) / PAGE * PAGE;
  uint64_t size = least < WINDOW_BYTES ? WINDOW_BYTES : least;
  int file = descriptor();
  if (file < 0) return EBADF;
  if (start + size > window.allocated && allocate(file, start + size) != 0) {
    // The last room on the disk may do for a while.
    size = least;
    int error = start + size > window.allocated ? allocate(file, start + size) : 0;
    if (error != 0) return error;
  }
  void *mapping = map_far(file, start, size);
  if (mapping == NULL) return ENOMEM;
  if (window.mapping != NULL) munmap(window.mapping, window.size);
  window.mapping = mapping;
  window.offset = start;
  window.size = size;
  return 0;
}

int window_create(const char *path, uint64_t bytes) {
  if (strlen(path) >= sizeof window.path) return ENAMETOOLONG;
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  struct stat status;
  fstat(file, &status);
  strcpy(window.path, path);
  window.device = status.st_dev;
  window.inode = status.st_ino;
  window.descriptor = moved_away(file);
  window.allocated = 0;
  window.mapping = NULL;
  int error = map(0, bytes);
  if (error != 0) window_trim(0);
  return error;
}

bool window_reserve(uint64_t offset, uint64_t bytes) {
  if (offset + bytes + WINDOW_SLACK <= window.offset + window.size) return true;
  if (map(offset, bytes) == 0) return true;
  // What is left of the slack may still hold a small frame.
  return bytes <= WINDOW_SLACK / 2 && offset + bytes <= window.offset + window.size;
}

void *window_at(uint64_t offset) { return window.mapping + (offset - window.offset); }

void window_patch(uint64_t offset, const void *bytes, uint64_t length) {
  if (offset >= window.offset && window.mapping != NULL) {
    memcpy(window_at(offset), bytes, length);
  } else {
    int file = descriptor();
    if (file >= 0 && pwrite(file, bytes, length, (off_t)offset) < 0) window.descriptor = -1;
  }
}

void window_trim(uint64_t end) {
  int file = descriptor();
  if (file >= 0 && ftruncate(file, (off_t)end) == 0) window.allocated = end;
}

bool window_rewind(uint64_t from, uint64_t end) {
  memset(window_at(from), 0, end - from);
  int file = descriptor();
  return file >= 0 && allocate(file, window.offset + window.size) == 0;
}

void window_forget(void) {
  if (window.mapping != NULL) munmap(window.mapping, window.size);
  window.mapping = NULL;
  if (window.descriptor >= 0) close(window.descriptor);
  window.descriptor = -1;
  window.allocated = window.offset = window.size = 0;
}

const char *window_path(void) { return window.path; }

#define INDEX_LIMIT (1u << 20)

static struct {
  uint32_t *payload;            // a u32 count, then the entries
  uint64_t count;
} entries;

static struct index_entry *entry_at(uint64_t number) {
  return (struct index_entry *)((uint8_t *)entries.payload + 4 + number * sizeof(struct index_entry));
}

struct index_mark index_reserve(void) {
  if (entries.payload == NULL) entries.payload = region_map(4 + INDEX_LIMIT * sizeof(struct index_entry));
  struct index_mark mark = {entries.count++};
  return mark;
}

void index_set(struct index_mark mark, const struct frame_header *header, uint64_t offset) {
  if (entries.payload == NULL || mark.entry >= INDEX_LIMIT) return;
  struct index_entry entry = {
    .kind = header->kind, .flags = header->flags, .count = header->count, .offset = offset, .first = header->first,
    .time = header->time, .length = header->length,
  };
  memcpy(entry_at(mark.entry), &entry, sizeof entry);
}

void index_add(const struct frame_header *header, uint64_t offset) { index_set(index_reserve(), header, offset); }

uint64_t index_count(void) { return entries.count; }

void index_drop(uint64_t count) { entries.count = count; }

const void *index_payload(uint32_t *length) {
  if (entries.payload == NULL || entries.count > INDEX_LIMIT) return NULL;
  *entries.payload = (uint32_t)entries.count;
  *length = (uint32_t)(4 + entries.count * sizeof(struct index_entry));
  return entries.payload;
}
