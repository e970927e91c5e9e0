#include "interpreters.h"

#include "events.h"
#include "python.h"

#define INTERPRETERS 256
#define OWN_ARENAS 4096
#define INTERPRETER_OF_THREAD 16        // offset of tstate.interp, 3.8 to 3.15

static void *const nothing;
static const char many;
void *const *interpreters_list = &nothing;
const void *interpreters_seen = &many;  // never equal: look at the first event, and always while there are many

static struct {
  void *state;
  int64_t number;
  uint16_t heap;
} known[INTERPRETERS];
static unsigned known_count;
static uint16_t heaps;
static bool in_main = true;

static struct {
  uintptr_t address;
  uint16_t heap;
} own_arenas[OWN_ARENAS];
static unsigned own_count;
static uint16_t destroyed;              // the heap whose arenas are going back right now

/// The place of the list's head: the runtime has the head and the main interpreter in two words side by side.
static void *const *find_list(void *main) {
  void *const *words = (void *const *)python.runtime;
  for (unsigned i = 0; i < 512; i++)
    if (words[i] == main && words[i + 1] == main) return &words[i];
  return NULL;
}

static uint16_t heap_of(void *state, int64_t number, bool first_arena) {
  for (unsigned i = 0; i < known_count; i++)
    if (known[i].state == state && known[i].number == number) return known[i].heap;
  bool own = first_arena && python_minor() >= 12 && state != python.interpreter_main();
  uint16_t heap = own ? ++heaps : 0;
  unsigned place = known_count < INTERPRETERS ? known_count++ : (unsigned)number % INTERPRETERS;
  known[place].state = state;
  known[place].number = number;
  known[place].heap = heap;
  return heap;
}

static void look(bool first_arena) {
  void *head = python.interpreter_head();
  if (head == NULL) return;
  if (interpreters_list == &nothing) {
    void *const *list = find_list(head);
    if (list != NULL) interpreters_list = list;
  }
  if (python.interpreter_next(head) == NULL && interpreters_list != &nothing) {
    interpreters_seen = head;
    in_main = true;
    events_interpreter(0, 0);
    return;
  }
  interpreters_seen = &many;
  uint8_t *thread = python.thread_state();
  if (thread == NULL) return;
  void *state = *(void **)(thread + INTERPRETER_OF_THREAD);
  if (state == NULL) return;
  int64_t number = python.interpreter_number(state);
  in_main = state == python.interpreter_main();
  events_interpreter((uint16_t)number, heap_of(state, number, first_arena));
}

void interpreters_look(void) { look(false); }

void interpreters_arena_obtained(uintptr_t address) {
  if (*interpreters_list != interpreters_seen) look(true);
  if (encoder.heap == 0 || own_count == OWN_ARENAS) return;
  own_arenas[own_count].address = address;
  own_arenas[own_count++].heap = encoder.heap;
}

bool interpreters_arena_returned(uintptr_t address, bool inside_request) {
  if (inside_request && *interpreters_list != interpreters_seen) look(false);
  for (unsigned i = 0; i < own_count; i++) {
    if (own_arenas[i].address != address) continue;
    uint16_t heap = own_arenas[i].heap;
    own_arenas[i] = own_arenas[--own_count];
    if (inside_request) return false;
    if (heap != destroyed) {
      destroyed = heap;
      uint16_t interpreter = encoder.interpreter, current = encoder.heap;
      events_interpreter(interpreter, heap);
      events_heap_destroyed();
      events_interpreter(interpreter, current);
    }
    return true;
  }
  return false;
}

bool interpreters_in_main(void) { return in_main; }

bool interpreters_run_in_parallel(void) {
  bool one_thread = &__libc_single_threaded != NULL && __libc_single_threaded;
  return own_count > 0 && interpreters_seen == &many && !one_thread;
}
