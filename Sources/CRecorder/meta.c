#define _GNU_SOURCE
#include "meta.h"

#include "dump.h"
#include "frames.h"
#include "hooks.h"
#include "lines.h"
#include "python.h"
#include "sites.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char text[32768];
static size_t used;

static struct {
  char name[NAME_MAX + 1];
  uint64_t steps;
  uint32_t strings, codes, nodes, marks;
} parent;

static void add(const char *key, const char *value) {
  if (used + strlen(key) + 2 * strlen(value) + 3 > sizeof text) return;
  used += (size_t)sprintf(text + used, "%s ", key);
  for (; *value != 0; value++) {
    if (*value == '\n' || *value == '\\') text[used++] = '\\';
    text[used++] = *value == '\n' ? 'n' : *value;
  }
  text[used++] = '\n';
}

void meta_prepare(int argc, char **argv, const char *no_stacks) {
  add("python", python.version_text);
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length > 0) {
    path[length] = 0;
    add("executable", path);
  }
  for (int i = 0; i < argc; i++) add("arg", argv[i]);
  char stacks[256] = "none";
  if (no_stacks != NULL) snprintf(stacks, sizeof stacks, "none: %s", no_stacks);
  add("stacks", recording.with_sites ? "full" : stacks);
  add("objects", recording.with_lines ? "lines" : recording.with_objects ? "collections" : "none");
  add("recorder", "arenascope 1");
}

void meta_note(const char *note) {
  if (note != NULL) add("note", note);
}

void meta_set_parent(const char *path, uint64_t steps) {
  const char *slash = strrchr(path, '/');
  strncpy(parent.name, slash != NULL ? slash + 1 : path, NAME_MAX);
  parent.steps = steps;
  parent.marks = recording.marks;
  parent.strings = parent.codes = parent.nodes = 0;
  if (recording.with_sites) sites_counts(&parent.strings, &parent.codes, &parent.nodes);
}

void meta_append(void) {
  frames_append(FRAME_META, text, (uint32_t)used);
  if (parent.name[0] == 0) return;
  uint8_t payload[NAME_MAX + 80];
  uint8_t *at = put_varint(payload, parent.steps);
  at = put_varint(at, parent.nodes);
  at = put_varint(at, parent.codes);
  at = put_varint(at, parent.strings);
  at = put_varint(at, parent.marks);
  size_t length = strlen(parent.name);
  at = put_varint(at, length);
  memcpy(at, parent.name, length);
  frames_append(FRAME_PARENT, payload, (uint32_t)(at + length - payload));
}

void meta_end_notes(char *lines, size_t size) {
  const char *shortage = recording.with_sites ? sites_shortage() : NULL;
  const char *bypassed = hooks_bypassed() ? "the program replaced CPython's allocators: requests are missing" : NULL;
  *lines = 0;
  if (shortage != NULL) snprintf(lines, size, "note %s\n", shortage);
  size_t length = strlen(lines);
  const char *lines_missing = recording.with_lines ? lines_shortage() : NULL;
  if (lines_missing != NULL) length += (size_t)snprintf(lines + length, size - length, "note %s\n", lines_missing);
  const char *omitted = dump_shortage();
  if (omitted != NULL) length += (size_t)snprintf(lines + length, size - length, "note %s\n", omitted);
  if (bypassed != NULL) snprintf(lines + length, size - length, "note %s\n", bypassed);
}
