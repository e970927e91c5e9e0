// Processes that cannot be recorded, and why.
#pragma once

/// Why this process cannot be recorded, as one sentence; NULL when it can.
const char *refusal(int argc, char **argv);
