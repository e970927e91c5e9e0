// How CPython tells of lines: a C trace function up to 3.11, local events of sys.monitoring from 3.12 on.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Looks up what is needed. False when this interpreter has it not.
bool line_hooks_prepare(void);

/// Begins to watch a main module's code and all code inside it. Between two instructions, with the GIL.
bool line_hooks_install(uintptr_t code);
