import HeapCore
import Trace

/// The clauses of a condition that a step, who ran it and its call stack decide, without a heap.
struct StepFilter {
  private let clauses: [Condition.Clause]
  private let rules: AllocatorRules
  private let marks: [String]
  /// For each stack node whether it is meant, one list for each clause that asks.
  private var nodes: [Condition.Clause: [Bool]] = [:]

  /// Whether nothing is asked but what it decides.
  let isWhole: Bool

  /// - Complexity: O(stack nodes) when call stacks are asked.
  init(_ condition: Condition, rules: AllocatorRules, placements: Placements, definitions: SiteTable) {
    clauses = condition.clauses.filter { !$0.needsHeap(placements) }
    isWhole = clauses.count == condition.clauses.count
    self.rules = rules
    marks = definitions.marks
    for clause in clauses {
      switch clause {
      case .site(let place): nodes[clause] = Self.nodes(definitions) { place.matches($0) }
      case .function(let name): nodes[clause] = Self.nodes(definitions) { $0.isFunction(name) }
      default: break
      }
    }
  }

  /// Whether the call stacks are asked.
  var needsSites: Bool { !nodes.isEmpty }

  /// Whether it asks nothing.
  var isEmpty: Bool { clauses.isEmpty }

  /// Whether a call stack is asked that no request of the trace has, so that there's no hit.
  var isHopeless: Bool { nodes.values.contains { !$0.contains(true) } }

  private static func nodes(_ definitions: SiteTable, _ isMeant: (Frame) -> Bool) -> [Bool] {
    guard definitions.nodeCount > 0 else { return [] }
    // Many nodes share a place in a code object, so each place is looked up once.
    var known: [UInt64: Bool] = [:]
    return [false]
      + (1...UInt32(definitions.nodeCount)).map { number in
        guard let node = definitions.node(number) else { return false }
        let place: UInt64 =
          switch node.position {
          case .notStarted: UInt64(node.code) << 32 | UInt64(UInt32.max)
          case .offset(let offset): UInt64(node.code) << 32 | UInt64(offset)
          }
        if let answer = known[place] { return answer }
        let answer = definitions.frame(of: number).map(isMeant) ?? false
        known[place] = answer
        return answer
      }
  }

  /// Whether all its clauses hold for a step.
  ///
  /// - Parameters:
  ///   - arenas: what happened to arenas since the step before.
  ///   - node: the stack node, nil when it isn't known.
  func holds(_ step: Step, context: FrameContext, arenas: ArenaChanges, node: UInt32?) -> Bool {
    clauses.allSatisfy { holds($0, step, context, arenas, node) }
  }

  private func holds(
    _ clause: Condition.Clause, _ step: Step, _ context: FrameContext, _ arenas: ArenaChanges, _ node: UInt32?
  ) -> Bool {
    switch clause {
    case .size(let comparison, let limit): step.size.map { comparison.holds($0, limit) } ?? false
    case .sizeClass(let number): step.isPlaced && step.size.flatMap(rules.sizeClass(of:)) == number
    case .arena(.any): step.isAllocatorCall && !arenas.isEmpty
    case .arena(.obtained): step.isAllocatorCall && arenas.contains(.obtained)
    case .arena(.returned): step.isAllocatorCall && arenas.contains(.returned)
    case .address(let address): step.touches(address)
    case .thread(let number): context.thread == number
    case .interpreter(let number): context.interpreter == number
    case .site, .function: isMeant(node, by: clause)
    case .collection(let event, let generation): step.isCollection(event, generation: generation)
    case .mark(let name): step.isMark(name, among: marks)
    case .request(let kind): step.isRequest(kind)
    case .fork:
      if case .fork = step { true } else { false }
    case .pool, .poolState, .block, .total, .surprise, .object: true
    }
  }
}

extension StepFilter {
  private func isMeant(_ node: UInt32?, by clause: Condition.Clause) -> Bool {
    guard let node, let answers = nodes[clause], answers.indices.contains(Int(node)) else { return false }
    return answers[Int(node)]
  }
}

/// What happened to arenas between two steps.
struct ArenaChanges: OptionSet {
  let rawValue: UInt8
  static let obtained = ArenaChanges(rawValue: 1)
  static let returned = ArenaChanges(rawValue: 2)
}

extension Condition.Clause {
  /// Whether the simulated heap has to be asked; addresses that are only names say nothing of arenas.
  func needsHeap(_ placements: Placements) -> Bool {
    switch self {
    case .pool, .poolState, .block, .total, .surprise: true
    case .arena, .address: placements == .symbolic
    default: false
    }
  }
}

extension SourceLine {
  /// Whether a level of a call stack is at this line.
  func matches(_ frame: Frame) -> Bool {
    frame.line == line && names(file: frame.file)
  }
}

extension Frame {
  /// Whether it runs a function of this name, with or without its class.
  fileprivate func isFunction(_ name: String) -> Bool {
    function == name || function.hasSuffix("." + name)
  }
}

extension Step {
  /// Whether it is a request or a free, to which the arenas before it belong.
  var isAllocatorCall: Bool {
    switch self {
    case .allocation, .realloc, .free, .failed: true
    case .collectionStart, .collectionStop, .mark, .fork, .moment: false
    }
  }

  /// The size asked for, nil when nothing is.
  fileprivate var size: UInt64? {
    switch self {
    case .allocation(_, _, let size, _), .realloc(_, _, let size, _), .failed(_, _, let size, _): size
    default: nil
    }
  }

  /// Whether a block is placed in a domain that pools serve.
  fileprivate var isPlaced: Bool {
    switch self {
    case .allocation(_, let domain, _, _), .realloc(let domain, _, _, _): domain != .raw
    default: false
    }
  }

  fileprivate func touches(_ address: UInt64) -> Bool {
    switch self {
    case .allocation(_, _, let size, let base): address >= base && address - base < max(size, 1)
    case .realloc(_, let old, let size, let base):
      old == address || address >= base && address - base < max(size, 1)
    case .free(_, let base): base == address
    default: false
    }
  }

  fileprivate func isCollection(_ event: Condition.CollectionEvent, generation: UInt8?) -> Bool {
    switch (self, event) {
    case (.collectionStart(let number), .start), (.collectionStop(let number, _, _), .stop):
      generation == nil || generation == number
    default: false
    }
  }

  fileprivate func isMark(_ name: String?, among names: [String]) -> Bool {
    guard case .mark(let number) = self else { return false }
    guard let name else { return true }
    return names.indices.contains(Int(number)) && names[Int(number)] == name
  }

  fileprivate func isRequest(_ kind: Condition.RequestKind) -> Bool {
    switch (self, kind) {
    case (.allocation(let function, _, _, _), .malloc): function == .malloc
    case (.allocation(let function, _, _, _), .calloc): function == .calloc
    case (.allocation, .allocation), (.realloc, .realloc), (.free, .free), (.failed, .failed): true
    case (.allocation(let function, _, _, _), .realloc): function == .reallocNull
    case (.realloc(_, let old, _, let new), .moved): old != new
    default: false
    }
  }
}
