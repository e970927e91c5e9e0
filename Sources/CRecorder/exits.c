// Functions of the C library that end the program without the handlers of exit: the preloaded library stands before the
// C library.
#define _GNU_SOURCE
#include "process.h"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

EXPORTED _Noreturn void _exit(int status) {
  process_ends(status);
  for (;;) syscall(SYS_exit_group, status);
}

EXPORTED _Noreturn void _Exit(int status) { _exit(status); }

EXPORTED int execve(const char *path, char *const argv[], char *const environment[]) {
  bool finished = process_leaves();
  long result = syscall(SYS_execve, path, argv, environment);
  process_stays(finished);
  return (int)result;
}

EXPORTED int execv(const char *path, char *const argv[]) { return execve(path, argv, environ); }

EXPORTED int fexecve(int file, char *const argv[], char *const environment[]) {
  int (*next)(int, char *const[], char *const[]) = dlsym(RTLD_NEXT, "fexecve");
  bool finished = process_leaves();
  int result = next(file, argv, environment);
  process_stays(finished);
  return result;
}

EXPORTED int execvpe(const char *name, char *const argv[], char *const environment[]) {
  int (*next)(const char *, char *const[], char *const[]) = dlsym(RTLD_NEXT, "execvpe");
  bool finished = process_leaves();
  int result = next(name, argv, environment);
  process_stays(finished);
  return result;
}

EXPORTED int execvp(const char *name, char *const argv[]) { return execvpe(name, argv, environ); }
