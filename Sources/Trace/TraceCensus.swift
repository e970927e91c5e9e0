import HeapCore

/// What kinds of steps a trace has, and where the rare ones are.
public struct TraceCensus: Hashable, Sendable {
  /// A mark.
  public struct Mark: Hashable, Sendable {
    /// The name; that of an undefined one is its number.
    public var name: String
    /// The number of its step: the moment of the mark.
    public var step: Int
  }

  /// Requests that got a block and had none before.
  public var allocations = 0
  /// Requests to change a block's size.
  public var reallocs = 0
  /// Blocks given back.
  public var frees = 0
  /// Requests that got nothing.
  public var failures = 0
  /// Collections that began.
  public var collections = 0
  /// Forks of the process.
  public var forks = 0
  /// Arenas obtained from the system.
  public var arenasObtained = 0
  /// The marks in their order, at most 100,000 of them.
  public var marks: [Mark] = []
  /// The highest number of a thread.
  public var threads: UInt32 = 0
  /// The clock at the last record, in microseconds.
  public var microseconds: UInt64 = 0

  private static let markLimit = 100_000

  /// Counts the records of a whole trace. O(steps), 20 to 30 ns each.
  public init(_ trace: TraceFile) throws(TraceError) {
    let names = try trace.readDefinitions().marks
    var decoder = EventDecoder(rules: trace.header.rules)
    for (index, frame) in trace.frames.enumerated() {
      try trace.load(frame, into: &decoder)
      threads = max(threads, decoder.context.thread)
      while true {
        do {
          guard let record = try decoder.next() else { break }
          count(record, names: names, position: decoder.position)
        } catch {
          throw trace.damage(inFrame: index, error)
        }
      }
      microseconds = max(microseconds, decoder.context.microseconds)
    }
  }

  private mutating func count(_ record: TraceRecord, names: [String], position: Int) {
    switch record {
    case .step(.allocation): allocations += 1
    case .step(.realloc): reallocs += 1
    case .step(.free): frees += 1
    case .step(.failed): failures += 1
    case .step(.collectionStart): collections += 1
    case .step(.collectionStop), .step(.moment): break
    case .step(.fork): forks += 1
    case .step(.mark(let number)):
      guard marks.count < Self.markLimit else { break }
      marks.append(Mark(name: number < names.count ? names[Int(number)] : "\(number)", step: position - 1))
    case .fact(.thread(let thread)): threads = max(threads, thread)
    case .fact(.arenaObtained): arenasObtained += 1
    case .fact: break
    }
  }
}

extension TraceFile {
  /// Reads every frame of the trace's files and everything in them, so that damage anywhere is found. O(bytes).
  public func checkWhole() throws(TraceError) {
    _ = try readDefinitions()
    _ = try TraceCensus(self)
    for frame in frames { _ = try sites(of: frame) }
    for report in reports { _ = try readReport(report) }
    try forEachOtherFrame { _ in }
    var collections = CollectionDecoder(self)
    while try collections.next() != nil {}
    _ = try readObjects()
    _ = try readProse()
    var lines = LineDecoder(self)
    while try lines.next() != nil {}
  }
}
