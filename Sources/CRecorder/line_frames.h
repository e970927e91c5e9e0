// The frames of the user's script, and their variables.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Finds this version's structures. NULL, or why lines can't be recorded.
const char *line_frames_prepare(void);

/// The innermost frame of the calling thread, 0 when it has none.
uintptr_t line_frame_now(void);
uintptr_t line_frame_caller(uintptr_t frame);
/// 0 when the frame runs no Python code.
uintptr_t line_frame_code(uintptr_t frame);
uint32_t line_frame_first_line(uintptr_t code);
uintptr_t line_code_name(uintptr_t code);
uintptr_t line_code_file(uintptr_t code);
uintptr_t line_code_constants(uintptr_t code);

/// An instruction that is being executed: where it lies, or how far into the code.
struct line_instruction {
  uintptr_t frame, position;
};

/// The instruction of the innermost frame, up to 3.11. False when it isn't a call.
bool line_frame_calls(struct line_instruction *instruction);

static inline bool line_instruction_is(const struct line_instruction *a, const struct line_instruction *b) {
  return a->frame == b->frame && a->position == b->position;
}

/// Whether a frame runs the program's main module.
bool line_frame_is_main(uintptr_t frame);

/// Remembers the script, by its main module's code; says whether code belongs to it.
void line_script_found(uintptr_t code);
bool line_code_is_ours(uintptr_t code);

/// Calls `add` for each variable of a frame: those of a module or class body from its dict, without the module's
/// __names__.
typedef bool (*line_variable_sink)(void *context, uintptr_t name, uintptr_t value);
void line_frame_variables(uintptr_t frame, uintptr_t code, line_variable_sink add, void *context);
