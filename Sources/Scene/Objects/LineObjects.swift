import Trace

/// The objects of a script over all its lines: their counts, and what its variables led to at an earlier line and don't
/// any more, which is garbage where it isn't freed yet.
final class LineObjects {
  /// An object that was lost sight of.
  struct Entry {
    /// The first line without it.
    var lostAt: Int
    /// The object as it was at the line before.
    var object: LineObject
    /// How many of its references were known then: from variables and from objects.
    var knownReferences: Int
  }

  private var entries: [UInt64: [Entry]] = [:]
  /// The counts of each object from the lines on in which they changed; nil from where it was lost.
  private var counts: [UInt64: [(line: Int, count: Int?)]] = [:]
  /// Behind that many lines and losses nothing more is remembered.
  private static let limit = 1 << 16

  /// Looks for what is lost from one line to the next. O(lines × objects).
  init(_ history: LineHistory) {
    var before = LineState()
    var count = 0
    for index in history.places.indices.prefix(LineObjects.limit) where count < LineObjects.limit {
      let state = history.state(at: index)
      var known: [UInt64: Int]?
      for (address, object) in before.objects where object.value == nil && state.objects[address] == nil {
        let references = known ?? LineObjects.references(in: before)
        known = references
        count += 1
        entries[address, default: []].append(
          Entry(lostAt: index, object: object, knownReferences: references[address] ?? 0))
        counts[address, default: []].append((index, nil))
      }
      for (address, object) in state.objects where object.value == nil {
        let old = before.objects[address]
        if old?.referenceCount != object.referenceCount || old == nil {
          counts[address, default: []].append((index, object.referenceCount.map { Int(clamping: $0) }))
          count += 1
        }
      }
      before = state
    }
  }

  /// How many references to each object a state knows.
  static func references(in state: LineState) -> [UInt64: Int] {
    var counts: [UInt64: Int] = [:]
    for scope in state.scopes {
      for variable in scope.variables { if let address = variable.address { counts[address, default: 0] += 1 } }
    }
    for object in state.objects.values {
      for reference in object.references { counts[reference.target, default: 0] += 1 }
    }
    return counts
  }

  /// The lines at which the count of an object changed, in order.
  func changes(of address: UInt64) -> [(line: Int, count: Int?)] { counts[address] ?? [] }

  /// What is lost at a line and still there: `isInUse` says whether a block has been in use since before a line.
  ///
  /// Counts are what they were less the references that have gone since. O(what was ever lost).
  func objects(at index: Int, in state: LineState, isInUse: (UInt64, _ sinceBefore: Int) -> Bool) -> [UInt64:
    LineObject]
  {
    var found: [UInt64: Entry] = [:]
    for (address, all) in entries where state.objects[address] == nil {
      guard let entry = all.last(where: { $0.lostAt <= index }), isInUse(address, entry.lostAt - 1) else { continue }
      found[address] = entry
    }
    guard !found.isEmpty else { return [:] }
    let known = LineObjects.references(in: state)
    // A count of 0 is an object on a free list, which may have been all that held others.
    while true {
      var counts = known
      for entry in found.values {
        for reference in entry.object.references { counts[reference.target, default: 0] += 1 }
      }
      var objects: [UInt64: LineObject] = [:]
      for (address, entry) in found {
        var object = entry.object
        guard let count = object.referenceCount else { continue }
        let left = Int(clamping: count) - entry.knownReferences + (counts[address] ?? 0)
        object.referenceCount = UInt64(max(left, 0))
        if left > 0 { objects[address] = object }
      }
      if objects.count == found.count { return objects }
      found = found.filter { objects[$0.key] != nil }
    }
  }
}
