#define _GNU_SOURCE
#include "lines.h"

#include "events.h"
#include "frames.h"
#include "line_encoder.h"
#include "line_frames.h"
#include "line_hooks.h"
#include "line_names.h"
#include "line_objects.h"
#include "line_ours.h"
#include "marks.h"
#include "python.h"
#include "region.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOMENT_LIMIT = 1 << 20, SOURCE_LIMIT = 1 << 20 };

bool lines_waiting, lines_watching;

static int (*add_pending_call)(int (*function)(void *), void *argument);
static struct line_state *states[2];    // the one that was written last, and the next
static unsigned current;
static const void *thread;              // the thread that is watched
static bool armed, afresh, busy;
static uint32_t moments;
static const char *shortage;

const char *lines_prepare(void) {
  const char *reason = line_frames_prepare();
  if (reason != NULL) return "lines are not recorded: this interpreter's structures are not known";
  add_pending_call = dlsym(RTLD_DEFAULT, "Py_AddPendingCall");
  for (unsigned i = 0; i < 2; i++) states[i] = region_map(sizeof *states[i]);
  if (add_pending_call == NULL || states[0] == NULL || states[1] == NULL || !line_objects_prepare() || !line_hooks_prepare())
    return "lines are not recorded: this interpreter lacks what they need";
  lines_waiting = true;
  return NULL;
}

const char *lines_shortage(void) {
  if (shortage == NULL && lines_waiting) return "no lines are recorded: no script of Python was run";
  return shortage;
}

void lines_forget(void) {
  if (!lines_watching) return;
  line_names_reset();
  line_ours_reset();
  memset(states[current], 0, sizeof *states[current]);
  afresh = true;
}

/// Adds the script's text, as it is now that it begins.
static void add_source(uintptr_t code) {
  // Name and text, with the length of the name before.
  static uint8_t name[4096 + 10];
  uint8_t *payload = region_map(SOURCE_LIMIT + sizeof name), *path = name;
  size_t length = utf8_of((const uint8_t *)line_code_file(code), path, 4096);
  name[length] = 0;
  // A pipe has been read already: to wait for its writer would be to wait for ever.
  int file = payload != NULL && length != 0 ? open((const char *)path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  struct stat status;
  if (file >= 0 && (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
    close(file);
    file = -1;
  }
  uint8_t *at = payload;
  ssize_t count = 0, bytes = 0;
  if (file >= 0) {
    at = put_varint(payload, length);
    memcpy(at, path, length);
    at += length;
    while (bytes < SOURCE_LIMIT && (count = read(file, at + bytes, (size_t)(SOURCE_LIMIT - bytes))) > 0) bytes += count;
    close(file);
  }
  if (file < 0 || count < 0) {
    shortage = "the script's text could not be read: its lines are recorded without it";
  } else {
    if (bytes == SOURCE_LIMIT) shortage = "the script is longer than 1 MiB: the text behind that is not recorded";
    bool locked = recording_lock();
    if (recording.phase == PHASE_ON) {
      frames_close();
      frames_append(FRAME_SOURCE, payload, (uint32_t)(at + bytes - payload));
      frames_open();
    }
    recording_unlock(locked);
  }
  if (payload != NULL) region_unmap(payload, SOURCE_LIMIT + sizeof name);
}

static int pending(void *unused) {
  (void)unused;
  armed = false;
  uintptr_t frame = line_frame_now();
  if (!lines_waiting || recording.phase != PHASE_ON || frame == 0 || !line_frame_is_main(frame)) return 0;
  int saved = errno;
  lines_waiting = false;
  uintptr_t code = line_frame_code(frame);
  line_script_found(code);
  add_source(code);
  thread = python.thread_state();
  lines_watching = true;
  if (!line_hooks_install(code)) {
    lines_watching = false;
    shortage = "no lines are recorded: sys.monitoring refused tool 4";
  }
  errno = saved;
  return 0;
}

void lines_arm(void) {
  if (armed || !LIKELY(python.thread_state() != NULL)) return;
  // Pending calls can be made once Python code has run; then also while none runs, as before the script's first line.
  static bool begun;
  begun = begun || line_frame_now() != 0;
  if (!begun) return;
  armed = add_pending_call(pending, NULL) == 0;
}

static bool begin_record(bool *locked) {
  *locked = recording_lock();
  if (recording.phase == PHASE_FORKED) recording_wake();
  if (recording.phase == PHASE_ON) return true;
  recording_unlock(*locked);
  return false;
}

static void begin_afresh(void) {
  bool locked;
  if (!afresh || !begin_record(&locked)) return;
  afresh = !line_encoder_numbers(LINE_RECORD_AFRESH, NULL, 0);
  recording_unlock(locked);
}

void lines_record(enum line_moment moment, uint32_t line) {
  // Reading objects runs no code of the program's; a signal handler may come between all the same.
  if (!lines_watching || busy || recording.phase == PHASE_OFF || python.thread_state() != thread) return;
  if (moments == MOMENT_LIMIT) {
    shortage = "only the first 1,048,576 lines are recorded";
    return;
  }
  int saved = errno;
  busy = true;
  begin_afresh();
  const struct line_state *before = states[current];
  struct line_state *state = states[current ^ 1];
  line_state_read(state, before, line_frame_now(), line);
  bool locked;
  if (begin_record(&locked)) {
    if (line_encoder_write(moment, state, before)) {
      current ^= 1;
      moments++;
    }
    recording_unlock(locked);
  }
  busy = false;
  errno = saved;
}

void lines_moved(uintptr_t block) { line_state_freed(states[current], block); }

void lines_freeing(uintptr_t block) {
  lines_moved(block);
  line_ours_freeing(block);
}
