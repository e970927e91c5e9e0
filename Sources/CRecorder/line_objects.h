// What a script's objects are called, their short values, and their references with names.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Offsets that stay the same from 3.8 to 3.15.
enum { OBJECT_TYPE = 8, OBJECT_SIZE = 16, CELL_CONTENT = 16 };

/// Looks up the types. False when one is missing.
bool line_objects_prepare(void);

uintptr_t line_type_of(uintptr_t object);
bool line_is_cell(uintptr_t object);
bool line_is_code(uintptr_t object);
/// Whether the object is a built-in method of an object that isn't a type.
bool line_is_method(uintptr_t object);

/// Bytes of an object's block before the object, 0 for a type that the collector doesn't know.
unsigned line_header_of(uintptr_t object);
/// Whether the object is in one of the collector's lists; of one with a header.
bool line_is_tracked(uintptr_t object);
/// Whether the object is of a class that was made at run time: those have no free lists.
bool line_is_instance(uintptr_t object);

/// The number of an object's value in a few words, 0 when it has none.
uint32_t line_value_of(uintptr_t object);

/// Calls `add` for each reference of an object that is worth following; it returns false when there is no more room.
typedef bool (*line_edge_sink)(void *context, uint32_t label, uintptr_t target);
void line_edges_of(uintptr_t object, line_edge_sink add, void *context);

/// Items of a dict in its order, without allocating. PyDict_Next.
extern int (*line_dict_next)(void *dict, intptr_t *position, void **key, void **value);
