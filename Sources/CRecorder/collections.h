#pragma once
#include "recording.h"
static inline void collections_check(void) {}
static inline void collections_free_check(void *block) {(void)block;}
