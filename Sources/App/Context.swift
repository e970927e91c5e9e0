/// Where a key is pressed: what is on top of the screen decides what the key means.
public enum Context: String, CaseIterable, Sendable {
  /// The map of the arenas with the chosen pool.
  case heap
  /// One pool, block by block.
  case pool
  /// The objects that a collection looked at.
  case objects
  /// A collection, step by step.
  case collection
  /// The lines of the script.
  case source
  /// Who keeps the arenas.
  case pins
  /// The requests above 512 bytes.
  case raw
  /// The events around this one.
  case events
  /// The traces to choose from.
  case library
  /// The list of breakpoints.
  case breakpoints
  /// The help screen.
  case help

  /// The views of a moment of a trace.
  public static let views: Set<Context> = [.heap, .pool, .objects, .collection, .source, .pins, .raw, .events]
  /// Everywhere that isn't a line of text being typed.
  public static let everywhere = Set(allCases)
}
