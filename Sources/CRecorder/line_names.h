// The strings of LINES frames: numbered from 1 in the order of their records.
#pragma once

#include <stdint.h>

/// The number of a text; writes its record at first sight. 0 when there is no room. With the lock not held.
uint32_t line_name(const void *text, uint32_t length);

/// The same for a str object and for a string of C's.
uint32_t line_name_of(uintptr_t object);
uint32_t line_name_c(const char *text);

/// Forgets all.
void line_names_reset(void);
