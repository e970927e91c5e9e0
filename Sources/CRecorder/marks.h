// sys.audit("arenascope.mark", NAME) becomes a mark.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Finds the place where CPython keeps the function of sys.audit and puts ours there. NULL, or a note that says why
/// there are no marks.
const char *marks_install(void);

/// The characters of a str as UTF-8, as far as there is room, without calling CPython, which might allocate. 0 when it
/// isn't a ready str.
size_t utf8_of(const uint8_t *object, uint8_t *to, size_t room);
