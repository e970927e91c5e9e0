/// The lessons and recordings that come with the program: this target has them put beside it, so that a copy of the
/// folder that was built has all that it needs.
///
/// Nothing depends on it: `arenascope` looks for the folder by its name.
public enum BundledTraces {
  /// The folder beside the program.
  public static let folder = "arenascope_BundledTraces.resources/Traces"
}
