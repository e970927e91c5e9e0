// Frames in the mapped file. A frame that is being written is marked open and has its full room; when it is cut, the
// frames beside it move down behind the bytes in use and one store of its capacity switches a reader's walk from the
// old places to the new ones. So the file can be read at every instant, whatever kills the process.
#define _GNU_SOURCE
#include "frames.h"

#include "definitions.h"
#include "events.h"
#include "request_sites.h"
#include "window.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_ROOM (1u << 20)
#define DEFINITIONS_ROOM (384u << 10)
#define SITES_ROOM (FRAME_STEPS * 5 + 64)
#define COLLECTION_ROOM (COLLECTION_PART + 64)
#define HEADER sizeof(struct frame_header)
#define SET_ROOM (5 * HEADER + EVENTS_ROOM + DEFINITIONS_ROOM + SITES_ROOM + 2 * COLLECTION_ROOM)

struct site_encoder site_encoder;

static struct {
  struct file_header header;    // as in the file
  uint64_t end;                 // offset in the file of the open EVENTS frame, or of the next frame
  struct frame_header *events, *definitions, *sites, *collections, *lines;      // the open frames; NULL when closed
  uint32_t defined;             // bytes of definitions in use
  uint32_t collected;           // bytes of collections in use
  uint32_t lined;               // bytes of lines in use
  uint64_t first;               // first step of the open frames
  uint64_t started;             // microseconds on the monotonic clock
  uint64_t resume;              // where frames_finish began, for frames_resume
  uint64_t resume_index;
} file;

static uint64_t microseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

uint64_t frames_clock(void) { return microseconds(CLOCK_MONOTONIC) - file.started; }

static uint64_t aligned(uint64_t n) { return (n + 7) & ~7ull; }

static void write_header(void) {
  file.header.crc = crc32c(0, &file.header, 60);
  window_patch(0, &file.header, sizeof file.header);
}

int frames_create(const char *path, uint32_t python) {
  int error = window_create(path, SET_ROOM);
  if (error != 0) return error;
  bool small_pools = python >> 16 < 0x030A;
  file.header = (struct file_header){
    .magic = {0x89, 'A', 'R', 'E', 'N', 'A', '\r', '\n'}, .major = 1, .length = 64, .flags = 1, .python = python,
    .pool_size = small_pools ? 4096 : 16384, .arena_size = small_pools ? 262144 : 1048576,
    .start = microseconds(CLOCK_REALTIME), .process = (uint64_t)getpid(),
  };
  encoder.pool_shift = small_pools ? 12 : 14;
  file.started = microseconds(CLOCK_MONOTONIC);
  file.end = sizeof file.header;
  write_header();
  return 0;
}

static struct frame_header header_now(unsigned kind) {
  return (struct frame_header){
    .magic = FRAME_MAGIC, .kind = (uint8_t)kind, .first = events_steps(), .interpreter = encoder.interpreter,
    .heap = encoder.heap,
  };
}

static void seal(struct frame_header *header, const void *payload) {
  header->crc = crc32c(crc32c(0, header, 44), payload, header->length);
}

/// Puts a finished frame at `offset`, its magic last. Returns the offset behind it.
static uint64_t put_frame(uint64_t offset, struct frame_header header, const void *payload) {
  header.flags = 0;
  header.capacity = header.length;
  seal(&header, payload);
  uint8_t *at = window_at(offset);
  memcpy(at + HEADER, payload, header.length);
  memcpy(at + 4, (uint8_t *)&header + 4, HEADER - 4);
  __atomic_store_n((uint32_t *)at, FRAME_MAGIC, __ATOMIC_RELEASE);
  index_add(&header, offset);
  return offset + aligned(HEADER + header.length);
}

static struct frame_header *open_frame(uint64_t offset, unsigned kind, uint32_t capacity) {
  struct frame_header header = header_now(kind);
  header.magic = 0;
  header.flags = FRAME_OPEN;
  header.capacity = capacity;
  struct frame_header *at = (struct frame_header *)window_at(offset);
  *at = header;
  return at;
}

static void show(struct frame_header *header) { __atomic_store_n(&header->magic, FRAME_MAGIC, __ATOMIC_RELEASE); }

void frames_open(void) {
  if (!window_reserve(file.end, SET_ROOM)) {
    frames_stop("the disk is full, or the file may not grow: nothing was recorded from here on");
    return;
  }
  uint64_t now = frames_clock();
  file.first = events_steps();
  file.events = open_frame(file.end, FRAME_EVENTS, EVENTS_ROOM);
  file.events->thread = encoder.thread == NO_THREAD ? 0 : encoder.thread;
  file.events->time = now;
  encoder.clock = now;
  uint64_t next = file.end + HEADER + EVENTS_ROOM;
  file.definitions = open_frame(next, FRAME_DEFINITIONS, DEFINITIONS_ROOM);
  file.defined = 0;
  next += HEADER + DEFINITIONS_ROOM;
  if (recording.with_sites) {
    file.sites = open_frame(next, FRAME_SITES, SITES_ROOM);
    next += HEADER + SITES_ROOM;
    uint8_t *payload = (uint8_t *)(file.sites + 1);
    if (site_encoder.requests != 0) memset(site_encoder.table, 0, sizeof site_encoder.table);
    site_encoder.at = site_encoder.run_at = payload;
    site_encoder.run = site_encoder.requests = site_encoder.last = site_encoder.before = 0;
  }
  if (recording.with_objects) {
    file.collections = open_frame(next, FRAME_COLLECTION, COLLECTION_ROOM);
    file.collected = 0;
    show(file.collections);
    next += HEADER + COLLECTION_ROOM;
  }
  if (recording.with_lines) {
    file.lines = open_frame(next, FRAME_LINES, COLLECTION_ROOM);
    file.lined = 0;
    show(file.lines);
  }
  if (file.sites != NULL) show(file.sites);
  show(file.definitions);
  events_begin((uint8_t *)(file.events + 1), STEP_QUANTUM);
  show(file.events);
}

/// Bytes of the open EVENTS frame that steps may fill: behind them must be place for the other frames when they move
/// down.
static uint32_t events_limit(uint32_t defined, uint32_t collected) {
  uint32_t behind = (uint32_t)(5 * HEADER) + 64 + defined + collected + (file.sites != NULL ? SITES_ROOM : 0);
  return behind < EVENTS_ROOM ? EVENTS_ROOM - behind : 0;
}

uint32_t frames_room(void) {
  uint32_t used = (uint32_t)(encoder.at - (uint8_t *)(file.events + 1));
  uint64_t done = events_steps() - file.first;
  uint64_t steps = FRAME_STEPS - done;
  uint32_t limit = events_limit(file.defined, file.collected + file.lined);
  uint64_t fit = used + STEP_LIMIT < limit ? (limit - used) / STEP_LIMIT - 1 : 0;
  if (fit < steps) steps = fit;
  return steps < STEP_QUANTUM ? (uint32_t)steps : STEP_QUANTUM;
}

/// Makes the places of the frames beside EVENTS empty, which the next EVENTS frame is going to use.
static void forget_open_frames(void) {
  memset(file.definitions, 0, HEADER + file.defined);
  if (file.sites != NULL) memset(file.sites, 0, (size_t)(site_encoder.at - (uint8_t *)file.sites) + 8);
  if (file.collections != NULL) memset(file.collections, 0, HEADER + file.collected);
  if (file.lines != NULL) memset(file.lines, 0, HEADER + file.lined);
  file.collected = file.lined = 0;
  file.events = file.definitions = file.sites = file.collections = file.lines = NULL;
}

void frames_close(void) {
  if (file.events == NULL) return;
  uint8_t *payload = (uint8_t *)(file.events + 1);
  uint32_t used = (uint32_t)(encoder.at - payload);
  uint32_t steps = (uint32_t)(events_steps() - file.first);
  uint32_t requests = file.sites != NULL ? site_encoder.requests : 0;
  uint32_t site_bytes = file.sites != NULL ? (uint32_t)(site_encoder.at - (uint8_t *)(file.sites + 1)) : 0;

  if (used == 0 && file.defined == 0 && requests == 0 && file.collected == 0 && file.lined == 0) {
    __atomic_store_n(&file.events->magic, 0, __ATOMIC_RELEASE);
    memset(file.events, 0, HEADER);
    forget_open_frames();
    return;
  }
  // At least one zero byte stays behind the operations: it ends them for a reader who still sees the frame open.
  uint64_t behind = file.end + aligned(HEADER + used + 1);
  uint64_t next = behind;
  struct index_mark mark = index_reserve();
  if (file.defined != 0) {
    struct frame_header header = *file.definitions;
    header.length = file.defined;
    next = put_frame(next, header, file.definitions + 1);
  }
  if (requests != 0) {
    struct frame_header header = *file.sites;
    header.length = site_bytes;
    header.count = requests;
    next = put_frame(next, header, file.sites + 1);
  }
  if (file.collected != 0) {
    struct frame_header header = *file.collections;
    header.length = file.collected;
    next = put_frame(next, header, file.collections + 1);
  }
  if (file.lined != 0) {
    struct frame_header header = *file.lines;
    header.length = file.lined;
    next = put_frame(next, header, file.lines + 1);
  }
  uint32_t capacity = (uint32_t)(behind - file.end - HEADER);
  __atomic_store_n(&file.events->capacity, capacity, __ATOMIC_RELEASE);

  struct frame_header header = *file.events;
  header.flags = 0;
  header.length = used;
  header.count = steps;
  seal(&header, payload);
  memcpy((uint8_t *)file.events + 12, (uint8_t *)&header + 12, HEADER - 12);
  __atomic_store_n(&file.events->flags, 0, __ATOMIC_RELEASE);
  index_set(mark, &header, file.end);

  forget_open_frames();
  file.end = next;
}

void frames_cut(void) {
  int saved = errno;
  frames_close();
  frames_open();
  errno = saved;
}

/// Whether what was promised to events still fits when the frames beside them hold so much.
static bool events_fit(uint32_t defined, uint32_t collected) {
  uint32_t used = (uint32_t)(encoder.at - (uint8_t *)(file.events + 1));
  return used + (encoder.left + 1) * STEP_LIMIT <= events_limit(defined, collected);
}

uint8_t *definitions_reserve(size_t bytes) {
  if (recording.phase != PHASE_ON || bytes > DEFINITION_LIMIT) return NULL;
  uint32_t wanted = file.defined + (uint32_t)bytes;
  if (wanted > DEFINITIONS_ROOM || !events_fit(wanted, file.collected + file.lined)) {
    frames_cut();
    if (recording.phase != PHASE_ON) return NULL;
  }
  return (uint8_t *)(file.definitions + 1) + file.defined;
}

void definitions_commit(size_t used) { file.defined += (uint32_t)used; }

uint8_t *frames_collection_reserve(uint32_t bytes) {
  if (recording.phase != PHASE_ON || file.collections == NULL) return NULL;
  // A zero byte stays behind the last record.
  uint32_t wanted = file.collected + bytes + 1;
  if (wanted > COLLECTION_ROOM || !events_fit(file.defined, wanted + file.lined)) {
    frames_cut();
    if (recording.phase != PHASE_ON) return NULL;
  }
  return (uint8_t *)(file.collections + 1) + file.collected;
}

void frames_collection_commit(uint32_t bytes) { file.collected += bytes; }

uint8_t *frames_lines_reserve(uint32_t bytes) {
  if (recording.phase != PHASE_ON || file.lines == NULL) return NULL;
  uint32_t wanted = file.lined + bytes + 1;
  if (wanted > COLLECTION_ROOM || !events_fit(file.defined, wanted + file.collected)) {
    frames_cut();
    if (recording.phase != PHASE_ON) return NULL;
  }
  return (uint8_t *)(file.lines + 1) + file.lined;
}

void frames_lines_commit(uint32_t bytes) { file.lined += bytes; }

void frames_append(unsigned kind, const void *payload, uint32_t length) {
  if (!window_reserve(file.end, HEADER + length)) return;
  struct frame_header header = header_now(kind);
  header.length = length;
  header.time = frames_clock();
  file.end = put_frame(file.end, header, payload);
}

void frames_finish(const char *reason) {
  file.resume = file.end;
  file.resume_index = index_count();
  frames_append(FRAME_END, reason, (uint32_t)strlen(reason));
  uint32_t length;
  uint64_t offset = file.end;
  const void *entries = index_payload(&length);
  if (entries != NULL && window_reserve(file.end, HEADER + length)) {
    frames_append(FRAME_INDEX, entries, length);
    file.header.index = offset;
  }
  file.header.flags |= 2;
  write_header();
  window_trim(file.end);
  recording.phase = PHASE_OFF;
}

void frames_resume(void) {
  file.header.flags &= ~2u;
  file.header.index = 0;
  write_header();
  index_drop(file.resume_index);
  if (!window_rewind(file.resume, file.end)) return;
  file.end = file.resume;
  recording.phase = PHASE_ON;
  frames_open();
}

void frames_stop(const char *note) {
  char line[256] = "note ";
  strncat(line, note, sizeof line - 8);
  frames_finish(strcat(line, "\n"));
  // The request that is being recorded right now still writes somewhere.
  static uint8_t events[2 * STEP_LIMIT], sites[64];
  events_begin(events, STEP_QUANTUM);
  site_encoder.at = site_encoder.run_at = sites;
}

void frames_forget(void) {
  window_forget();
  index_drop(0);
  file.events = file.definitions = file.sites = file.collections = file.lines = NULL;
}

const char *frames_path(void) { return window_path(); }
