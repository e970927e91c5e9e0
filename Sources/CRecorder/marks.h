// sys.audit("arenascope.mark", NAME) becomes a mark.
#pragma once

/// Finds the place where CPython keeps the function of sys.audit and puts ours there. NULL, or a note that says why
/// there are no marks.
const char *marks_install(void);
