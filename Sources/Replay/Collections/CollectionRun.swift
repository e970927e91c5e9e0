import Collector
import HeapCore
import Trace

/// A recorded collection with its steps.
///
/// It can be read from several threads.
public struct CollectionRun: Sendable {
  /// What was recorded.
  public let record: CollectionRecord
  /// The candidates, with what their finalizers must have done.
  public let candidates: CandidateSet
  /// The steps; complete when `isComplete` is.
  public private(set) var steps: CollectionSteps
  private let directory: CandidateDirectory

  /// Prepares the run; nothing is done yet.
  public init(_ record: CollectionRecord, python: PythonVersion) throws(CollectorError) {
    self.record = record
    directory = CandidateDirectory(record)
    var candidates = CandidateSet(record, directory)
    candidates.resurrect(record, rules: CollectorRules(python))
    self.candidates = candidates
    steps = try CollectionSteps(of: candidates, rules: CollectorRules(python))
  }

  /// Whether the end has been reached.
  public var isComplete: Bool { steps.isComplete }

  /// Takes up to about so many steps of the run.
  public mutating func prepare(steps count: Int) { steps.prepare(steps: count) }

  /// Returns the candidate at an address, nil when none is there.
  public func object(at address: UInt64) -> Int32? { directory.index(at: address).map { Int32($0) } }

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
