/// A script at a line, with its variables and what they refer to.
public struct SourceScene: Sendable, Hashable {
  /// The file without its folders.
  public var file: String
  /// The function whose line it is.
  public var function: String
  /// The text of the file; empty where nobody has it.
  public var lines: [String]
  /// The line that is about to run, or that made the last request where lines weren't recorded, from 1; nil before the
  /// first one.
  public var line: Int?
  /// How many lines are recorded.
  public var count: Int
  /// Which of them this is, from 1.
  public var number: Int
  /// The frames with their variables, the innermost first.
  public var scopes: [Scope]
  /// Objects that live though no variable leads to them.
  public var nameless: [Variable] = []
  /// What lies around the chosen object, else around one that the line has changed; nil where nothing does.
  public var around: NeighbourhoodScene?
  /// The steps of the line, as far as it has run and to its end.
  public var steps: Range<Int> = 0..<0
  /// The collections that the line starts, in words.
  public var collections: [String] = []

  /// Makes the scene of a line.
  public init(
    file: String, function: String, lines: [String], line: Int?, count: Int = 0, number: Int = 0, scopes: [Scope] = []
  ) {
    self.file = file
    self.function = function
    self.lines = lines
    self.line = line
    self.count = count
    self.number = number
    self.scopes = scopes
  }

  /// The numbers of the lines that belong to the script, from 1: the prose of a lesson, and the second of two empty
  /// lines that it parted, don't. O(lines).
  public var numbers: [Int] {
    var numbers: [Int] = []
    var isBehindProse = false
    for (index, text) in lines.enumerated() {
      let code = text.drop { $0 == " " }
      if code.hasPrefix("#:") {
        isBehindProse = true
      } else if code.isEmpty, isBehindProse, numbers.last.map({ lines[$0 - 1].allSatisfy { $0 == " " } }) != false {
        continue
      } else {
        isBehindProse = false
        numbers.append(index + 1)
      }
    }
    return numbers
  }

  /// A frame of the script.
  public struct Scope: Sendable, Hashable {
    /// The function's name; that of the file for the script itself.
    public var title: String
    /// Its variables.
    public var variables: [Variable]

    /// Makes a frame.
    public init(title: String, variables: [Variable]) {
      self.title = title
      self.variables = variables
    }
  }

  /// A name and the object that it refers to, or an object without a name.
  public struct Variable: Sendable, Hashable {
    /// The name; empty for an object without one.
    public var name: String
    /// `list`, `int 3`; nil where it has no value yet.
    public var object: String?
    /// `refs 1`, `refs 2→1`, `immortal`.
    public var references = ""
    /// The object's block, where it lies in a pool.
    public var block: PlaceName?
    /// The object's address, to choose it by.
    public var address: UInt64?
    /// What the object refers to: `.peer → Node`.
    public var targets: [String] = []
    /// Whether the object is the chosen one.
    public var isChosen = false
    /// Whether the line before has changed what the name refers to, or the object's count.
    public var isNow = false
    /// Whether the object's block has gone back since the line began.
    public var isFreed = false

    /// Makes a variable.
    public init(name: String, object: String?) {
      self.name = name
      self.object = object
    }
  }

  /// The variables and nameless objects that can be chosen, from the top.
  public var choices: [UInt64] { (scopes.flatMap(\.variables) + nameless).compactMap(\.address) }
}
