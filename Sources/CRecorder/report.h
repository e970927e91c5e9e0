// CPython's own statistics, taken with _PyObject_DebugMallocStats, into REPORT frames.
#pragma once

/// Makes the stream that the report is printed to; it calls malloc, so that it is done before CPython begins.
void report_prepare(void);

/// Adds a REPORT frame of this moment. The caller has the lock and the GIL, and isn't inside a request.
void report_take(void);

/// The last report, unless one was taken at this very step: the caller has the lock, but perhaps no thread state.
void report_at_end(void);
