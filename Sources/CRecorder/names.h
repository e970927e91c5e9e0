// Definitions of strings, from CPython's str objects.
#pragma once

#include <stdint.h>

#include "layout.h"

#pragma GCC visibility push(hidden)

/// What names_number returns when it could not define a string.
#define NO_STRING UINT32_MAX

/// Sets what str objects look like.
void names_start(const struct layout *layout, uintptr_t unicode_type);

/// The number of the string equal to a str object; defines it at first sight. What is not a str, or cannot be decoded,
/// is "?".
uint32_t names_number(uintptr_t object);

/// The number of the string with these bytes of UTF-8.
uint32_t names_define(const void *text, uint32_t length);

/// How many strings were defined.
uint32_t names_count(void);

#pragma GCC visibility pop
