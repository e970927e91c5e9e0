extension Condition: CustomStringConvertible {
  /// A spelling that `init(_:)` reads back as the same condition.
  public var description: String {
    clauses.map(\.description).joined(separator: " and ")
  }
}

extension Condition.Clause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .size(let comparison, let bytes): "size \(comparison.rawValue) \(bytes)"
    case .sizeClass(let number): "class \((number + 1) * 16)"
    case .arena(.any): "arena"
    case .arena(.obtained): "arena obtained"
    case .arena(.returned): "arena released"
    case .address(let address): "0x" + String(address, radix: 16)
    case .thread(let number): "thread \(number)"
    case .interpreter(let number): "interpreter \(number)"
    case .site(let place): "line \(place.file):\(place.line)"
    case .function(let name): "function \(name)"
    case .poolState: "pool state"
    case .pool(let pool, let change): "\(pool) \(change.rawValue)"
    case .block(let pool, let block): "\(pool).\(block)"
    case .collection(let event, let generation):
      "gc" + (generation.map { " \($0)" } ?? "") + (event == .stop ? " stop" : "")
    case .total(let total, let comparison, let limit): "\(total.rawValue) \(comparison.rawValue) \(limit)"
    case .mark(let name): name.map { "mark \($0)" } ?? "mark"
    case .request(let kind): kind.rawValue
    case .surprise(let surprise): surprise.rawValue
    case .fork: "fork"
    case .object(let kind, let name): kind.word + (name.map { " \($0)" } ?? "")
    }
  }
}

extension ObjectMoments.Event.Kind {
  /// The word of conditions.
  var word: String {
    switch self {
    case .born: "born"
    case .died: "dies"
    case .count: "refs"
    case .resurrected: "resurrected"
    }
  }
}

extension Condition.PoolNumber: CustomStringConvertible {
  public var description: String {
    (heap == 0 ? "" : "\(heap):") + "\(arena).\(pool)"
  }
}
