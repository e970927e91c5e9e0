import HeapCore

/// A step in words: what happened, and why or what follows. The caption and `plain` say the same.
public struct Narration: Sendable, Hashable {
  /// The sign: `+` taken, `-` given back, `~` resized, `=` collector, `▴` mark, `?` a ghost or nothing given.
  public var sign: Unicode.Scalar
  /// What happened.
  public var row1: String
  /// The cause, or what follows.
  public var row2: String
  /// What more there is to say where there is room; empty if nothing.
  public var more: String

  /// Makes a narration.
  public init(sign: Unicode.Scalar, row1: String, row2: String, more: String = "") {
    self.sign = sign
    self.row1 = row1
    self.row2 = row2
    self.more = more
  }

  /// What is said before the first step.
  public static let start = Narration(
    sign: "·", row1: "This is the start: no step has run yet.", row2: "The first one is next.")

  /// What is said while a jump that takes longer is on its way.
  public static func onTheWay(_ position: Int) -> Narration {
    Narration(
      sign: "…", row1: "On the way: event \(Numbers.count(position)).", row2: "The picture is that of this moment.")
  }

  /// What a narration needs to know beyond the step's outcome; everything is as it is after the step.
  public struct Context: Sendable, Hashable {
    /// An arena that the step speaks of.
    public struct Arena: Sendable, Hashable {
      /// Its name.
      public var name: PlaceName
      /// Its empty pools.
      public var emptyPools: Int
      /// Its live blocks.
      public var liveBlocks: Int

      /// Makes an arena of the context.
      public init(name: PlaceName, emptyPools: Int = 0, liveBlocks: Int = 0) {
        self.name = name
        self.emptyPools = emptyPools
        self.liveBlocks = liveBlocks
      }
    }

    /// The rules of the version.
    public var rules: AllocatorRules
    /// The arenas by handle.
    public var arenas: [Int: Arena]
    /// The block behind the freed one in the chain.
    public var follower: Int?
    /// Who asks or gives back, where the trace names it: a type or a label.
    public var subject: String?
    /// The name of the mark.
    public var mark: String
    /// The pool that a ghost lies in.
    public var ghostPool: PlaceName?
    /// Arenas ever obtained.
    public var arenasObtained: Int

    /// Makes a context.
    public init(
      rules: AllocatorRules, arenas: [Int: Arena] = [:], follower: Int? = nil, subject: String? = nil,
      mark: String = "", ghostPool: PlaceName? = nil, arenasObtained: Int = 0
    ) {
      self.rules = rules
      self.arenas = arenas
      self.follower = follower
      self.subject = subject
      self.mark = mark
      self.ghostPool = ghostPool
      self.arenasObtained = arenasObtained
    }

    func name(_ handle: Int) -> PlaceName { arenas[handle]?.name ?? PlaceName(arena: handle) }

    func name(_ pool: PoolRef) -> PlaceName {
      let arena = name(pool.arena)
      return PlaceName(heap: arena.heap, arena: arena.arena, pool: pool.pool)
    }
  }

  /// Describes a step.
  public init(of outcome: StepOutcome, in context: Context) {
    self = Narrator(outcome: outcome, context: context).narration
    if !outcome.agrees, let recorded = outcome.recorded, let simulated = outcome.simulated, recorded != simulated {
      row2 =
        "CPython used \(Numbers.address(recorded)), the simulation \(Numbers.address(simulated)): they differ here."
      more = ""
    }
  }

  /// Both rows in one line, as `plain` prints them.
  public var line: String { row2.isEmpty ? row1 : "\(row1) \(row2)" }
}

/// Finds the words for one step.
private struct Narrator {
  let outcome: StepOutcome
  let context: Narration.Context

  var narration: Narration {
    switch outcome.event {
    case .allocation(let function, let domain, let size, _): allocation(function, domain, size)
    case .free(let domain, _): free(domain)
    case .realloc(let domain, _, let size, _): realloc(domain, size)
    case .failed(_, let domain, let size, _):
      Narration(
        sign: "?", row1: "\(subject(domain)) asks for \(bytes(size)) and gets nothing.",
        row2: "The system had no memory to give.")
    case .collectionStart(let generation):
      Narration(
        sign: "=", row1: "A collection of generation \(generation) begins.",
        row2: "It looks for objects that only other unreachable objects refer to.")
    case .collectionStop(let generation, let collected, let uncollectable):
      collectionStop(generation, collected, uncollectable)
    case .mark:
      Narration(
        sign: "▴", row1: "The program marks this moment: \(context.mark).", row2: "A mark changes nothing in the heap.")
    case .fork(let number):
      Narration(
        sign: "·", row1: "The program forks; the child has a recording of its own, number \(number).",
        row2: "The child goes on with a copy of this heap.")
    case .moment:
      Narration(
        sign: "·", row1: "Something happens to objects that pymalloc isn't asked for.",
        row2: "No block is taken or given back.")
    }
  }

  // MARK: requests

  private func allocation(_ function: RequestFunction, _ domain: Domain, _ size: UInt64) -> Narration {
    let asked = function == .calloc && size > 0 ? "\(bytes(size, "zeroed "))" : bytes(size)
    guard case .placed(let block) = outcome.effect else {
      let why: String
      if domain == .raw {
        why = "What the interpreter asks for itself always comes from malloc."
      } else if size == 0 {
        why = "No pool has blocks of 0 bytes."
      } else {
        why = "Above 512 bytes pymalloc hands on."
      }
      let them = size == 0 ? "an address" : size == 1 ? "it" : "them"
      return Narration(sign: "+", row1: "\(subject(domain)) asks for \(asked) and gets \(them) from malloc.", row2: why)
    }
    var narration = Narration(
      sign: "+",
      row1: "\(subject(domain)) asks for \(asked) and gets \(words(block)): \(Numbers.bytes(outcome.blockSize ?? 0)).",
      row2: "")
    narration.row2 = reason(block)
    var more: [String] = []
    if outcome.turns.contains(.arenaExhausted) {
      more.append("Arena \(context.name(block.arena)) has no free pool left.")
    }
    if let next = outcome.nextBlock, outcome.turns.intersection([.nextBlockCarved, .poolFilled]).isEmpty {
      more.append("Next in line in this pool: block \(next).")
    }
    narration.more = more.joined(separator: " ")
    return narration
  }

  private func reason(_ block: BlockRef) -> String {
    let turns = outcome.turns
    let pool = context.name(block.poolRef)
    let size = outcome.blockSize ?? 0
    if turns.contains(.newArena) {
      let arena = "the system gives arena \(context.name(block.arena)): \(sizeText(context.rules.arenaSize))."
      return context.arenasObtained <= 1 ? "No arena was held yet, so \(arena)" : "All pools were taken, so \(arena)"
    }
    if turns.contains(.sameClassAgain) {
      return "Pool \(pool) was empty and had \(size)-byte blocks before: its chain still holds."
    }
    if turns.contains(.poolRecycled) {
      return "No pool with \(size)-byte blocks had room, so the empty pool \(pool) is used again."
    }
    if turns.contains(.newPool) {
      return
        "No pool with \(size)-byte blocks had room, so arena \(context.name(block.arena)) gives pool \(block.pool)."
    }
    if turns.contains(.poolFilled) { return "That was the last one: pool \(pool) is full and leaves the ring." }
    if turns.contains(.nextBlockCarved), let next = outcome.nextBlock {
      return "The chain was empty but for block \(block.block), so block \(next) is cut ahead."
    }
    return "Block \(block.block) was freed last, so it is handed out first."
  }

  // MARK: frees

  private func free(_ domain: Domain) -> Narration {
    switch outcome.effect {
    case .freed(let block):
      let size = Numbers.bytes(outcome.blockSize ?? 0)
      return Narration(
        sign: "-", row1: "\(subject(domain)) gives back \(words(block)): \(size).", row2: consequence(block),
        more: outcome.bornAt.map { "It was taken at event \(Numbers.count($0))." } ?? "")
    case .ghost: return ghost("given back")
    default:
      let size = outcome.oldSize.map { bytes($0) } ?? "memory"
      return Narration(
        sign: "-", row1: "\(subject(domain)) gives \(size) back to malloc.",
        row2: outcome.bornAt.map { "It was taken at event \(Numbers.count($0))." } ?? "Malloc may keep it for itself.")
    }
  }

  private func consequence(_ block: BlockRef) -> String {
    let turns = outcome.turns
    let pool = context.name(block.poolRef)
    let arena = context.name(block.arena)
    if turns.contains(.arenaReturned) {
      return "That was arena \(arena)'s last block: \(sizeText(context.rules.arenaSize)) goes back to the system."
    }
    if turns.contains(.arenaKept) {
      return "That was arena \(arena)'s last block, but the last usable arena is kept."
    }
    if turns.contains(.poolEmptied) {
      let empty = context.arenas[block.arena]?.emptyPools ?? 0
      let count = empty == 1 ? "has no other such pool" : "now has \(empty) such pools"
      return "Pool \(pool) is empty: any size may use it. Arena \(arena) \(count)."
    }
    if turns.contains(.poolWasFull) {
      return "Pool \(pool) was full: it rejoins the ring in front and serves next."
    }
    guard let follower = context.follower else { return "It is now the first to go out." }
    return "It is now the first to go out; its first 8 bytes hold \(follower)."
  }

  // MARK: resizes

  private func realloc(_ domain: Domain, _ size: UInt64) -> Narration {
    let old = outcome.oldSize ?? 0
    let who = subject(domain)
    let verb = size > old ? "grows" : size < old ? "shrinks" : "is resized"
    let change = "\(who) \(verb) from \(Numbers.count(Int(clamping: old))) to \(bytes(size))"
    switch outcome.effect {
    case .resizedInPlace(let block):
      let has = outcome.blockSize ?? context.rules.blockSize(0)
      let why =
        size >= old
        ? "Its block has \(has) bytes, so there is room."
        : "More than three quarters of the \(has) bytes are still in use."
      return Narration(sign: "~", row1: "\(change) and stays in \(words(block)).", row2: why)
    case .moved(let from, let to, let copied):
      if from == to {
        return Narration(
          sign: "~", row1: "\(change); malloc leaves it where it is.", row2: "It is malloc's, so malloc decides.")
      }
      let target = if case .raw = from, case .raw = to { "another place of malloc's" } else { words(to) }
      return Narration(
        sign: "~", row1: "\(change) and moves to \(target).",
        row2: moveReason(from, old: old, size: size, copied: copied))
    case .ghost: return ghost("resized")
    default: return Narration(sign: "~", row1: "\(change).", row2: "")
    }
  }

  private func moveReason(_ from: Place, old: UInt64, size: UInt64, copied: UInt64) -> String {
    let copy = copied == 1 ? "1 byte is copied" : "\(bytes(copied)) are copied"
    guard case .block(let block) = from else { return "Where it was, malloc had no room for it: \(copy)." }
    let name = context.name(block.poolRef)
    let place = PlaceName(heap: name.heap, arena: name.arena, pool: block.pool, block: block.block)
    let blockSize = context.rules.sizeClass(of: max(old, 1)).map(context.rules.blockSize) ?? 0
    let why =
      size > UInt64(blockSize)
      ? "A \(blockSize)-byte block is too small" : "A quarter or more of it would lie idle"
    return "\(why): \(copy), block \(place) is free."
  }

  // MARK: the rest

  private func collectionStop(_ generation: UInt8, _ collected: UInt64, _ uncollectable: UInt64) -> Narration {
    let count = Numbers.count(Int(clamping: collected), "unreachable object")
    var why = collected == 0 ? "It found nothing to free." : "It freed what was unreachable in the steps before."
    if uncollectable > 0 { why = "\(Numbers.count(Int(clamping: uncollectable))) of them could not be freed." }
    return Narration(
      sign: "=",
      row1: "The collection of generation \(generation) ends: \(collected == 0 ? "no unreachable objects" : count).",
      row2: why)
  }

  private func ghost(_ what: String) -> Narration {
    let place = context.ghostPool.map { " in pool \($0)" } ?? ""
    return Narration(
      sign: "?", row1: "A block from before the trace is \(what)\(place).",
      row2: "Its allocation was never recorded, so nothing more is known of it.")
  }

  private func subject(_ domain: Domain) -> String {
    if let subject = context.subject { return subject }
    return switch domain {
    case .obj: "An object"
    case .mem: "A buffer"
    case .raw: "The interpreter"
    }
  }

  private func words(_ block: BlockRef) -> String { "block \(block.block) of pool \(context.name(block.poolRef))" }

  private func words(_ place: Place) -> String {
    switch place {
    case .block(let block): words(block)
    case .pool(let pool): "pool \(context.name(pool))"
    case .arena(let arena): "arena \(context.name(arena))"
    case .raw: "malloc's memory"
    }
  }

  private func bytes(_ size: UInt64, _ adjective: String = "") -> String {
    let value = Int(clamping: size)
    if value < 10_240 { return "\(Numbers.count(value)) \(adjective)byte\(value == 1 ? "" : "s")" }
    return adjective.isEmpty ? Numbers.bytes(value) : "\(Numbers.bytes(value)) of \(adjective)memory"
  }

  private func sizeText(_ size: Int) -> String { size >= 1 << 20 ? "\(size >> 20) MiB" : "\(size >> 10) KiB" }
}
