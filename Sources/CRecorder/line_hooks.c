#define _GNU_SOURCE
#include "line_hooks.h"

#include "line_frames.h"
#include "line_objects.h"
#include "line_ours.h"
#include "lines.h"
#include "python.h"

#include <dlfcn.h>
#include <string.h>

enum { TRACE_CALL, TRACE_EXCEPTION, TRACE_LINE, TRACE_RETURN };
enum { TOOL = 4, EVENT_START = 1, EVENT_RESUME = 1 << 1, EVENT_RETURN = 1 << 2, EVENT_YIELD = 1 << 3, EVENT_LINE = 1 << 5 };
enum { GC_HEADER = 16 };

static int (*line_of_frame)(void *frame), (*line_of_code)(void *code, int offset);
static void (*set_trace)(int (*function)(void *, void *, int, void *), void *object);
static void *(*import_module)(const char *name), *(*attribute)(void *object, const char *name);
static void *(*call_method)(void *object, const char *name, const char *format, ...);
static void (*release)(void *object), (*clear_error)(void);

static int traced(void *object, void *frame, int what, void *argument) {
  (void)object, (void)argument;
  if (what != TRACE_CALL && what != TRACE_LINE && what != TRACE_RETURN) return 0;
  uintptr_t code = line_frame_code(line_frame_now());
  if (python_minor() == 11) {
    // The frame object is made to be given to us, and so is the table with the lines.
    if (what == TRACE_CALL) line_ours_claim((uintptr_t)frame - GC_HEADER);
    if (code != 0) line_ours_claim_code(code);
  }
  if (!line_code_is_ours(code)) return 0;
  uint32_t line = what == TRACE_RETURN ? 0 : (uint32_t)line_of_frame(frame);
  lines_record(what == TRACE_CALL ? LINE_CALL : what == TRACE_LINE ? LINE_REACHED : LINE_RETURN, line);
  return 0;
}

// A static type that CPython never makes ready, with a vectorcall function in its objects.
struct callback {
  int64_t references;
  const void *type;
  void *(*call)(void *self, void *const *arguments, size_t count, void *names);
};
static union {
  uint8_t bytes[512];
  uint64_t words[64];
} type;
enum { TYPE_NAME = 24, TYPE_BASIC_SIZE = 32, TYPE_DEALLOC = 48, TYPE_VECTORCALL_OFFSET = 56, TYPE_CALL = 128,
       TYPE_FLAGS = 168, TYPE_BASE = 256 };
#define FLAG_VECTORCALL (1ul << 11)
#define REFERENCES (1 << 28)

/// The number that a callback is given, an offset in the code or a line. Above the cached ones the int was made for us.
static uint32_t number_of(void *const *arguments) {
  enum { DIGITS = 24 };
  line_ours_claim((uintptr_t)arguments[1]);
  line_ours_claim_code((uintptr_t)arguments[0]);
  return *(const uint32_t *)((uintptr_t)arguments[1] + DIGITS);
}

static size_t count_of(size_t count) { return count & SIZE_MAX >> 1; }

static void *start_called(void *self, void *const *arguments, size_t count, void *names) {
  (void)self, (void)names;
  if (count_of(count) < 2) return python.none;
  number_of(arguments);
  lines_record(LINE_CALL, line_frame_first_line((uintptr_t)arguments[0]));
  return python.none;
}

static void *resume_called(void *self, void *const *arguments, size_t count, void *names) {
  (void)self, (void)names;
  if (count_of(count) < 2) return python.none;
  int line = line_of_code(arguments[0], (int)number_of(arguments));
  lines_record(LINE_CALL, line > 0 ? (uint32_t)line : 0);
  return python.none;
}

static void *return_called(void *self, void *const *arguments, size_t count, void *names) {
  (void)self, (void)names;
  if (count_of(count) >= 2) number_of(arguments);
  lines_record(LINE_RETURN, 0);
  return python.none;
}

static void *line_called(void *self, void *const *arguments, size_t count, void *names) {
  (void)self, (void)names;
  if (count_of(count) >= 2) lines_record(LINE_REACHED, number_of(arguments));
  return python.none;
}

enum { EVENTS = 5 };
static struct callback callbacks[EVENTS] = {
  {REFERENCES, type.bytes, start_called}, {REFERENCES, type.bytes, resume_called}, {REFERENCES, type.bytes, return_called},
  {REFERENCES, type.bytes, return_called}, {REFERENCES, type.bytes, line_called},
};
static const int events[EVENTS] = {EVENT_START, EVENT_RESUME, EVENT_RETURN, EVENT_YIELD, EVENT_LINE};

static void deallocate(void *self) { (void)self; }

static void set(unsigned offset, const void *value) { memcpy(type.bytes + offset, &value, sizeof value); }

static void prepare_type(void) {
  type.words[0] = REFERENCES;
  set(8, dlsym(RTLD_DEFAULT, "PyType_Type"));
  set(TYPE_NAME, "arenascope.recorder");
  type.words[TYPE_BASIC_SIZE / 8] = sizeof(struct callback);
  set(TYPE_DEALLOC, (const void *)deallocate);
  type.words[TYPE_VECTORCALL_OFFSET / 8] = offsetof(struct callback, call);
  set(TYPE_CALL, dlsym(RTLD_DEFAULT, "PyVectorcall_Call"));
  type.words[TYPE_FLAGS / 8] = FLAG_VECTORCALL;
  set(TYPE_BASE, python.object_type);
}

bool line_hooks_prepare(void) {
  if (python_minor() < 12) {
    line_of_frame = dlsym(RTLD_DEFAULT, "PyFrame_GetLineNumber");
    set_trace = dlsym(RTLD_DEFAULT, "PyEval_SetTrace");
    return line_of_frame != NULL && set_trace != NULL;
  }
  line_of_code = dlsym(RTLD_DEFAULT, "PyCode_Addr2Line");
  import_module = dlsym(RTLD_DEFAULT, "PyImport_ImportModule");
  attribute = dlsym(RTLD_DEFAULT, "PyObject_GetAttrString");
  call_method = dlsym(RTLD_DEFAULT, "PyObject_CallMethod");
  release = dlsym(RTLD_DEFAULT, "Py_DecRef");
  clear_error = dlsym(RTLD_DEFAULT, "PyErr_Clear");
  prepare_type();
  return line_of_code != NULL && import_module != NULL && attribute != NULL && call_method != NULL && release != NULL
    && clear_error != NULL;
}

static bool is_done(void *result) {
  if (result == NULL) {
    clear_error();
    return false;
  }
  release(result);
  return true;
}

static bool watch(void *monitoring, uintptr_t code) {
  int all = EVENT_START | EVENT_RESUME | EVENT_RETURN | EVENT_YIELD | EVENT_LINE;
  if (!is_done(call_method(monitoring, "set_local_events", "iOi", TOOL, (void *)code, all))) return false;
  uintptr_t constants = line_code_constants(code);
  int64_t count = *(const int64_t *)(constants + OBJECT_SIZE);
  for (int64_t i = 0; i < count; i++) {
    uintptr_t item = *(const uintptr_t *)(constants + (python_minor() >= 14 ? 32 : 24) + 8 * (uint64_t)i);
    if (line_is_code(item) && !watch(monitoring, item)) return false;
  }
  return true;
}

static bool monitor(uintptr_t code) {
  void *sys = import_module("sys"), *monitoring = sys != NULL ? attribute(sys, "monitoring") : NULL;
  bool done = monitoring != NULL && is_done(call_method(monitoring, "use_tool_id", "is", TOOL, "arenascope"));
  for (unsigned i = 0; i < EVENTS && done; i++) {
    done = is_done(call_method(monitoring, "register_callback", "iiO", TOOL, events[i], (void *)&callbacks[i]));
  }
  done = done && watch(monitoring, code);
  if (monitoring != NULL) release(monitoring);
  if (sys != NULL) release(sys);
  if (!done) clear_error();
  return done;
}

bool line_hooks_install(uintptr_t code) {
  if (python_minor() < 12) {
    set_trace(traced, NULL);
    return true;
  }
  line_ours_claim_all(true);
  bool done = monitor(code);
  line_ours_claim_all(false);
  return done;
}
