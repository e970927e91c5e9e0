import Collector
import Glibc
import Replay
import Trace

/// Finds the recorded objects of the collection at the moment, and keeps them with the step that is looked at.
struct CollectionWork {
  private var decoder: CollectionDecoder?
  /// The step of the collection that the decoder gave last.
  private var decoded = -1
  private var wanted: Int?
  /// Why there is nothing to see of the wanted one.
  private(set) var absence: String?
  private(set) var shown: RecordedCollection?
  private var isWithObjects: Bool?
  private var lastPosition = -1

  /// Whether the trace tells of any collection what objects it looked at.
  mutating func hasObjects(_ timeline: Timeline) -> Bool {
    if let isWithObjects { return isWithObjects }
    var decoder = CollectionDecoder(timeline.trace)
    let found: Bool
    do {
      found = try decoder.next() != nil
    } catch {
      // A damaged one is there too: the view says what is wrong with it.
      found = true
    }
    isWithObjects = found
    return found
  }

  /// Looks at the collection that begins in a step, at the timeline's moment.
  mutating func look(at step: Int, position: Int) {
    defer { lastPosition = position }
    if wanted != step {
      wanted = step
      absence = nil
      if shown?.facts.step != step { shown = nil }
    }
    guard let shown, position != lastPosition else { return }
    place(shown, position: position, before: lastPosition)
  }

  /// At its first moment a collection is at its beginning, unless one comes back to it; later it's at its end.
  private func place(_ shown: RecordedCollection, position: Int, before: Int) {
    if position == shown.facts.step + 1, before != position + 1 {
      shown.stepper.rewind()
    } else {
      _ = shown.stepper.begin(.end)
    }
  }

  /// Moves inside the collection, if the timeline is where it begins.
  func move(_ move: CollectionMove, position: Int, milliseconds: Double) -> Bool {
    guard let shown, position == shown.facts.step + 1, shown.stepper.begin(move) else { return false }
    let late = Self.deadline(milliseconds)
    _ = shown.stepper.work { Self.now() > late }
    return true
  }

  /// Goes on for about so long; false when there is nothing left to do.
  mutating func advance(_ timeline: Timeline, milliseconds: Double) -> Bool {
    let late = Self.deadline(milliseconds)
    if let shown { return shown.stepper.isBusy && shown.stepper.work { Self.now() > late } }
    guard let wanted, absence == nil else { return false }
    repeat {
      if decode(towards: wanted, timeline) { return shown?.stepper.isBusy ?? false }
    } while Self.now() < late
    return true
  }

  /// Reads the next collection; true when it's the wanted one, or when that isn't there.
  private mutating func decode(towards wanted: Int, _ timeline: Timeline) -> Bool {
    if decoder == nil || decoded >= wanted {
      decoder = CollectionDecoder(timeline.trace)
      decoded = -1
    }
    do {
      guard let record = try decoder?.next(), record.facts.step <= wanted else {
        decoder = nil
        absence = "The objects of this collection aren't in the recording."
        return true
      }
      decoded = record.facts.step
      guard record.facts.step == wanted else { return false }
      guard !record.facts.isOmitted else {
        absence = "This collection had more objects than the recorder keeps."
        return true
      }
      let python = timeline.trace.header.python
      let found = try RecordedCollection(record, rules: CollectorRules(python))
      place(found, position: timeline.position, before: -1)
      shown = found
    } catch {
      decoder = nil
      absence = (error as? TraceError)?.message ?? (error as? CollectorError)?.message ?? "\(error)"
    }
    return true
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }

  private static func deadline(_ milliseconds: Double) -> Double { now() + milliseconds }
}

extension SceneBuilder {
  /// Moves inside the collection that the moment is at the beginning of; false if there is none or nothing more of it.
  public func move(_ move: CollectionMove) -> Bool {
    lookAtCollection()
    return collections.move(move, position: timeline.position, milliseconds: 8)
  }

  /// Whether the trace tells what objects its collections looked at.
  public var hasCollectionObjects: Bool { collections.hasObjects(timeline) }

  /// The address of an object of the collection shown.
  public func address(ofCandidate number: Int) -> UInt64? {
    guard let addresses = collections.shown?.addresses, addresses.indices.contains(number) else { return nil }
    return addresses[number]
  }

  /// The collection at the moment or the last one before it, by its number from 0.
  @discardableResult
  func lookAtCollection() -> Int? {
    let all = timeline.index.landmarks.collections
    let begun = Landmarks.indices(of: all, in: 0..<timeline.position, step: \.start)
    guard let last = begun.last else { return nil }
    collections.look(at: all[last].start, position: timeline.position)
    return last
  }

  func collectionPicture(_ state: ViewState, columns: Int, rows: Int) -> CollectionPicture {
    guard hasCollectionObjects else {
      return .absence("This trace doesn't tell what objects its collections looked at.")
    }
    guard let number = lookAtCollection() else {
      return .absence("No collection has begun yet: } goes to the first one.")
    }
    guard let shown = collections.shown else {
      return .absence(collections.absence ?? "Looking for the objects of collection \(Numbers.count(number + 1)).")
    }
    let chosen = state.rows[.candidates].map { Int32(clamping: $0) }
    return .collection(
      shown.scene(
        number: number + 1, total: timeline.index.landmarks.collections.count, chosen: chosen, columns: columns,
        rows: rows))
  }
}
