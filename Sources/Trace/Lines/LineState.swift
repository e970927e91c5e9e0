/// What a recorded script's variables referred to at one moment.
public struct LineState: Hashable, Sendable {
  /// The frames of the script's code that were running, the outermost first.
  public var scopes: [LineScope] = []
  /// The objects that the variables lead to, and those that live though no variable leads to them any more; by address.
  public var objects: [UInt64: LineObject] = [:]

  /// Makes an empty state.
  public init() {}
}

/// A frame of the script and its variables.
public struct LineScope: Hashable, Sendable {
  /// The qualified name of the function; `<module>` for the script itself.
  public var function: String
  /// The file, as code objects name it.
  public var file: String
  /// The line that it has reached.
  public var line: Int
  /// Its variables, in the order in which they appeared.
  public var variables: [LineVariable] = []
}

/// A name and what it refers to.
public struct LineVariable: Hashable, Sendable {
  /// The variable's name.
  public var name: String
  /// The object's address; nil where the variable has no value yet.
  public var address: UInt64?
}

/// An object that a variable leads to.
public struct LineObject: Hashable, Sendable {
  /// The name of its type.
  public var type: String
  /// Its value in a few words; nil where it has none.
  public var value: String?
  /// Its reference count; nil for an immortal object.
  public var referenceCount: UInt64?
  /// The objects that it refers to, in their order.
  public var references: [LineReference] = []
}

/// A reference from one object to another.
public struct LineReference: Hashable, Sendable {
  /// `.name`, `[0]` or `['key']`; empty where the reference has no name.
  public var label: String
  /// The address of the object that is referred to.
  public var target: UInt64

  /// Makes a reference.
  public init(label: String, target: UInt64) {
    self.label = label
    self.target = target
  }
}

/// Where a script was when a line was recorded.
public struct LinePlace: Hashable, Sendable {
  /// What the script was about to do.
  public enum Event: UInt8, Sendable {
    /// It had reached a line, which it had not begun.
    case line
    /// A function had been called.
    case call
    /// A function was about to return.
    case `return`
  }

  /// The moment: the number of steps before it.
  public var step: Int
  /// What happened.
  public var event: Event
  /// The file, as code objects name it.
  public var file: String
  /// The line; 0 where it isn't known.
  public var line: Int
  /// The qualified name of the function.
  public var function: String
  /// How many frames of the script were running.
  public var depth: Int
  /// Whether some of the variables or objects were left out, as there were too many.
  public var isCut: Bool
}
