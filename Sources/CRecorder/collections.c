#include "collections.h"

#include "collector.h"
#include "dump.h"
#include "events.h"
#include "interpreters.h"
#include "python.h"
#include "sentinel.h"

static const uintptr_t never, changed = 1;
const uintptr_t *collections_first = &changed;      // at first: look at the first event
uintptr_t collections_expected;
bool collections_running;
uintptr_t collections_owner;
static const int32_t no_count;
const int32_t *collections_young_count = &no_count;
int32_t collections_last_count;

static struct collector collector;
static bool installed, garbage_seen, stop_freed;
static unsigned generation;             // of the collection that runs
static struct collector_statistics before[3];
static int64_t pending_before;          // long_lived_pending
static uint64_t steps_at_start;
static int (*counting)(void *, void *); // what the collector visits references with in subtract_refs
static bool probe_counted, looked_again;        // the probe has been visited by it, and again in the second look

void collections_stop_looking(void) {
  collections_first = &never;
  collections_expected = never;
  collections_running = false;
  collections_owner = 0;
  collections_young_count = &no_count;
}

static void remember_statistics(void) {
  for (unsigned i = 0; i < 3; i++) before[i] = collector_statistics_of(&collector, i);
}

/// Puts a sentinel at the head of generation 0.
static void link_sentinel(void) {
  collections_expected = sentinel_link(&collector.generations[0].head);
  for (unsigned i = 0; i < 3; i++) collector.counts[i] = collector.generations[i].count;
  if (collector.buffers) collections_owner = *(const uintptr_t *)collector.statistics;
}

/// Records what collections there were since the last look that nobody called us for: their start and stop fall
/// together.
static void record_missed(void) {
  for (unsigned i = 0; i < 3; i++) {
    struct collector_statistics now = collector_statistics_of(&collector, i);
    for (uint64_t n = before[i].collections; n < now.collections; n++) {
      bool last = n + 1 == now.collections;
      events_collection_start(i);
      events_collection_stop(
        i, last ? now.collected - before[i].collected : 0, last ? now.uncollectable - before[i].uncollectable : 0);
    }
  }
  remember_statistics();
}

/// How many of our objects the collector has counted as survivors: the sentinel, and the probe when it wasn't unreachable.
static int64_t own_survivors(void) { return python_minor() > 8 && !looked_again ? 2 : 1; }

/// `sentinel` is ours that went through the collection, NULL when the lists have changed since.
static void record_stop(const struct gc_head *sentinel) {
  struct collector_statistics now = collector_statistics_of(&collector, generation);
  uint64_t collected = now.collected - before[generation].collected;
  uint64_t uncollectable = now.uncollectable - before[generation].uncollectable;
  int64_t survivors = generation == 1 ? *collector.long_lived_pending - pending_before
    : generation == 2 ? *collector.long_lived_total : 0;
  int64_t own = own_survivors();
  dump_outcome(&collector, sentinel, (struct dump_end){
    .survivors = survivors > own ? (uint64_t)(survivors - own) : 0, .found_none = collected == 0 && uncollectable == 0,
    // From 3.12 on, the str "stop" is allocated at the end of the collection.
    .freed_none = events_steps() - steps_at_start <= (stop_freed ? 1 : 0),
  });
  events_collection_stop(generation, collected, uncollectable);
  // What our objects added to the counts that decide about the next full collection.
  if (generation == 1 && *collector.long_lived_pending >= own) *collector.long_lived_pending -= own;
  if (generation == 2 && *collector.long_lived_total >= own) *collector.long_lived_total -= own;
  collections_running = stop_freed = false;
  if (now.collections > before[generation].collections) before[generation].collections++;
  before[generation].collected = now.collected;
  before[generation].uncollectable = now.uncollectable;
  record_missed();
}

/// Whether a collection begins that has not been recorded yet; ends the one before if need be. With the lock.
static bool begins(void) {
  if (recording.phase != PHASE_ON) return false;
  if (thread_state.number != encoder.thread) events_thread();
  struct collector_statistics now = collector_statistics_of(&collector, generation);
  // The end of the last one was not seen: no event lay between the two.
  if (collections_running && now.collections > before[generation].collections) record_stop(NULL);
  return !collections_running;
}

/// What gc.set_debug(gc.DEBUG_COLLECTABLE) prints would show the probe.
#define DEBUG_COLLECTABLE 2

/// The tp_traverse of the probe, which the collector calls in subtract_refs behind the sentinel, and again in the second look.
static int traverse_probe(void *self, int (*visit)(void *, void *), void *argument) {
  if (!collections_running || visit != counting || *collector.collecting == 0 || !sentinel_is_counted(self)) return 0;
  if (!probe_counted) {
    probe_counted = true;
    return (*collector.debug & DEBUG_COLLECTABLE) != 0 ? 0 : visit(self, argument);
  }
  bool locked = recording_lock();
  looked_again = true;
  if (recording.phase == PHASE_ON) dump_second_look((const struct gc_head *)self - 1);
  recording_unlock(locked);
  return 0;
}

/// The tp_traverse of the sentinel. The collector calls it first when the young generations have been merged and no
/// list been torn.
static int traverse(void *self, int (*visit)(void *, void *), void *argument) {
  if (sentinel_is_probe(self)) return traverse_probe(self, visit, argument);
  if (!installed || !sentinel_is_counted(self) || *collector.collecting == 0 || recording.phase != PHASE_ON || !interpreters_in_main()) return 0;
  bool locked = recording_lock(), new = begins();
  recording_unlock(locked);
  if (!new) return 0;
  for (generation = 0; generation < 2; generation++) {
    const struct gc_head *head = &collector.generations[generation].head;
    if (head->next != (uintptr_t)head) break;
  }
  pending_before = *collector.long_lived_pending;
  // Without the lock: other people's tp_traverse are called.
  dump_read(&collector, generation, collections_last_count, sentinel_type());
  locked = recording_lock();
  if (recording.phase == PHASE_ON) {
    if (thread_state.number != encoder.thread) events_thread();
    dump_write();
    if (recording.phase == PHASE_ON) {
      collections_running = true;
      counting = visit;
      probe_counted = looked_again = false;
      events_collection_start(generation);
      steps_at_start = events_steps();
    }
  }
  recording_unlock(locked);
  return 0;
}

static void install(void) {
  if (python.thread_state() == NULL) return;
  if (collector_unknown() != NULL) return collections_stop_looking();
  static unsigned tries;
  if (!collector_find(&collector)) {
    if (++tries == 100) collections_stop_looking();
    return;
  }
  sentinel_prepare(traverse);
  remember_statistics();
  installed = true;
  if (python_minor() > 8 && python_minor() < 11) collections_owner = (uintptr_t)python.interpreter_main();
  collections_first = &collector.generations[0].head.next;
  collections_young_count = &collector.generations[0].count;
  link_sentinel();
}

/// The interpreter has taken its collector apart (_PyGC_Fini): the last moment at which there is a thread state.
static void end_looking(void) {
  if (collections_running) record_stop((const struct gc_head *)collections_expected);
  collections_stop_looking();
  events_report_next();
}

void collections_owner_freed(void) {
  bool locked = recording_lock();
  if (recording.phase == PHASE_ON && collector.buffers) {
    if (thread_state.number != encoder.thread) events_thread();
    end_looking();
  } else {
    collections_stop_looking();
  }
  recording_unlock(locked);
}

void collections_look(void) {
  if (!installed) return install();
  if (!interpreters_in_main()) return;
  bool ended = *collector.collecting == 0 || stop_freed;
  if (*collector.garbage != 0) {
    garbage_seen = true;
  } else if (garbage_seen && python_minor() > 8) {
    return end_looking();
  }
  if (!ended) return;
  if (collections_running) {
    record_stop((const struct gc_head *)collections_expected);
  } else {
    record_missed();
  }
  link_sentinel();
}

/// Whether a block is the str "stop": an object of 3.12 and later has its type at 8, its length at 16 and its characters at 40.
static bool is_stop(const uint8_t *block) {
  // Never read into the next page of memory.
  if (python_minor() < 12 || ((uintptr_t)block & 4095) > 4096 - 48) return false;
  if (*(void *const *)(block + 8) != python.unicode_type || *(const int64_t *)(block + 16) != 4) return false;
  return memcmp(block + 40, "stop", 4) == 0;
}

void collections_freeing(const uint8_t *block) {
  if (*collector.collecting != 0 && !is_stop(block)) return;
  // Now, before the block is freed: the candidates' memory may go with it.
  bool locked = recording_lock();
  if (recording.phase == PHASE_ON) {
    if (thread_state.number != encoder.thread) events_thread();
    interpreters_check();
    stop_freed = *collector.collecting != 0;
    if (interpreters_in_main()) collections_look();
    stop_freed = false;
  }
  recording_unlock(locked);
}
