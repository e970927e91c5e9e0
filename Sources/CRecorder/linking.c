// Swift's linker line names libstdc++ and libm, which this library has no use for. What stands in this section goes
// before them on that line: a library that nothing refers to is then left out, and the recorded process doesn't load
// it.
__attribute__((used, section(".swift1_autolink_entries"))) static const char as_needed[] = "-Wl,--as-needed";
