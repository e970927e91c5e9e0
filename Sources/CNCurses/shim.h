#pragma once

// The wide functions, as functions: macros are not imported into Swift.
#define NCURSES_WIDECHAR 1
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_NOMACROS 1
#include <ncurses.h>
#include <term.h>

// Swift imports neither these macros nor ncurses' global variables.
static const attr_t nc_normal = A_NORMAL;
static const attr_t nc_bold = A_BOLD;
static const attr_t nc_dim = A_DIM;
static const attr_t nc_reverse = A_REVERSE;
static const attr_t nc_underline = A_UNDERLINE;

static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

/// Has the next refresh draw everything, whatever ncurses believes is on the screen.
static inline void nc_redraw_all(void) { clearok(curscr, TRUE); }

static inline void nc_clear(void) { werase(stdscr); }

static inline void nc_set_up_modes(void) {
  raw();
  noecho();
  nonl();
  curs_set(0);
  keypad(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  // Input is read elsewhere: a refresh must not be put off because keys are waiting.
  typeahead(-1);
}

static inline void nc_cell(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
  wchar_t text[2] = {character, 0};
  setcchar(cell, text, attributes, 0, &pair);
}

static inline void nc_put_cells(int row, int column, const cchar_t *cells, int count) {
  mvwadd_wchnstr(stdscr, row, column, cells, count);
}

static inline void nc_show(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

/// A capability that is a string; NULL if the terminal has none.
static inline const char *nc_string(const char *name) {
  char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

// The names of all capabilities that a description can have, by number; NULL after the last.
static inline const char *nc_flag_name(int index) { return boolnames[index]; }
static inline const char *nc_number_name(int index) { return numnames[index]; }
static inline const char *nc_string_name(int index) { return strnames[index]; }

/// Reads the description of the terminal that TERM names, without opening it.
static inline int nc_read_description(const char *name, int descriptor) {
  int result = 0;
  return setupterm((char *)name, descriptor, &result) == OK;
}

static inline void nc_forget_description(void) { del_curterm(cur_term); }
