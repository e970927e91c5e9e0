/// A place in the program: the innermost Python frame of a request.
public struct CallSite: Sendable, Hashable {
  /// The file as it's shown, without its folders.
  public var file: String
  /// The line, 0 where it isn't known.
  public var line: Int
  /// The function's qualified name.
  public var function: String

  /// Makes a call site.
  public init(file: String, line: Int, function: String) {
    self.file = file
    self.line = line
    self.function = function
  }

  /// `orders.py:31`, or the file alone where the line isn't known.
  public var text: String { line > 0 ? "\(file):\(line)" : file }
}

/// The Python frames of a request.
public struct StackScene: Sendable, Hashable {
  /// The frames, innermost first.
  public var frames: [CallSite]
  /// What they belong to: `event 83,650`.
  public var title: String
  /// Why there are none, in a sentence; empty where there are.
  public var absence: String

  /// Makes a call stack.
  public init(frames: [CallSite], title: String, absence: String = "") {
    self.frames = frames
    self.title = title
    self.absence = absence
  }
}

/// One block (or a request that malloc served) with its history.
public struct BlockScene: Sendable, Hashable {
  /// What the block is to the program.
  public enum State: Sendable, Hashable { case used, free, notCarved, ghost }

  /// The block's number; nil for a request that malloc served.
  public var name: PlaceName?
  /// Its address.
  public var address: UInt64
  /// Its state.
  public var state: State
  /// Its size class, nil for a request that malloc served.
  public var sizeClass: Int?
  /// Bytes it has.
  public var blockSize: Int
  /// Bytes that were asked, nil unless it's in use and known.
  public var asked: Int?
  /// What asked: `OBJ`, `MEM` or `RAW`.
  public var domain: String
  /// The step that took it, nil where it isn't known.
  public var since: Int?
  /// How long it has lived, in words; empty where it isn't known.
  public var age: String
  /// Who took it; nil where it isn't known.
  public var site: CallSite?
  /// The whole stack of who took it.
  public var stack: StackScene?
  /// Its earlier tenants, the latest first: `56 bytes, freed at event 83,649`.
  public var before: [String]
  /// Its place in the free chain from 1; nil if it isn't free.
  public var order: Int?
  /// What the last step did to it.
  public var change: Change
  /// The type of its object; empty where it isn't known.
  public var type: String

  /// Makes a block.
  public init(
    name: PlaceName?, address: UInt64, state: State, sizeClass: Int?, blockSize: Int, asked: Int? = nil,
    domain: String = "OBJ", since: Int? = nil, age: String = "", site: CallSite? = nil, stack: StackScene? = nil,
    before: [String] = [], order: Int? = nil, change: Change = .none, type: String = ""
  ) {
    self.name = name
    self.address = address
    self.state = state
    self.sizeClass = sizeClass
    self.blockSize = blockSize
    self.asked = asked
    self.domain = domain
    self.since = since
    self.age = age
    self.site = site
    self.stack = stack
    self.before = before
    self.order = order
    self.change = change
    self.type = type
  }

  /// The block's name as a title: `Block 2.42.88`, or `Raw block`.
  public var title: String { name.map { "Block \($0)" } ?? "Raw block" }
}
