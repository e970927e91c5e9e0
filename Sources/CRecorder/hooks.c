// MEM and OBJ requests come with the GIL held and are recorded after the real call; what pymalloc does inside such a
// call (RAW requests, arenas) is seen by the hooks of those before, and noted in thread_state. RAW requests come
// without the GIL: a free is recorded before the real call and a malloc after it, a realloc under the lock, so that no
// other thread can record the same address in between.
#include "hooks.h"

#include "collections.h"
#include "events.h"
#include "internals.h"
#include "interpreters.h"
#include "line_ours.h"
#include "lines.h"
#include "python.h"
#include "request_sites.h"
#include "sites.h"

static struct allocator real[3];
static struct arena_allocator real_arena;
static size_t arena_size;
static bool bypassed;

/// Begins recording something: false when nothing is recorded. `locked` is for recording_unlock.
static inline bool begin(bool *locked) {
  if (UNLIKELY(recording.phase == PHASE_OFF)) return false;
  *locked = recording_lock();
  if (UNLIKELY(recording.phase != PHASE_ON) && !recording_wake()) {
    recording_unlock(*locked);
    return false;
  }
  if (UNLIKELY(thread_state.number != encoder.thread)) events_thread();
  return true;
}

/// Begins recording something that happens with the GIL held.
static inline bool begin_with_gil(bool *locked) {
  if (!begin(locked)) return false;
  interpreters_check();
  collections_check();
  lines_check();
  return true;
}

static inline void capture(void) {
  if (recording.with_sites) request_site(sites_capture());
}

/// Whether the block that a MEM or OBJ request got lies outside the pools.
static inline bool fell_through(uint32_t inside, void *block) {
  return UNLIKELY(inside & INSIDE_RAW_GIVEN) && thread_state.raw == (uintptr_t)block;
}

/// Leaves a MEM or OBJ request that got `block`. Returns what happened inside.
static inline uint32_t leave(void *block) {
  uint32_t inside = thread_state.inside;
  thread_state.inside = 0;
  thread_state.address = 0;
  if (UNLIKELY(inside & INSIDE_RAW_GIVEN) && thread_state.raw != (uintptr_t)block) internals_add(thread_state.raw);
  return inside;
}

static inline void record_allocation(
  unsigned domain, unsigned function, size_t size, void *block, uint32_t inside
) {
  bool locked;
  if (!begin_with_gil(&locked)) return;
  capture();
  if (UNLIKELY(block == NULL)) {
    events_failed(domain, function, size, 0);
  } else if (UNLIKELY(fell_through(inside, block))) {
    events_outside_allocation(domain, function, size, (uintptr_t)block);
  } else {
    events_small_allocation(domain, function, size, (uintptr_t)block);
  }
  if (UNLIKELY(lines_watching)) line_ours_allocated(domain, size, (uintptr_t)block);
  recording_unlock(locked);
}

static inline void *request_malloc(unsigned domain, size_t size) {
  thread_state.inside = domain;
  void *block = real[domain].malloc(real[domain].context, size);
  record_allocation(domain, FUNCTION_MALLOC, size, block, leave(block));
  return block;
}

static inline void *request_calloc(unsigned domain, size_t count, size_t size) {
  thread_state.inside = domain;
  void *block = real[domain].calloc(real[domain].context, count, size);
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  record_allocation(domain, FUNCTION_CALLOC, bytes, block, leave(block));
  return block;
}

static inline void *request_realloc(unsigned domain, void *old, size_t size) {
  thread_state.inside = domain;
  thread_state.address = (uintptr_t)old;
  void *block = real[domain].realloc(real[domain].context, old, size);
  uint32_t inside = leave(block);
  if (old == NULL) {
    record_allocation(domain, FUNCTION_REALLOC_NULL, size, block, inside);
    return block;
  }
  if (UNLIKELY(lines_watching) && block != old && block != NULL) lines_moved((uintptr_t)old);
  bool locked;
  if ((inside & INSIDE_DONE) || !begin_with_gil(&locked)) return block;
  capture();
  if (UNLIKELY(block == NULL)) {
    events_failed(domain, FUNCTION_REALLOC, size, (uintptr_t)old);
  } else {
    bool new_small = !fell_through(inside, block);
    events_realloc(domain, (uintptr_t)old, true, size, (uintptr_t)block, new_small);
  }
  recording_unlock(locked);
  return block;
}

static inline void request_free(unsigned domain, void *block) {
  if (block == NULL) return;
  collections_free_check(block);
  if (UNLIKELY(lines_watching)) lines_freeing((uintptr_t)block);
  thread_state.inside = domain;
  thread_state.address = (uintptr_t)block;
  real[domain].free(real[domain].context, block);
  bool locked;
  if ((leave(NULL) & INSIDE_DONE) || !begin_with_gil(&locked)) return;
  if (domain == DOMAIN_OBJ) sites_object_freed(block);
  events_small_free(domain, (uintptr_t)block);
  if (UNLIKELY(lines_watching)) line_ours_freed();
  recording_unlock(locked);
}

static void *mem_malloc(void *c, size_t n) { (void)c; return request_malloc(DOMAIN_MEM, n); }
static void *mem_calloc(void *c, size_t k, size_t n) { (void)c; return request_calloc(DOMAIN_MEM, k, n); }
static void *mem_realloc(void *c, void *p, size_t n) { (void)c; return request_realloc(DOMAIN_MEM, p, n); }
static void mem_free(void *c, void *p) { (void)c; request_free(DOMAIN_MEM, p); }
static void *obj_malloc(void *c, size_t n) { (void)c; return request_malloc(DOMAIN_OBJ, n); }
static void *obj_calloc(void *c, size_t k, size_t n) { (void)c; return request_calloc(DOMAIN_OBJ, k, n); }
static void *obj_realloc(void *c, void *p, size_t n) { (void)c; return request_realloc(DOMAIN_OBJ, p, n); }
static void obj_free(void *c, void *p) { (void)c; request_free(DOMAIN_OBJ, p); }

static void record_raw_allocation(unsigned function, size_t size, void *block) {
  if (thread_state.inside != 0) {
    if (thread_state.inside & INSIDE_RAW_GIVEN) internals_add(thread_state.raw);
    thread_state.inside |= INSIDE_RAW_GIVEN;
    thread_state.raw = (uintptr_t)block;
    return;
  }
  bool locked;
  if (!begin(&locked)) return;
  if (block == NULL) {
    events_failed(DOMAIN_RAW, function, size, 0);
  } else {
    events_outside_allocation(DOMAIN_RAW, function, size, (uintptr_t)block);
  }
  recording_unlock(locked);
}

static void *raw_malloc(void *context, size_t size) {
  (void)context;
  void *block = real[DOMAIN_RAW].malloc(real[DOMAIN_RAW].context, size);
  record_raw_allocation(FUNCTION_MALLOC, size, block);
  return block;
}

static void *raw_calloc(void *context, size_t count, size_t size) {
  (void)context;
  void *block = real[DOMAIN_RAW].calloc(real[DOMAIN_RAW].context, count, size);
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  record_raw_allocation(FUNCTION_CALLOC, bytes, block);
  return block;
}

static void *raw_realloc(void *context, void *old, size_t size) {
  (void)context;
  struct allocator *below = &real[DOMAIN_RAW];
  uint32_t inside = thread_state.inside;
  // Inside a MEM or OBJ request it is that request itself, or pymalloc's own table of arenas, or a new one.
  bool own = inside != 0 && (old == NULL || (uintptr_t)old != thread_state.address);
  bool locked;
  if (own || old == NULL || !(inside != 0 ? begin_with_gil(&locked) : begin(&locked))) {
    if (own && old != NULL) internals_remove((uintptr_t)old);
    void *block = below->realloc(below->context, old, size);
    if (own || old == NULL) record_raw_allocation(FUNCTION_REALLOC_NULL, size, block);
    return block;
  }
  void *block = below->realloc(below->context, old, size);
  unsigned domain = inside & INSIDE_DOMAIN;
  if (inside != 0) {
    thread_state.inside |= INSIDE_DONE;
    capture();
  }
  if (block == NULL) {
    events_failed(domain, FUNCTION_REALLOC, size, (uintptr_t)old);
  } else {
    events_realloc(domain, (uintptr_t)old, false, size, (uintptr_t)block, false);
  }
  recording_unlock(locked);
  return block;
}

static void raw_free(void *context, void *block) {
  (void)context;
  if (UNLIKELY((uintptr_t)block == collections_owner) && block != NULL) collections_owner_freed();
  bool locked;
  uint32_t inside = thread_state.inside;
  bool own = block != NULL && (inside == 0 || (uintptr_t)block != thread_state.address)
    && internals_remove((uintptr_t)block);
  if (block != NULL && !own && (inside != 0 ? begin_with_gil(&locked) : begin(&locked))) {
    thread_state.inside |= inside != 0 ? INSIDE_DONE : 0;
    if (inside == INSIDE_OBJ) sites_object_freed(block);
    events_outside_free(inside & INSIDE_DOMAIN, (uintptr_t)block);
    if (UNLIKELY(lines_watching) && inside != 0) line_ours_freed();
    recording_unlock(locked);
  }
  real[DOMAIN_RAW].free(real[DOMAIN_RAW].context, block);
}

/// From 3.11 on, chunks of the threads' data stacks come through the arena allocator too; their size tells.
static void *arena_alloc(void *context, size_t size) {
  (void)context;
  void *arena = real_arena.alloc(real_arena.context, size);
  bool locked;
  if (arena == NULL || size != arena_size || !begin(&locked)) return arena;
  if (thread_state.inside == 0) bypassed = true;
  interpreters_arena_obtained((uintptr_t)arena);
  // An arena belongs to the request that it is obtained or returned in, and not to a collection before that.
  if (thread_state.inside != 0) collections_check();
  events_arena((uintptr_t)arena, true);
  recording_unlock(locked);
  return arena;
}

static void arena_free(void *context, void *arena, size_t size) {
  (void)context;
  bool locked;
  if (arena != NULL && size == arena_size && begin(&locked)) {
    if (thread_state.inside != 0) collections_check();
    if (!interpreters_arena_returned((uintptr_t)arena, thread_state.inside != 0)) events_arena((uintptr_t)arena, false);
    recording_unlock(locked);
  }
  real_arena.free(real_arena.context, arena, size);
}

static struct allocator hooks[3] = {
  [DOMAIN_RAW] = {NULL, raw_malloc, raw_calloc, raw_realloc, raw_free},
  [DOMAIN_MEM] = {NULL, mem_malloc, mem_calloc, mem_realloc, mem_free},
  [DOMAIN_OBJ] = {NULL, obj_malloc, obj_calloc, obj_realloc, obj_free},
};

void hooks_install(void) {
  arena_size = python_minor() < 10 ? 262144 : 1048576;
  python.get_arena_allocator(&real_arena);
  struct arena_allocator arena = {NULL, arena_alloc, arena_free};
  python.set_arena_allocator(&arena);
  for (int domain = DOMAIN_RAW; domain <= DOMAIN_OBJ; domain++) {
    python.get_allocator(domain, &real[domain]);
    python.set_allocator(domain, &hooks[domain]);
  }
}

// What stood in the table may be tracemalloc's, which wraps the hooks.
static struct allocator suspended;

void hooks_suspend(void) {
  python.get_allocator(DOMAIN_OBJ, &suspended);
  python.set_allocator(DOMAIN_OBJ, &real[DOMAIN_OBJ]);
}

void hooks_resume(void) { python.set_allocator(DOMAIN_OBJ, &suspended); }

bool hooks_bypassed(void) { return bypassed; }
