import HeapCore

/// The rare events of a recording, found while it is indexed: arenas, collections, marks.
///
/// Each list ends at `limit` entries, so that a strange trace can't fill the memory; `isComplete` says whether it did.
public struct Landmarks: Sendable, Hashable {
  /// One arena obtained or given back.
  public struct ArenaChange: Hashable, Sendable {
    public var step: Int
    public var address: UInt64
    public var heap: UInt32
    public var isObtained: Bool

    public init(step: Int, address: UInt64, heap: UInt32, isObtained: Bool) {
      self.step = step
      self.address = address
      self.heap = heap
      self.isObtained = isObtained
    }
  }

  /// One run of the cyclic collector.
  public struct Collection: Hashable, Sendable {
    public var start: Int
    /// The step at which it ended, nil when the recording stopped inside it.
    public var stop: Int?
    public var generation: UInt8
    public var collected: UInt64
    public var uncollectable: UInt64

    public init(start: Int, stop: Int? = nil, generation: UInt8, collected: UInt64 = 0, uncollectable: UInt64 = 0) {
      self.start = start
      self.stop = stop
      self.generation = generation
      self.collected = collected
      self.uncollectable = uncollectable
    }
  }

  /// One named moment.
  public struct Mark: Hashable, Sendable {
    public var step: Int
    public var name: String

    public init(step: Int, name: String) {
      self.step = step
      self.name = name
    }
  }

  public private(set) var arenas: [ArenaChange] = []
  public private(set) var collections: [Collection] = []
  public private(set) var marks: [Mark] = []
  public private(set) var isComplete = true
  public let limit: Int

  public init(limit: Int = 1 << 20) {
    self.limit = limit
  }

  public mutating func append(_ change: ArenaChange) {
    guard arenas.count < limit else {
      isComplete = false
      return
    }
    arenas.append(change)
  }

  public mutating func append(_ mark: Mark) {
    guard marks.count < limit else {
      isComplete = false
      return
    }
    marks.append(mark)
  }

  public mutating func collectionStarted(at step: Int, generation: UInt8) {
    guard collections.count < limit else {
      isComplete = false
      return
    }
    collections.append(Collection(start: step, generation: generation))
  }

  /// Sorts in what a heap wrote down; `marks` are the names by their numbers.
  mutating func append(_ landmark: Landmark, marks: [String]) {
    let step = landmark.step
    switch landmark.what {
    case .arenaObtained(let base, let heap):
      append(ArenaChange(step: step, address: base, heap: heap, isObtained: true))
    case .arenaReturned(let base, let heap):
      append(ArenaChange(step: step, address: base, heap: heap, isObtained: false))
    case .collectionStart(let generation): collectionStarted(at: step, generation: generation)
    case .collectionStop(let generation, let collected, let uncollectable):
      collectionStopped(at: step, generation: generation, collected: collected, uncollectable: uncollectable)
    case .mark(let number):
      append(Mark(step: step, name: marks.indices.contains(Int(number)) ? marks[Int(number)] : "mark \(number)"))
    case .fork: break
    }
  }

  /// Ends the last collection of this generation that has not ended; a stop without a start is left out.
  public mutating func collectionStopped(at step: Int, generation: UInt8, collected: UInt64, uncollectable: UInt64) {
    let open = collections.suffix(8).lastIndex { $0.stop == nil && $0.generation == generation }
    guard let open else { return }
    collections[open].stop = step
    collections[open].collected = collected
    collections[open].uncollectable = uncollectable
  }
}

extension Landmarks {
  /// Indices of the entries whose step lies in the range, of a list in the order of steps.
  ///
  /// - Complexity: O(log entries).
  public static func indices<Entry>(of entries: [Entry], in steps: Range<Int>, step: (Entry) -> Int) -> Range<Int> {
    func firstIndex(notBefore limit: Int) -> Int {
      var low = 0
      var high = entries.count
      while low < high {
        let middle = (low + high) / 2
        if step(entries[middle]) < limit { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let first = firstIndex(notBefore: steps.lowerBound)
    return first..<max(first, firstIndex(notBefore: steps.upperBound))
  }

  /// The arenas that changed hands over these steps.
  public func arenas(in steps: Range<Int>) -> ArraySlice<ArenaChange> {
    arenas[Self.indices(of: arenas, in: steps) { $0.step }]
  }

  /// The collections that began in these steps.
  public func collections(in steps: Range<Int>) -> ArraySlice<Collection> {
    collections[Self.indices(of: collections, in: steps) { $0.start }]
  }

  /// The marks set in these steps.
  public func marks(in steps: Range<Int>) -> ArraySlice<Mark> {
    marks[Self.indices(of: marks, in: steps) { $0.step }]
  }
}
