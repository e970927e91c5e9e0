import Collector
import HeapCore
import Trace

extension CandidateSet {
  /// Takes over the candidates of a recorded collection; references that leave the set are left out.
  ///
  /// - Complexity: O(objects and references).
  public init(_ record: CollectionRecord, _ directory: CandidateDirectory) {
    self.init()
    var targets: [Int32] = []
    var weak: [CandidateWeakReference] = []
    for (index, object) in record.objects.enumerated() {
      targets.removeAll(keepingCapacity: true)
      for reference in record.references(of: index) {
        let other = directory.index(at: reference.address).map { Int32($0) }
        switch reference.kind {
        case .reference: if let other { targets.append(other) }
        case .weak, .weakCallback:
          weak.append(
            CandidateWeakReference(
              referent: Int32(index), holder: other, hasCallback: reference.kind == .weakCallback))
        }
      }
      add(
        references: targets, referenceCount: Int32(clamping: object.referenceCount),
        traits: CandidateTraits(record.types[object.type].traits, isFinalized: object.isFinalized))
    }
    for reference in weak { add(reference) }
  }
}

extension CandidateTraits {
  fileprivate init(_ type: CollectedTypeTraits, isFinalized: Bool) {
    self = []
    if type.contains(.finalizer) { insert(.finalizer) }
    if type.contains(.legacyFinalizer) { insert(.legacyFinalizer) }
    if isFinalized { insert(.finalized) }
  }
}

extension CollectorRules {
  /// The rules of an interpreter's collector.
  public init(_ python: PythonVersion) {
    self.init(major: Int(python.major), minor: Int(python.minor), micro: Int(python.micro))
  }
}
