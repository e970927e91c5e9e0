// The object that stands at the head of generation 0. Python code sees it only through gc.get_objects().
#pragma once

#include "collector.h"

/// Fills in the sentinel's type.
void sentinel_prepare(int (*traverse)(void *self, int (*visit)(void *, void *), void *argument));

/// Takes the sentinel out of the list it is in and puts one at the head of `head`. Returns what head->next is now.
uintptr_t sentinel_link(struct gc_head *head);

/// Whether the collector has just copied this sentinel's reference count (update_refs): others, as gc.get_referents, traverse objects
/// while a collection's callbacks run, too.
bool sentinel_is_counted(const void *object);

/// The type that no other object has.
const void *sentinel_type(void);
