// The objects that stand at the head of generation 0: the sentinel and, from 3.9 on, the probe. Python code sees them only through
// gc.get_objects().
#pragma once

#include "collector.h"

/// Fills in the sentinel's type.
void sentinel_prepare(int (*traverse)(void *self, int (*visit)(void *, void *), void *argument));

/// Takes the sentinel out of the list it is in and puts one at the head of `head`, and behind it the probe. Returns what head->next is
/// now.
uintptr_t sentinel_link(struct gc_head *head);

/// Whether an object is the probe: when its tp_traverse visits itself, its one reference is from inside, so it's unreachable; when it doesn't
/// in the second look, it's resurrected and joins the next generation without being counted.
bool sentinel_is_probe(const void *object);

/// Whether an address is that of a link of ours.
bool sentinel_has(const struct gc_head *link);

/// Whether the collector has just copied this object's reference count (update_refs): others, as gc.get_referents, traverse objects
/// while a collection's callbacks run, too.
bool sentinel_is_counted(const void *object);

/// The type that no other object has.
const void *sentinel_type(void);
