import HeapCore
import Trace

/// What a measure says at a moment.
public enum LessonValue: Hashable, Sendable {
  case number(Int)
  case truth(Bool)
  /// A block of a pool or of malloc's.
  case block(LessonBlock)
  /// A pool: the number of its arena and its own.
  case pool(arena: Int, pool: Int)
  /// An object by the name that it's known by, and its address.
  case object(name: String, address: UInt64)
  case text(String)

  /// The value in words.
  public var words: String {
    switch self {
    case .number(let number): grouped(number)
    case .truth(let truth): truth ? "yes" : "no"
    case .block(let block): block.words
    case .pool(let arena, let pool): "\(arena).\(pool)"
    case .object(let name, _): shown(name)
    case .text(let text): shown(text)
    }
  }
}

/// A block by its place, as people name it: arena, pool and block by number.
public struct LessonBlock: Hashable, Sendable {
  /// The address in the simulation.
  public var address: UInt64
  /// CPython's number of the arena, the pool's number in it, the block's in that; nil for a block of malloc's.
  public var place: Place?
  /// The place as the simulation's own handles.
  public var reference: BlockRef?

  /// Three numbers.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    public var arena: Int
    public var pool: Int
    public var block: Int

    /// The numbers with points between them.
    public var description: String { "\(arena).\(pool).\(block)" }
  }

  /// `block 3 of pool 0.7`.
  public var words: String {
    guard let place else { return "the block of malloc's at 0x" + String(address, radix: 16) }
    return "block \(place.block) of pool \(place.arena).\(place.pool)"
  }
}

/// Writes a number with commas between its thousands.
func grouped(_ number: Int) -> String {
  guard number.magnitude >= 10_000 else { return "\(number)" }
  var digits = String(number.magnitude)
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.insert(Substring(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  groups.insert(Substring(digits), at: 0)
  return (number < 0 ? "-" : "") + groups.joined(separator: ",")
}
