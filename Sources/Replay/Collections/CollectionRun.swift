import Collector
import HeapCore
import Trace

/// A recorded collection that was run once to its end, with its state kept at the start of each phase and in between.
///
/// It can be read from several threads.
public struct CollectionRun: Sendable {
  /// A phase and where it lies.
  public struct Phase: Hashable, Sendable {
    public let phase: CollectionPhase
    /// How many steps come before it.
    public let start: Int
    /// How many steps it has; some have none.
    public internal(set) var count: Int
  }

  /// What was recorded.
  public let record: CollectionRecord
  /// The phases in their order, `done` last.
  public internal(set) var phases: [Phase] = []
  /// How many steps there are in all.
  public internal(set) var stepCount = 0
  private let directory: CandidateDirectory
  /// States in the order of their steps.
  private(set) var checkpoints: [Collector.Collection] = []
  private var starts: [Int] = []
  private let interval: Int
  private var running: Collector.Collection

  /// Prepares the run; nothing is done yet.
  public init(_ record: CollectionRecord, python: PythonVersion) throws(CollectorError) {
    self.record = record
    directory = CandidateDirectory(record)
    var candidates = CandidateSet(record, directory)
    candidates.resurrect(record, rules: CollectorRules(python))
    running = try Collector.Collection(of: candidates, rules: CollectorRules(python))
    // Each state kept costs what changed since the last: a dozen of a large heap.
    interval = max(1 << 14, (candidates.count * 3 + candidates.referenceCount * 2) / 12)
    begin(.updateRefs)
  }

  private mutating func begin(_ phase: CollectionPhase) {
    phases.append(Phase(phase: phase, start: running.stepNumber, count: 0))
    starts.append(checkpoints.count)
    checkpoints.append(running)
  }

  /// Whether the end has been reached.
  public var isComplete: Bool { phases.last?.phase == .done }

  /// An estimate of how much is done, 0 to 1.
  public var progress: Double {
    isComplete ? 1 : min(0.99, Double(running.stepNumber) / Double(interval * 12 + 1))
  }

  /// Takes up to about so many steps of the run.
  public mutating func prepare(steps: Int) {
    let end = running.stepNumber + steps
    while !isComplete, running.stepNumber < end {
      let phase = running.phase
      running.run(in: phase, to: min(end, (checkpoints.last?.stepNumber ?? 0) + interval))
      phases[phases.count - 1].count = running.stepNumber - phases[phases.count - 1].start
      stepCount = running.stepNumber
      if running.phase != phase {
        begin(running.phase)
      } else if running.stepNumber < end {
        checkpoints.append(running)
      }
    }
  }

  /// The state at a phase's start.
  func state(at phase: CollectionPhase) -> Collector.Collection? {
    phases.firstIndex { $0.phase == phase }.map { checkpoints[starts[$0]] }
  }

  /// The last kept state that isn't behind a step.
  func nearest(atOrBefore step: Int) -> Collector.Collection {
    checkpoints.last { $0.stepNumber <= step } ?? checkpoints[0]
  }

  /// Returns the candidate at an address, nil when none is there.
  public func object(at address: UInt64) -> Int32? { directory.index(at: address).map { Int32($0) } }

  /// What to call an object: its type and address. Control characters in a type's name are replaced.
  public func name(of object: Int32) -> String {
    let candidate = record.objects[Int(object)]
    return typeName(of: object) + " at 0x" + String(candidate.address, radix: 16)
  }

  /// An object's type, without control characters.
  public func typeName(of object: Int32) -> String {
    let name = record.types[record.objects[Int(object)].type].name
    guard name.unicodeScalars.contains(where: \.isControl) else { return name }
    return String(String.UnicodeScalarView(name.unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
  }

  /// The first byte of the block that holds an object.
  public func block(of object: Int32) -> UInt64 {
    let candidate = record.objects[Int(object)]
    return candidate.address &- UInt64(clamping: record.types[candidate.type].headerSize)
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { properties.generalCategory == .control || properties.generalCategory == .format }
}
