#include "refusal.h"

#include "python.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options { bool development, ignore_environment; };

/// The options that CPython reads before the program's name (Python/getopt.c, _PyOS_GetOpt).
static struct options read_options(int argc, char **argv) {
  struct options options = {false, false};
  for (int i = 1; i < argc; i++) {
    const char *at = argv[i];
    if (at[0] != '-' || at[1] == 0) break;
    if (at[1] == '-') {
      if (strcmp(at, "--check-hash-based-pycs") == 0) i++;
      if (at[2] == 0) break;
      continue;
    }
    for (at++; *at != 0; at++) {
      if (*at == 'c' || *at == 'm') return options;
      if (*at == 'E' || *at == 'I') options.ignore_environment = true;
      if (*at != 'X' && *at != 'W') continue;
      const char *value = at[1] != 0 ? at + 1 : i + 1 < argc ? argv[++i] : "";
      if (*at == 'X' && strcmp(value, "dev") == 0) options.development = true;
      break;
    }
  }
  return options;
}

static bool is_set(const char *name) {
  const char *value = getenv(name);
  return value != NULL && *value != 0;
}

/// Free-threaded builds say so at the start of _PyRuntime, from 3.13 on (struct _Py_DebugOffsets in pycore_runtime.h).
static bool is_free_threaded(void) {
  return python_minor() >= 13 && python.runtime != NULL && memcmp(python.runtime, "xdebugpy", 8) == 0
    && *(uint64_t *)(python.runtime + 16) != 0;
}

const char *refusal(int argc, char **argv) {
  static char sentence[256];
  if (python.version < 0x03080000 || python.version >> 24 != 3) {
    int length = (int)strcspn(python.version_text, " ");
    snprintf(sentence, sizeof sentence, "this is CPython %.*s, and only 3.8 and later can be recorded", length,
      python.version_text);
    return sentence;
  }
  if (is_free_threaded()) return "this is a free-threaded CPython, which has no pymalloc to record";
  struct options options = read_options(argc, argv);
  if (options.development)
    return "the development mode (-X dev) replaces the allocator that would be recorded; leave -X dev out";
  if (options.ignore_environment) return NULL;
  if (is_set("PYTHONMALLOC"))
    return "PYTHONMALLOC is set and replaces the allocator that would be recorded; unset it, or use --force";
  if (is_set("PYTHONDEVMODE"))
    return "PYTHONDEVMODE is set and replaces the allocator that would be recorded; unset it, or use --force";
  return NULL;
}
