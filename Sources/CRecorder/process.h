// The ends of the recorded process that it chooses itself; a signal that kills it leaves a file that can be read too.
#pragma once

#include <stdbool.h>

/// Ends the recording: the process is about to end with `status`.
void process_ends(int status);

/// Ends the recording because another program is about to take the process over. Whether there was one; then the lock
/// is held.
bool process_leaves(void);

/// Goes on recording after an exec that failed.
void process_stays(bool finished);
