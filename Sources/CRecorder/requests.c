#define _GNU_SOURCE
#include "requests.h"

#include "methods.h"
#include "python.h"

#include <dlfcn.h>
#include <stddef.h>

#define METH_FASTCALL_KEYWORDS 0x82

static void *(*original)(void *module, void *const *arguments, intptr_t count, void *keywords);
static int (*is_finalizing)(void);
static _Thread_local unsigned running;

static void *collect(void *module, void *const *arguments, intptr_t count, void *keywords) {
  running++;
  void *result = original(module, arguments, count, keywords);
  running--;
  return result;
}

const char *requests_install(void) {
  is_finalizing = dlsym(RTLD_DEFAULT, python_minor() < 13 ? "_Py_IsFinalizing" : "Py_IsFinalizing");
  struct method *method = methods_find("collect", METH_FASTCALL_KEYWORDS);
  if (method == NULL) return "calls of gc.collect are not told from automatic collections: it was not found in this interpreter";
  original = method->function;
  method->function = collect;
  return NULL;
}

bool requests_known(void) { return original != NULL && is_finalizing != NULL; }

bool requests_running(void) { return running != 0; }

bool requests_finalizing(void) { return is_finalizing != NULL && is_finalizing(); }
