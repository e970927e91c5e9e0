/// The text spelling of a trace: one event a line, for people (FORMAT.md §6).
public enum TextTrace {
  static func parse(_ source: ByteSource) throws(TraceError) -> TraceFile {
    throw .notATrace(file: source.name)
  }
}
