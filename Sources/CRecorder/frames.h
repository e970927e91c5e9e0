// The recording's file: a mapped window, the open frames in it, and the finished ones.
#pragma once

#include "wire.h"
#include "recording.h"

/// Begins the file at `path`, which was reserved and is empty, with its header. 0, or an error number.
int frames_create(const char *path, uint32_t python);

/// Opens the next EVENTS, DEFINITIONS and SITES frames.
void frames_open(void);

/// Finishes the open frames and opens new ones.
void frames_cut(void);

/// Finishes the open frames. Between this and frames_open, frames_append may be used.
void frames_close(void);

/// Adds a whole frame; only while none is open. `first` is the current moment.
void frames_append(unsigned kind, const void *payload, uint32_t length);

/// The most bytes that one record of collections has.
#define COLLECTION_PART (200u << 10)

/// Room for a record of the open COLLECTION frame, at most COLLECTION_PART bytes and 64. NULL when nothing is recorded
/// any more.
uint8_t *frames_collection_reserve(uint32_t bytes);
void frames_collection_commit(uint32_t bytes);

/// The same for the open LINES frame.
uint8_t *frames_lines_reserve(uint32_t bytes);
void frames_lines_commit(uint32_t bytes);

/// Ends the file: END with `reason`, INDEX, the finished mark; gives back what was allocated in advance. The frames
/// must be closed.
void frames_finish(const char *reason);

/// Undoes frames_finish, after an exec that failed.
void frames_resume(void);

/// Stops for good because the file cannot grow; says so in an END frame.
void frames_stop(const char *note);

/// Lets go of the file without writing to it: in a forked child, whose parent owns it.
void frames_forget(void);

/// How many steps fit in the open EVENTS frame until the next look, at most STEP_QUANTUM; 0 when it is full.
uint32_t frames_room(void);

/// Microseconds since the recording's start.
uint64_t frames_clock(void);

/// The path of the file, absolute.
const char *frames_path(void);
