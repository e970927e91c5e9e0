#pragma once

#include <stddef.h>

/// Remembers what each signal does now; to be called before ncurses installs handlers of its own.
void terminal_guard_remember(void);

/// Installs the handlers. Whatever ends the program then, `restore` are the bytes that bring the terminal `tty` back and
/// `modes` (a struct termios) the modes it gets. Gives the descriptor from which the numbers of signals can be read (0 is
/// a call of terminal_guard_wake), or -1.
int terminal_guard_start(int tty, const void *modes, const char *restore, size_t length);

/// Begins to hold what is written to standard error back, and to restore the terminal at an unexpected end.
void terminal_guard_arm(void);

/// Ends what terminal_guard_arm began and lets out what was written to standard error; the terminal must be restored.
void terminal_guard_disarm(void);

/// Puts all signals back to what terminal_guard_remember saw, and closes the pipe.
void terminal_guard_stop(void);

/// Makes the descriptor of terminal_guard_start readable; from any thread.
void terminal_guard_wake(void);

/// Stops the process as Control-Z does, and returns once it goes on.
void terminal_guard_suspend(void);

/// Ends the process by a signal, as if it had never been caught.
_Noreturn void terminal_guard_die(int signal);
