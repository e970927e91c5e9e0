#define _GNU_SOURCE
#include "region.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

// Between the executable (0x55…) and heap or the shared libraries (0x7f…) of a Linux process, and below both.
#define REGION_START ((uintptr_t)0x110000000000)
#define REGION_END ((uintptr_t)0x120000000000)
#define REGION_STEP ((uintptr_t)64 << 20)

static uintptr_t next = REGION_START;

void *region_map(size_t bytes) {
  size_t span = (bytes + REGION_STEP - 1) & ~(REGION_STEP - 1);
  while (next + span <= REGION_END) {
    void *wanted = (void *)next;
    next += span;
    int saved = errno;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    void *got = mmap(wanted, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    int reason = errno;
    errno = saved;
    if (got == wanted) return got;
    if (got != MAP_FAILED) {
      // A kernel before 4.17 takes the address as a hint only.
      munmap(got, bytes);
    } else if (reason != EEXIST) {
      return NULL;
    }
  }
  return NULL;
}

void region_unmap(void *start, size_t bytes) {
  int saved = errno;
  munmap(start, bytes);
  errno = saved;
}
