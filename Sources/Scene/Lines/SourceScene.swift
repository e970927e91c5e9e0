/// A script at a line, with its variables and what they refer to.
public struct SourceScene: Sendable, Hashable {
  /// The file without its folders.
  public var file: String
  /// The function whose line it is.
  public var function: String
  /// The text of the file; empty where nobody has it.
  public var lines: [String]
  /// The line that is about to run, from 1; nil before the first one.
  public var line: Int?
  /// Which of how many recorded lines this is.
  public var place: (number: Int, count: Int) { (number, count) }
  /// How many lines are recorded.
  public var count: Int
  var number: Int
  /// The frames with their variables, the innermost first.
  public var scopes: [Scope]

  /// A frame of the script.
  public struct Scope: Sendable, Hashable {
    /// The function's name; that of the file for the script itself.
    public var title: String
    /// Its variables.
    public var variables: [Variable]
  }

  /// A name and the object that it refers to.
  public struct Variable: Sendable, Hashable {
    /// The name.
    public var name: String
    /// `list`, `int 3`; nil where it has no value yet.
    public var object: String?
    /// `refs 1`, `immortal`.
    public var references: String
    /// The object's block, where it lies in a pool.
    public var block: PlaceName?
    /// What the object refers to: `.peer → Node`.
    public var targets: [String]
  }
}
