// The allocator hooks: each passes the request on to the allocator that was there, and records it.
#pragma once

#include <stdbool.h>

/// Puts the hooks around the allocators of the three domains and of arenas.
void hooks_install(void);

/// The report of CPython's allocator about itself needs the real object allocator in place: takes the hooks of OBJ out,
/// puts them back.
void hooks_suspend(void);
void hooks_resume(void);

/// Whether pymalloc took an arena outside of any request that the hooks saw: the program put another allocator in their
/// place.
bool hooks_bypassed(void);
