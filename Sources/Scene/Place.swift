/// A place in the simulated heap by the numbers that people read: `2` arena, `2.42` pool, `2.42.88` block.
public struct PlaceName: Hashable, Sendable, CustomStringConvertible {
  /// The heap of an isolated sub-interpreter, 0 for the main one.
  public var heap: Int
  /// CPython's `arenaindex`.
  public var arena: Int
  /// The pool's number in the arena by address.
  public var pool: Int?
  /// The block's number in the pool by address.
  public var block: Int?

  /// Makes the name of an arena, a pool or a block.
  public init(heap: Int = 0, arena: Int, pool: Int? = nil, block: Int? = nil) {
    self.heap = heap
    self.arena = arena
    self.pool = pool
    self.block = pool == nil ? nil : block
  }

  /// The dotted number; a heap other than the main one stands before it as in `1:2.42`.
  public var description: String {
    var text = heap == 0 ? "\(arena)" : "\(heap):\(arena)"
    if let pool { text += ".\(pool)" }
    if let block { text += ".\(block)" }
    return text
  }

  /// Reads a dotted number as it's typed; nil if it isn't one.
  public init?(_ text: String) {
    var rest = Substring(text)
    var heap = 0
    if let colon = rest.firstIndex(of: ":") {
      guard let number = Int(rest[..<colon]), number >= 0 else { return nil }
      heap = number
      rest = rest[rest.index(after: colon)...]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...3).contains(parts.count), let arena = parts[0], parts.allSatisfy({ ($0 ?? -1) >= 0 }) else { return nil }
    self.init(
      heap: heap, arena: arena, pool: parts.count > 1 ? parts[1] : nil, block: parts.count > 2 ? parts[2] : nil)
  }

  /// The name without its block.
  public var poolName: PlaceName { PlaceName(heap: heap, arena: arena, pool: pool) }
  /// The name of the arena alone.
  public var arenaName: PlaceName { PlaceName(heap: heap, arena: arena) }
}

/// What is chosen; one selection for the whole program.
public struct Selection: Hashable, Sendable {
  /// A thing that can be chosen.
  public enum Thing: Hashable, Sendable {
    /// An arena, a pool or a block.
    case place(PlaceName)
    /// A request that malloc served, by its address.
    case raw(UInt64)
    /// An object, by the address of its block or one within it.
    case object(UInt64)
    /// A step of the trace.
    case event(Int)
  }

  /// The chosen thing; nil before anything is.
  public var thing: Thing?
  /// Whether the user chose it; otherwise it follows what each step changes.
  public var isChosen: Bool

  /// Makes a selection; without a thing it follows the steps.
  public init(_ thing: Thing? = nil, isChosen: Bool = false) {
    self.thing = thing
    self.isChosen = isChosen
  }

  /// The chosen place, if it's one.
  public var place: PlaceName? {
    if case .place(let place) = thing { place } else { nil }
  }
}
