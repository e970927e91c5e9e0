/// What a reader knows of the objects between two collections.
struct CollectionState {
  /// Objects that were in a collection of generation 1 or 2 last, in the order in which they were written.
  private var old = CollectedObjects()
  /// Objects that were in a collection of generation 0 last.
  private var young = CollectedObjects()
  private(set) var types: [CollectedType] = []
  private var coding = ReferenceCoding()

  /// Reads the candidates of the next collection.
  mutating func read(_ bytes: [UInt8], generation: Int) throws(PayloadError) -> CollectedObjects {
    // The lists grow in place: nothing else may hold them by then.
    let next = try following(bytes, generation: generation)
    coding = next.coding
    types = next.types
    accept(next.candidates, generation: generation)
    guard young.isPossible, old.isPossible else { throw PayloadError(CollectedObjects.excess, at: 0) }
    return next.candidates
  }

  private func following(
    _ bytes: [UInt8], generation: Int
  ) throws(PayloadError) -> (candidates: CollectedObjects, types: [CollectedType], coding: ReferenceCoding) {
    var decoder = CollectionOperationDecoder(bytes, coding: coding)
    var step = CollectionStateStep(self, generation: generation)
    while true {
      let offset = decoder.offset
      guard let operation = try decoder.next() else { break }
      if let wrong = step.apply(operation) { throw PayloadError(wrong, at: offset) }
    }
    return (step.candidates, step.types, decoder.finish())
  }

  /// Takes over what a collection has shown.
  private mutating func accept(_ candidates: CollectedObjects, generation: Int) {
    switch generation {
    case 0: young.append(0..<candidates.count, of: candidates)
    case 1:
      old.append(0..<candidates.count, of: candidates)
      young = CollectedObjects()
    default:
      old = candidates
      young = CollectedObjects()
    }
  }

  /// How many objects the candidates of a generation can be chosen from.
  func knownCount(_ generation: Int) -> Int {
    generation == 0 ? 0 : generation == 1 ? young.count : old.count + young.count
  }

  /// Returns a known object and its references; `index` counts the old list first where it takes part.
  func known(_ index: Int, _ generation: Int) -> (object: CollectedObject, references: ArraySlice<CollectedReference>) {
    let oldCount = generation == 2 ? old.count : 0
    return index < oldCount
      ? (old.items[index], old.references(of: index))
      : (young.items[index - oldCount], young.references(of: index - oldCount))
  }

  /// Appends known objects to others.
  func append(_ range: Range<Int>, _ generation: Int, to candidates: inout CollectedObjects) {
    let oldCount = generation == 2 ? old.count : 0
    candidates.append(range.clamped(to: 0..<oldCount), of: old)
    let rest = range.clamped(to: oldCount..<max(oldCount, range.upperBound))
    candidates.append(rest.lowerBound - oldCount..<rest.upperBound - oldCount, of: young)
  }
}

/// The candidates of one collection, as far as their operations have been applied.
struct CollectionStateStep {
  let generation: Int
  private let state: CollectionState
  private let knownCount: Int
  private(set) var candidates = CollectedObjects()
  private(set) var types: [CollectedType]
  private var cursor = 0
  private var used: [Bool]

  init(_ state: CollectionState, generation: Int) {
    self.generation = generation
    self.state = state
    knownCount = state.knownCount(generation)
    types = state.types
    used = [Bool](repeating: false, count: knownCount)
  }

  /// Applies an operation; returns what is wrong with it, nil when nothing is.
  mutating func apply(_ operation: CollectionOperation) -> String? {
    switch operation {
    case .run(let count): run(count)
    case .jump(let distance): jump(distance)
    case .changed(let change): apply(change)
    case .new(let object): apply(object)
    }
  }

  private mutating func run(_ count: Int) -> String? {
    guard count > 0, count <= knownCount - cursor else { return "it goes on with objects that were never recorded" }
    for index in cursor..<cursor + count {
      guard take(index) else { return "an object is a candidate twice" }
    }
    state.append(cursor..<cursor + count, generation, to: &candidates)
    cursor += count
    return checkSize()
  }

  private mutating func jump(_ distance: Int) -> String? {
    let (target, overflow) = cursor.addingReportingOverflow(distance)
    guard !overflow, target >= 0, target < knownCount else {
      return "it goes on with an object that was never recorded"
    }
    cursor = target
    return nil
  }

  private mutating func take(_ index: Int) -> Bool {
    guard !used[index] else { return false }
    used[index] = true
    return true
  }

  private mutating func apply(_ change: CandidateChange) -> String? {
    guard cursor < knownCount else { return "it goes on with an object that was never recorded" }
    guard take(cursor) else { return "an object is a candidate twice" }
    var (object, references) = state.known(cursor, generation)
    cursor += 1
    if let type = change.type {
      if let wrong = define(type) { return wrong }
      object.type = type.number
    }
    if change.flipsFinalized { object.isFinalized.toggle() }
    let (count, overflow) = Int(object.referenceCount).addingReportingOverflow(change.referenceCount)
    guard !overflow, let count = UInt32(exactly: count) else { return "a reference count of \(count)" }
    object.referenceCount = count
    guard let other = change.references else {
      candidates.append(object, references)
      return checkSize()
    }
    guard other.prefix <= references.count, other.suffix <= references.count - other.prefix else {
      return "more references of an object stay than it had"
    }
    candidates.append(object, references.prefix(other.prefix) + other.middle + references.suffix(other.suffix))
    return checkSize()
  }

  private mutating func apply(_ new: NewCandidate) -> String? {
    if let wrong = define(new.type) { return wrong }
    candidates.append(
      CollectedObject(
        address: new.address, type: new.type.number, referenceCount: new.referenceCount, isFinalized: new.isFinalized),
      new.references)
    return checkSize()
  }

  private mutating func define(_ type: TypeReference) -> String? {
    if let definition = type.definition, type.number == types.count { types.append(definition) }
    return type.number < types.count ? nil : "there is no type \(type.number)"
  }

  private func checkSize() -> String? { candidates.isPossible ? nil : CollectedObjects.excess }
}
