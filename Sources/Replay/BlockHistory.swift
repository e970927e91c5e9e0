import HeapCore
import Trace

/// What happened at a block's address before and after a moment, found in slices.
///
/// The newest event before the moment and the oldest after it come first: who has the block now, and when it is freed.
public final class BlockHistory {
  /// One event at the address.
  public struct Entry: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
      /// The block was handed out for a request of so many bytes.
      case taken(size: UInt64)
      case freed
      /// It holds another number of bytes now, in place.
      case resized(size: UInt64)
      /// A realloc moved what it held to another address.
      case movedAway(to: UInt64)
    }

    public var step: Int
    public var change: Change
  }

  public let address: UInt64
  /// The events before the moment, the newest first.
  public private(set) var earlier: [Entry] = []
  /// The events from the moment on, the oldest first.
  public private(set) var later: [Entry] = []

  private let trace: TraceFile
  private let limits: (earlier: Int, later: Int)
  private let search: (Int, Search.Direction) -> Search
  private var forward: Search?
  private var backward: Search?

  init(
    _ address: UInt64, in trace: TraceFile, at moment: Int, earlier: Int, later: Int,
    search: @escaping (Int, Search.Direction) -> Search
  ) {
    self.address = address
    self.trace = trace
    limits = (earlier, later)
    self.search = search
    forward = later > 0 ? search(moment, .forward) : nil
    // A search backward leaves out the event that its moment shows; here that event counts.
    backward = earlier > 0 ? search(moment + 1, .backward) : nil
  }

  /// Whether there is no more to find.
  public var isComplete: Bool { forward == nil && backward == nil }

  /// Goes on for about so long: first back, then forward.
  public func advance(milliseconds: Double) throws(ReplayError) {
    let end = threadNanoseconds() + UInt64(max(0, milliseconds) * 1e6)
    while !isComplete, threadNanoseconds() < end {
      if let search = backward {
        guard let step = try next(search) else { continue }
        if let entry = try entry(step) { earlier.append(entry) }
        backward = earlier.count < limits.earlier ? self.search(step + 1, .backward) : nil
      } else if let search = forward {
        guard let step = try next(search) else { continue }
        if let entry = try entry(step) { later.append(entry) }
        forward = later.count < limits.later ? self.search(step + 1, .forward) : nil
      }
    }
  }

  /// The step that a search found; nil while it goes on or when it has ended.
  private func next(_ search: Search) throws(ReplayError) -> Int? {
    switch search.advance(milliseconds: 2) {
    case .running: return nil
    case .found(let step): return step
    case .exhausted:
      if search === backward { backward = nil } else { forward = nil }
      return nil
    case .failed(let error): throw error
    }
  }

  private func entry(_ step: Int) throws(ReplayError) -> Entry? {
    switch try trace.step(step) {
    case .allocation(_, _, let size, _): Entry(step: step, change: .taken(size: size))
    case .free: Entry(step: step, change: .freed)
    case .realloc(_, let old, let size, let new) where old == new: Entry(step: step, change: .resized(size: size))
    case .realloc(_, let old, let size, let new):
      Entry(step: step, change: old == address ? .movedAway(to: new) : .taken(size: size))
    default: nil
    }
  }
}

extension Timeline {
  /// Looks for what happened at a block's address around this moment.
  public func history(of address: UInt64, earlier: Int = 8, later: Int = 1) -> BlockHistory {
    let condition = Condition(clauses: [.address(address)])
    return BlockHistory(address, in: trace, at: position, earlier: earlier, later: later) { [unowned self] in
      search(condition, from: $0, $1)
    }
  }
}
