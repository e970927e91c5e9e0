// Whatever ends the program, the terminal is put right. Everything that runs in a handler is async-signal-safe.
#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// Told to the program, which ends or redraws in good order.
static const int told[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH};
// End the program at once, by default as well as here.
static const int fatal[] = {SIGSEGV, SIGBUS,    SIGILL,  SIGTRAP, SIGFPE,  SIGABRT, SIGSYS, SIGPIPE, SIGALRM,
                            SIGUSR1, SIGUSR2,   SIGPROF, SIGXCPU, SIGXFSZ, SIGPWR,  SIGIO,  SIGVTALRM,
                            SIGSTKFLT};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct sigaction original[NSIG];
static int pipe_ends[2] = {-1, -1};
static int terminal = -1;
static struct termios saved_modes;
static char restore_bytes[512];
static size_t restore_length;
static int held_errors = -1, true_errors = -1;
static volatile sig_atomic_t armed, asked_to_end;

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

static void let_errors_out(void) {
  if (true_errors < 0) return;
  dup2(true_errors, STDERR_FILENO);
  char buffer[4096];
  off_t place = 0;
  ssize_t length;
  while ((length = pread(held_errors, buffer, sizeof buffer, place)) > 0) {
    write_all(STDERR_FILENO, buffer, (size_t)length);
    place += length;
  }
  close(held_errors);
  close(true_errors);
  held_errors = true_errors = -1;
}

static void restore(void) {
  if (!armed) return;
  armed = 0;
  write_all(terminal, restore_bytes, restore_length);
  // Output that is still on its way is not waited for: the terminal may have stopped taking it.
  tcsetattr(terminal, TCSANOW, &saved_modes);
  let_errors_out();
}

static void unblock(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  restore();
  // A signal that somebody sent is the end; there is nothing to explain.
  if (info->si_code <= 0 || number == SIGPIPE || number == SIGIO) terminal_guard_die(number);
  // A fault happens again on return and then meets the handler that was there before, such as Swift's backtracer.
  sigaction(number, &original[number], NULL);
}

static int ends_program(int number) {
  return number == SIGHUP || number == SIGINT || number == SIGQUIT || number == SIGTERM;
}

static void on_told(int number) {
  int error = errno;
  if (ends_program(number)) {
    // Asked for the second time, the program has had its chance.
    if (asked_to_end) {
      restore();
      terminal_guard_die(number);
    }
    asked_to_end = 1;
  }
  char byte = (char)number;
  (void)!write(pipe_ends[1], &byte, 1);
  errno = error;
}

void terminal_guard_remember(void) {
  for (size_t i = 0; i < COUNT(told); i++) sigaction(told[i], NULL, &original[told[i]]);
  for (size_t i = 0; i < COUNT(fatal); i++) sigaction(fatal[i], NULL, &original[fatal[i]]);
}

static int is_ignored(int number) {
  return !(original[number].sa_flags & SA_SIGINFO) && original[number].sa_handler == SIG_IGN;
}

static void use_own_stack(void) {
  static char stack[64 * 1024];
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
  stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&own, NULL);
}

static void restore_at_exit(void) { restore(); }

int terminal_guard_start(int tty, const void *modes, const char *bytes, size_t length) {
  static int registered;
  if (length > sizeof restore_bytes || pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  terminal = tty;
  memcpy(&saved_modes, modes, sizeof saved_modes);
  memcpy(restore_bytes, bytes, length);
  restore_length = length;
  asked_to_end = 0;
  if (!registered) {
    registered = 1;
    atexit(restore_at_exit);
  }
  use_own_stack();
  for (size_t i = 0; i < COUNT(told); i++) {
    struct sigaction action = {.sa_handler = on_told, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    // What the parent had ignored (as nohup does) stays ignored.
    if (is_ignored(told[i]) && told[i] != SIGCONT && told[i] != SIGWINCH) action.sa_handler = SIG_IGN;
    sigaction(told[i], &action, NULL);
  }
  for (size_t i = 0; i < COUNT(fatal); i++) {
    if (is_ignored(fatal[i])) continue;
    struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(fatal[i], &action, NULL);
  }
  return pipe_ends[0];
}

void terminal_guard_arm(void) {
  // Only what would land on the screen is held back: a redirected standard error is left alone.
  if (true_errors < 0 && isatty(STDERR_FILENO)) {
    held_errors = memfd_create("standard error", MFD_CLOEXEC);
    true_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (held_errors < 0 || true_errors < 0) {
      if (held_errors >= 0) close(held_errors);
      if (true_errors >= 0) close(true_errors);
      held_errors = true_errors = -1;
    } else {
      // O_APPEND, so that a child's writes do not land on ours.
      fcntl(held_errors, F_SETFL, O_APPEND);
      dup2(held_errors, STDERR_FILENO);
    }
  }
  armed = 1;
}

void terminal_guard_disarm(void) {
  armed = 0;
  let_errors_out();
}

void terminal_guard_stop(void) {
  for (size_t i = 0; i < COUNT(told); i++) sigaction(told[i], &original[told[i]], NULL);
  for (size_t i = 0; i < COUNT(fatal); i++) sigaction(fatal[i], &original[fatal[i]], NULL);
  for (int i = 0; i < 2; i++) {
    if (pipe_ends[i] >= 0) close(pipe_ends[i]);
    pipe_ends[i] = -1;
  }
}

void terminal_guard_wake(void) {
  char byte = 0;
  if (pipe_ends[1] >= 0) (void)!write(pipe_ends[1], &byte, 1);
}

void terminal_guard_suspend(void) {
  // Going on is what this waits for, so it is not told a second time.
  struct sigaction action = {.sa_handler = SIG_DFL}, stop, go;
  sigaction(SIGTSTP, &action, &stop);
  sigaction(SIGCONT, &action, &go);
  unblock(SIGTSTP);
  raise(SIGTSTP);
  sigaction(SIGCONT, &go, NULL);
  sigaction(SIGTSTP, &stop, NULL);
}

_Noreturn void terminal_guard_die(int number) {
  signal(number, SIG_DFL);
  unblock(number);
  raise(number);
  _exit(128 + number);
}
