/// How CPython 3.14.0 to 3.14.4 choose the objects of an increment (`Python/gc.c: gc_collect_increment`).
///
/// The old generation has two halves: objects that this cycle has dealt with, *visited*, and the others, *pending*.
/// Objects are numbers; what they refer to is asked for. It is a value: a copy is a checkpoint.
public struct IncrementSelection: Sendable {
  /// What the next increment begins with.
  public enum Phase: Hashable, Sendable {
    /// What roots and stacks reach is visited without being collected.
    case mark
    /// An increment of pending objects is collected.
    case collect
  }

  /// The smallest thing that happens in the choice.
  public enum Step: Hashable, Sendable {
    /// A root or another marked object reaches it: it moves to visited.
    case marked(Int32)
    /// It was allocated since the last increment, and is a candidate.
    case young(Int32)
    /// It is the first of pending while there is work to do, and is a candidate.
    case taken(Int32)
    /// A candidate refers to it, so it's one too.
    case followed(Int32, from: Int32)
  }

  /// What an increment did.
  public enum Outcome: Hashable, Sendable {
    /// There was less than nothing to do: young objects stay where they are.
    case nothingToDo
    /// Objects were marked; nothing is collected.
    case marked
    /// These are the candidates, in order.
    case candidates([Int32])
  }

  public private(set) var phase = Phase.mark
  /// How many objects the collector is behind; below 0 it is ahead.
  public private(set) var workToDo = 0
  public private(set) var young: [Int32] = []
  public private(set) var pending: [Int32] = []
  public private(set) var visited: [Int32] = []
  /// What happened in the last increment, in order.
  public private(set) var steps: [Step] = []
  /// The second threshold, which scales the work; below 2 it acts as 2.
  public var secondThreshold = 10

  private var references: [[Int32]] = []
  private var place: [Place] = []

  private enum Place: UInt8 { case young, pending, visited, candidate, gone }
  private var candidates: [Int32] = []
  /// Objects allocated since the last increment.
  private var newCount = 0

  public init() {}

  /// How many tracked objects there are.
  public var heapSize: Int { young.count + pending.count + visited.count + candidates.count }

  /// Adds a new object; its references may be set later.
  public mutating func add(references: [Int32] = []) -> Int32 {
    let object = Int32(place.count)
    self.references.append(references)
    place.append(.young)
    young.append(object)
    newCount += 1
    return object
  }

  /// Changes what an object refers to.
  public mutating func setReferences(_ references: [Int32], of object: Int32) {
    self.references[Int(object)] = references
  }
}

extension IncrementSelection {
  /// Chooses what the next increment looks at; `finish` has to follow where there are candidates.
  ///
  /// `globals` are what the interpreter's own dictionaries refer to, `stacks` what the threads' stacks do. The steps are
  /// in `steps` afterwards. O(objects and references that are visited).
  public mutating func select(globals: [Int32], stacks: [Int32]) -> Outcome {
    steps = []
    let new = newCount
    newCount = 0
    workToDo += new + min(heapSize / 10 / max(2, secondThreshold), 2 * new)
    guard workToDo >= 0 else { return .nothingToDo }
    if phase == .mark {
      // CPython takes the marked objects off twice, in mark_at_start and in its caller.
      workToDo -= 2 * mark(from: globals + stacks)
      phase = .collect
      return .marked
    }
    workToDo -= mark(from: stacks)
    takeCandidates()
    return .candidates(candidates)
  }

  /// Ends the collection of the candidates: those in `died` are gone, the others are visited.
  public mutating func finish(died: [Int32]) {
    for object in died where contains(object) && place[Int(object)] == .candidate { place[Int(object)] = .gone }
    for object in candidates where place[Int(object)] == .candidate {
      place[Int(object)] = .visited
      visited.append(object)
    }
    workToDo -= candidates.count
    candidates = []
    guard pending.isEmpty else { return }
    // The cycle is complete: what was visited is looked at again in the next.
    swap(&pending, &visited)
    for object in pending { place[Int(object)] = .pending }
    workToDo = 0
    phase = .mark
  }

  private func contains(_ object: Int32) -> Bool { place.indices.contains(Int(object)) }

  private mutating func mark(from roots: [Int32]) -> Int {
    var marked: [Int32] = []
    func isUnmarked(_ object: Int32) -> Bool {
      contains(object) && (place[Int(object)] == .young || place[Int(object)] == .pending)
    }
    for root in roots where isUnmarked(root) {
      place[Int(root)] = .visited
      marked.append(root)
    }
    var next = 0
    while next < marked.count {
      for target in references[Int(marked[next])] where isUnmarked(target) {
        place[Int(target)] = .visited
        marked.append(target)
      }
      next += 1
    }
    steps += marked.map { .marked($0) }
    visited += marked
    tidy()
    return marked.count
  }

  private mutating func takeCandidates() {
    for object in young {
      place[Int(object)] = .candidate
      candidates.append(object)
      steps.append(.young(object))
    }
    young = []
    for object in pending where candidates.count < workToDo && place[Int(object)] == .pending {
      var next = candidates.count
      place[Int(object)] = .candidate
      candidates.append(object)
      steps.append(.taken(object))
      while next < candidates.count {
        let from = candidates[next]
        for target in references[Int(from)] where contains(target) && place[Int(target)] == .pending {
          place[Int(target)] = .candidate
          candidates.append(target)
          steps.append(.followed(target, from: from))
        }
        next += 1
      }
    }
    tidy()
  }

  /// Takes out of the lists what has moved on.
  private mutating func tidy() {
    young.removeAll { place[Int($0)] != .young }
    pending.removeAll { place[Int($0)] != .pending }
  }
}
