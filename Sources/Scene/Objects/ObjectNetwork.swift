import Collector

/// Objects at one moment and who refers to whom, wherever that is known from.
final class ObjectNetwork {
  /// Where the objects are known from.
  enum Origin: Hashable {
    /// A written trace tells of all of them at every moment.
    case written(moment: Int)
    /// The variables of a recorded script lead to them, or did.
    case line(Int, moment: Int)
    /// A collection looked at them.
    case collection(Int)
  }

  /// What is known of an object besides.
  struct Traits: OptionSet {
    let rawValue: UInt8
    static let immortal = Traits(rawValue: 1)
    static let finalizer = Traits(rawValue: 2)
    static let finalized = Traits(rawValue: 4)
    /// It has only been born in the last step.
    static let isNew = Traits(rawValue: 8)
    /// No variable leads to it any more, but its block is still in use.
    static let lost = Traits(rawValue: 16)
    /// Its block has been freed since the line.
    static let freed = Traits(rawValue: 128)
    /// The collection took it out of its lists.
    static let left = Traits(rawValue: 32)
    /// The collection let it stay.
    static let stays = Traits(rawValue: 64)
  }

  let origin: Origin
  /// Reference counts and references.
  let candidates: CandidateSet
  let types: CandidateNames
  /// The addresses of the objects' blocks, or ones within them; empty where nobody knows them.
  let addresses: [UInt64]
  /// Their own names; empty where they are named by their types.
  var titles: [String] = []
  /// The variables that hold them.
  var variables: [Int32: [String]] = [:]
  /// The names of the references, in the order of the references; empty where they have none.
  var labels: [String] = []
  var traits: [Traits] = []
  /// Their generations: 3 is permanent, -1 untracked; empty where that isn't known.
  var generations: [Int8] = []
  /// Bytes asked for their blocks; empty where that isn't known.
  var sizes: [Int] = []
  /// The counts before the last step of those that it changed.
  var countsBefore: [Int32: Int] = [:]
  /// References that the last step made.
  var made: Set<ReferenceGraph.Edge> = []
  /// References that the last step took away, with their names.
  var gone: [(edge: ReferenceGraph.Edge, label: String)] = []

  private(set) lazy var holders = ObjectHolders(candidates)
  private lazy var placesByAddress = Dictionary(
    addresses.indices.lazy.map { (self.addresses[$0], Int32($0)) }, uniquingKeysWith: { first, _ in first })
  private var cycles: CycleFinder
  private lazy var isReached = findReached()

  init(_ origin: Origin, _ candidates: CandidateSet, types: CandidateNames, addresses: [UInt64]) {
    self.origin = origin
    self.candidates = candidates
    self.types = types
    self.addresses = addresses
    cycles = CycleFinder(count: candidates.count)
    // What takes no time is done at once.
    if candidates.count + candidates.referenceCount < 1 << 15 {
      while !cycles.isDone { cycles.advance(candidates, references: 1 << 14) }
    }
  }

  var count: Int { candidates.count }

  // MARK: objects

  /// What to call an object.
  func name(_ object: Int32) -> String { titles.isEmpty ? types[object] : titles[Int(object)] }

  func has(_ trait: Traits, _ object: Int32) -> Bool { !traits.isEmpty && traits[Int(object)].contains(trait) }

  /// The object that stands in a block: behind up to 64 bytes of headers.
  func object(inBlockAt address: UInt64, bytes: Int = 64) -> Int32? {
    guard !addresses.isEmpty else { return nil }
    for offset in stride(from: UInt64(0), to: UInt64(min(max(bytes, 8), 64)), by: 8) {
      if let found = placesByAddress[address &+ offset] { return found }
    }
    return nil
  }

  /// The number of references to an object that come from none of the others.
  func outside(of object: Int32) -> Int { holders.outside(of: object) }

  /// Whether something other than the objects holds it: a variable, or what isn't shown.
  func isRoot(_ object: Int32) -> Bool {
    variables[object] != nil || has(.immortal, object) || outside(of: object) > 0
  }

  /// Whether a way leads to it from a variable or from outside. O(objects and references) once.
  func isReachable(_ object: Int32) -> Bool { isReached[Int(object)] }

  private func findReached() -> [Bool] {
    var isReached = [Bool](repeating: false, count: count)
    var waiting = (0..<Int32(count)).filter { isRoot($0) }
    for object in waiting { isReached[Int(object)] = true }
    while let object = waiting.popLast() {
      for target in candidates.references(of: object) where !isReached[Int(target)] {
        isReached[Int(target)] = true
        waiting.append(target)
      }
    }
    return isReached
  }

  // MARK: references

  /// The references of an object with their names, in order.
  func references(of object: Int32) -> [(target: Int32, label: String)] {
    let range = candidates.references(of: object)
    return range.indices.map { (range[$0], labels.isEmpty ? "" : labels[$0]) }
  }

  /// The name of the first reference from one object to another.
  func label(from: Int32, to: Int32) -> String { references(of: from).first { $0.target == to }?.label ?? "" }

  /// The shortest way to an object from one that a variable or something outside holds; nil if there is none.
  func path(to object: Int32) -> [Int32]? { holders.path(to: object) { self.isRoot($0) } }

  // MARK: cycles

  var isBusy: Bool { !cycles.isDone }

  /// Looks for cycles for a while.
  func work() { cycles.advance(candidates, references: 1 << 14) }

  /// How many cycles there are; nil while they are looked for.
  var cycleCount: Int? { cycles.isDone ? cycles.count : nil }

  /// The number of the cycle that an object is in, 0 for none; in the order of their first objects.
  func cycle(of object: Int32) -> Int { Int(cycles.cycles[Int(object)]) }

  /// The objects of a cycle in order.
  func members(ofCycle cycle: Int) -> [Int32] {
    cycle == 0 ? [] : (0..<Int32(count)).filter { self.cycle(of: $0) == cycle }
  }
}
