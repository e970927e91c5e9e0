#define _GNU_SOURCE
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct settings settings;

bool settings_read(void) {
  const char *text = getenv("ARENASCOPE_RECORD");
  const char *colon = text != NULL ? strchr(text, ':') : NULL;
  if (colon == NULL || colon[1] != '/' || strlen(colon + 1) >= sizeof settings.path) return false;
  for (const char *letter = text; letter < colon; letter++) {
    if (*letter == 's') settings.stacks = true;
    if (*letter == 'c') settings.children = true;
    if (*letter == 'f') settings.force = true;
    if (*letter == 'o') settings.objects = true;
    if (*letter == 'l') settings.lines = true;
  }
  strcpy(settings.path, colon + 1);
  return true;
}

void settings_hide(void) {
  unsetenv("ARENASCOPE_RECORD");
  char *preload = getenv("LD_PRELOAD");
  if (preload == NULL) return;
  // The launcher puts its library first; setenv would call malloc.
  char *others = strchr(preload, ':');
  if (others == NULL) {
    unsetenv("LD_PRELOAD");
  } else {
    memmove(preload, others + 1, strlen(others));
  }
}

void settings_path(uint32_t number, char path[PATH_MAX]) {
  if (number <= 1) {
    strcpy(path, settings.path);
  } else {
    snprintf(path, PATH_MAX, "%s.%u", settings.path, number);
  }
}

uint32_t settings_reserve(char path[PATH_MAX]) {
  uint32_t last = settings.children ? 1000000 : 1;
  for (uint32_t number = 1; number <= last; number++) {
    settings_path(number, path);
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
      close(file);
      return number;
    }
    if (errno != EEXIST) return 0;
  }
  return 0;
}
