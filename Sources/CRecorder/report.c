#define _GNU_SOURCE
#include "report.h"

#include "events.h"
#include "frames.h"
#include "hooks.h"
#include "interpreters.h"
#include "python.h"

#include <errno.h>
#include <string.h>

static FILE *stream;
static char text[65536];
static size_t used;
static uint64_t last_step = UINT64_MAX;

static ssize_t keep(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  size_t room = sizeof text - used;
  memcpy(text + used, bytes, count < room ? count : room);
  used += count < room ? count : room;
  return (ssize_t)count;
}

void report_prepare(void) {
  static char buffer[4096];
  stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = keep});
  if (stream != NULL) setvbuf(stream, buffer, _IOFBF, sizeof buffer);
}

void report_take(void) {
  // Threads of an interpreter with its own GIL would make requests past the hooks meanwhile.
  if (stream == NULL || interpreters_run_in_parallel() || last_step == events_steps()) return;
  int saved = errno;
  last_step = events_steps();
  used = 0;
  hooks_suspend();
  python.debug_malloc_stats(stream);
  fflush(stream);
  hooks_resume();
  if (used != 0) {
    frames_close();
    frames_append(FRAME_REPORT, text, (uint32_t)used);
    frames_open();
  }
  errno = saved;
}

void report_at_end(void) {
  if (thread_state.inside != 0 || recording.phase != 1) return;
  // From 3.12 on the report needs a thread state, which is gone when the interpreter is; up to 3.11 the state is
  // global. A thread that has none may not hold the GIL: the statistics could change meanwhile.
  bool is_current = python.thread_state() != NULL;
  if (is_current || python_minor() < 12) report_take();
}
