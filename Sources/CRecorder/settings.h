// What `arenascope record` asks of the library, and the files that the processes of one recording make.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

/// ARENASCOPE_RECORD is letters, a colon and the absolute path of the first recording. Letters: s stacks, c children
/// too, f force, o the objects of collections, l the lines of the script.
struct settings {
  bool stacks, children, force, objects, lines;
  char path[PATH_MAX - 16];
};
extern struct settings settings;

/// Reads the environment. False when this process is not to be recorded.
bool settings_read(void);

/// Takes what the launcher added out of the environment, so that no other program is recorded.
void settings_hide(void);

/// Creates the first of FILE, FILE.2, FILE.3 … that isn't there yet, empty.
/// Its number and its path; 0 when none can be made.
uint32_t settings_reserve(char path[PATH_MAX]);

/// The path of a recording by its number.
void settings_path(uint32_t number, char path[PATH_MAX]);
