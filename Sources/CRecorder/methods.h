// The tables of built-in modules' functions: PyMethodDef, in writable data of the object that is CPython.
#pragma once

#include <stdint.h>

struct method {
  const char *name;
  void *function;
  int flags;
  const char *documentation;
};

/// The entry of the first function with this name and these flags (METH_...), or NULL.
struct method *methods_find(const char *name, int flags);
