// A window into the growing file, mapped far from where CPython's arenas go, and the index that is written at the end.
#pragma once

#include "wire.h"

#include <stdbool.h>

/// Bytes behind any reservation that are kept for an END frame.
#define WINDOW_SLACK 8192

/// Opens `path`, which was reserved and is empty, and maps its beginning with room for `bytes`. 0, or an error number.
int window_create(const char *path, uint64_t bytes);

/// Makes the file and the window hold `bytes` bytes from `offset` on. False when the file cannot grow; nothing has
/// changed then.
bool window_reserve(uint64_t offset, uint64_t bytes);

/// The address of an offset inside the window.
void *window_at(uint64_t offset);

/// Writes at an offset that may lie before the window.
void window_patch(uint64_t offset, const void *bytes, uint64_t length);

/// Cuts the file off behind `end`.
void window_trim(uint64_t end);

/// Undoes window_trim: `from`…`end` is empty again and can be written.
bool window_rewind(uint64_t from, uint64_t end);

void window_forget(void);
const char *window_path(void);

struct index_mark { uint64_t entry; };
void index_add(const struct frame_header *header, uint64_t offset);
/// Keeps the place of an entry whose frame is finished after those behind it.
struct index_mark index_reserve(void);
void index_set(struct index_mark mark, const struct frame_header *header, uint64_t offset);
uint64_t index_count(void);
void index_drop(uint64_t count);
/// The INDEX payload; NULL when there were too many frames.
const void *index_payload(uint32_t *length);
