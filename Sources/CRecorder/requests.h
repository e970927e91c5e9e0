// Who asked for a collection: gc.collect, whose entry in its module's table of functions gets another function, as sys.audit's does.
#pragma once

#include <stdbool.h>

/// Puts ours in the place of gc.collect. NULL, or a note that says why it isn't known who asked.
const char *requests_install(void);

/// Whether calls of gc.collect are seen.
bool requests_known(void);

/// Whether gc.collect runs.
bool requests_running(void);

/// Whether the interpreter is on its way to its end, where it asks for collections itself.
bool requests_finalizing(void);
