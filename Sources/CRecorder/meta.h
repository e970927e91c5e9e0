// The META frame: what was recorded, and how. In a forked child also the PARENT frame.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Collects what the META frame says. `no_stacks` is why stacks aren't recorded although they were asked for, or NULL.
void meta_prepare(int argc, char **argv, const char *no_stacks);

/// Adds a note, unless it is NULL.
void meta_note(const char *note);

/// Remembers that this process is a fork of one whose recording is at `path` and had `steps` steps.
void meta_set_parent(const char *path, uint64_t steps);

/// Adds the META frame, and the PARENT frame where there is one.
void meta_append(void);

/// Writes the notes that an END frame has beside the reason.
void meta_end_notes(char *text, size_t size);
