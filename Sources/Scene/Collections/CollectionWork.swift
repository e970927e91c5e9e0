import Collector
import Glibc
import Replay
import Trace

/// Finds the recorded objects of the collection at the moment, and keeps them with the step that is looked at.
struct CollectionWork {
  /// The collection at the moment, by its number from 1.
  private var wanted: Int?
  private var loader: CollectionLoader?
  /// Why there is nothing to see of the wanted one.
  private(set) var absence: String?
  private(set) var shown: RecordedCollection?
  private var lastPosition = -1

  /// Looks at a collection by its number from 1, at the timeline's moment.
  mutating func look(at number: Int, position: Int) {
    defer { lastPosition = position }
    if wanted != number {
      wanted = number
      (loader, absence, shown) = (nil, nil, nil)
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

  /// How many steps of the collection were taken, if the timeline is where it begins.
  func step(at position: Int) -> Int? {
    guard let shown, position == shown.facts.step + 1 else { return nil }
    return shown.stepper.progress.position
  }

  /// Goes on for about so long; false when there is nothing left to do.
  mutating func advance(_ timeline: Timeline, milliseconds: Double) -> Bool {
    let late = Self.deadline(milliseconds)
    if let shown { return shown.stepper.isBusy && shown.stepper.work { Self.now() > late } }
    guard let wanted, absence == nil else { return false }
    do {
      guard let loader = try loader ?? timeline.loadCollection(wanted) else {
        absence = "The objects of this collection aren't in the recording."
        return true
      }
      self.loader = loader
      switch loader.state {
      case .loading: usleep(UInt32(min(max(milliseconds, 1), 5) * 1000))
      case .failed(let error): absence = error.message
      case .ready(let run):
        let found = RecordedCollection(
          run, names: try timeline.ownNames(of: run), python: timeline.trace.header.python)
        place(found, position: timeline.position, before: -1)
        shown = found
        self.loader = nil
      }
    } catch {
      absence = (error as? ReplayError)?.message ?? (error as? CollectorError)?.message ?? "\(error)"
    }
    return true
  }

  /// Whether the objects of the wanted collection are still being looked for.
  var isLoading: Bool { wanted != nil && shown == nil && absence == nil }

  /// What share of the wanted collection has been read and run.
  var progress: Double {
    if case .loading(let share)? = loader?.state { share } else { 0 }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }

  private static func deadline(_ milliseconds: Double) -> Double { now() + milliseconds }
}

extension Timeline {
  /// What a written trace calls the candidates of a collection; nil for recordings.
  fileprivate func ownNames(of run: CollectionRun) throws(ReplayError) -> CandidateNames? {
    guard let objects = try writtenObjects() else { return nil }
    let titles = WrittenObjects(objects).titles(at: run.record.facts.step)
    var names: [String] = []
    var numbers: [String: Int] = [:]
    let indices = run.record.objects.indices.map { index -> Int in
      let name = titles[run.block(of: Int32(index))] ?? run.typeName(of: Int32(index))
      if let number = numbers[name] { return number }
      numbers[name] = names.count
      names.append(name)
      return names.count - 1
    }
    return CandidateNames(types: names, of: indices)
  }
}

extension SceneBuilder {
  /// Moves inside the collection that the moment is at the beginning of; false if there is none or nothing more of it.
  public func move(_ move: CollectionMove) -> Bool {
    lookAtCollection()
    return collections.move(move, position: timeline.position, milliseconds: 8)
  }

  /// Moves to the next step of the collection that changes the chosen object, or the last one before; false where the
  /// moment is in none, or nothing chosen is among its objects, nil while these are being looked for.
  public func moveToChange(backwards: Bool, _ selection: Selection) -> Bool? {
    lookAtCollection()
    guard let shown = collections.shown else { return collections.isLoading ? nil : false }
    guard let (address, bytes) = address(of: selection),
      let object = shown.object(inBlockAt: address, bytes: bytes)
    else { return false }
    return collections.move(.change(of: object, backwards: backwards), position: timeline.position, milliseconds: 8)
  }

  /// Makes a move inside the collection that the moment is at the beginning of, once its objects are known; false where
  /// there is none such, nil while they are being looked for, which goes on for about so long.
  public func move(_ move: CollectionMove, milliseconds: Double) -> Bool? {
    guard hasCollectionObjects, lookAtCollection() != nil else { return false }
    if collections.isLoading { _ = collections.advance(timeline, milliseconds: milliseconds) }
    return collections.isLoading ? nil : self.move(move)
  }

  /// The collection that the moment is at the beginning of, counted from 1, and how many of its steps were taken; nil
  /// where the moment is at none, or its objects aren't known.
  public var stepInCollection: (collection: Int, step: Int)? {
    guard hasCollectionObjects, let number = lookAtCollection() else { return nil }
    return collections.step(at: timeline.position).map { (number, $0) }
  }

  /// Whether the trace tells what objects its collections looked at.
  public var hasCollectionObjects: Bool { timeline.hasCollections }

  /// The address of an object of the collection shown.
  public func address(ofCandidate number: Int) -> UInt64? {
    guard let addresses = collections.shown?.addresses, addresses.indices.contains(number) else { return nil }
    return addresses[number]
  }

  /// The number, from 1, of the collection at the moment or the last one before it.
  @discardableResult
  func lookAtCollection() -> Int? {
    guard let number = timeline.collectionNumber(at: timeline.position) else { return nil }
    collections.look(at: number, position: timeline.position)
    return number
  }

  func collectionPicture(_ state: ViewState, selection: Selection, columns: Int, rows: Int) -> CollectionPicture {
    guard hasCollectionObjects else {
      return .absence("This trace doesn't tell what objects its collections looked at.")
    }
    guard let number = lookAtCollection() else {
      return .absence("No collection has begun yet: } goes to the first one.")
    }
    guard let shown = collections.shown else {
      let share = Int(collections.progress * 100)
      return .absence(
        collections.absence ?? "Looking for the objects of collection \(Numbers.count(number)): \(share) %.")
    }
    let chosen = address(of: selection).flatMap { shown.object(inBlockAt: $0, bytes: $1) }
    return .collection(
      shown.scene(
        number: number, total: timeline.index.landmarks.collections.count, chosen: chosen, columns: columns,
        rows: rows))
  }
}
