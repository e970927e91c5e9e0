import HeapCore
import ObjectGraph
import Replay

/// What one event does to the objects of a written trace, in words, and what each layer of memory does for it.
struct ObjectNarration {
  private let changes: [ObjectChange]
  private let graph: ObjectGraph
  private let title: (ObjectID) -> String

  init(_ changes: [ObjectChange], _ graph: ObjectGraph, title: @escaping (ObjectID) -> String) {
    self.changes = changes
    self.graph = graph
    self.title = title
  }

  /// What happens to objects, one sentence each, the most telling first.
  var sentences: [String] {
    var sentences: [String] = []
    for change in changes {
      switch change {
      case .born(let id, _): if !isGiven(id) { sentences.append("\(title(id)) is born.") }
      case .died(let id): sentences.append("\(title(id)) dies.")
      case .name(let name, let old, let new): sentences.append(words(of: "The name \(LineWork.shown(name))", old, new))
      case .attribute(let holder, let label, _, let old, let new):
        sentences.append(words(of: title(holder) + WrittenObjects.label(label), old, new))
      case .outside(let id, let difference) where !isGiven(id):
        sentences.append(
          difference > 0 ? "Something outside holds \(title(id))." : "Something outside lets go of \(title(id)).")
      case .weak(let id, let referent, _, _, let isMade):
        sentences.append(
          isMade ? "\(title(id)) refers weakly to \(title(referent))." : "The weak reference \(title(id)) is cleared.")
      case .callback(let id): sentences.append("The callback of \(title(id)) runs.")
      case .finalized(let id): sentences.append("The finalizer of \(title(id)) runs.")
      case .immortal(let id) where !isGiven(id): sentences.append("\(title(id)) is immortal from here on.")
      default: break
      }
    }
    let untold = sentences.count - Self.mostSentences
    return untold > 1 ? sentences.prefix(Self.mostSentences) + ["\(untold) more such changes."] : sentences
  }

  /// A list that is cleared lets go of each item: nobody reads a thousand sentences.
  private static let mostSentences = 8

  /// Whether an object exists from the start, as constants and small numbers do.
  private func isGiven(_ id: ObjectID) -> Bool { graph[id].map { $0.size == 0 && $0.blocks.isEmpty } ?? false }

  private func words(of holder: String, _ old: ObjectID?, _ new: ObjectID?) -> String {
    guard let new else { return "\(holder) goes\(old.map { ": it referred to \(title($0))" } ?? "")." }
    return "\(holder) refers to \(title(new))\(old.map { $0 == new ? "" : ", no longer to \(title($0))" } ?? "")."
  }

  /// How counts changed, in one sentence; empty where none did.
  var counts: String {
    var differences: [ObjectID: Int] = [:]
    for change in changes {
      for (id, difference) in change.countDifferences { differences[id, default: 0] += difference }
    }
    let changed = differences.filter { $0.value != 0 }.keys.sorted().compactMap { id -> String? in
      guard let object = graph[id], object.isAlive, !object.isImmortal, !isGiven(id) else { return nil }
      let before = object.referenceCount - (differences[id] ?? 0)
      return before < 0 ? nil : "\(title(id)) \(before)→\(object.referenceCount)"
    }
    return changed.isEmpty ? "" : "refs: \(changed.prefix(4).joined(separator: ", "))."
  }

  /// The objects that the event is about, for the subject of a sentence.
  var subject: String? {
    for change in changes {
      switch change {
      case .request(let request) where request.owner > 0 && graph[request.owner] != nil:
        let part = request.part == .object ? "" : " (\(request.part.rawValue))"
        return title(request.owner) + part
      case .born(let id, _) where !isGiven(id): return title(id)
      default: break
      }
    }
    return nil
  }

  /// What the layer of object-specific allocators did, in words; empty for nothing.
  var objectLayer: [String] {
    changes.compactMap { change in
      guard case .layer(let note) = change else { return nil }
      let words = LineWork.shown(note.words)
      return words.prefix(1).uppercased() + words.dropFirst() + "."
    }
  }
}

extension SceneBuilder {
  /// What the last step did to the objects of a written trace; nil for recordings.
  func objectNarration() -> ObjectNarration? {
    guard timeline.trace.hasObjects, timeline.position > 0, let written = objects.written(timeline) else { return nil }
    let moment = timeline.position
    let changes = written.toldChanges(before: moment)
    guard !changes.isEmpty else { return nil }
    return ObjectNarration(changes, written.graph(at: moment)) { written.title(of: $0, at: moment) }
  }

  /// What each layer of memory does for the last step: object-specific allocators, pymalloc, malloc, the system.
  func layersScene(_ outcome: StepOutcome?) -> [LayerRow] {
    guard let outcome, let narration = objectNarration() else { return [] }
    let specific = narration.objectLayer
    var rows = [LayerRow("object", specific.isEmpty ? "nothing of its own to do" : specific.joined(separator: " "))]
    rows[0].isActive = !specific.isEmpty
    let words = Narration(of: outcome, in: narrationContext(outcome))
    var (pymalloc, raw) = (LayerRow("pymalloc", "isn't asked"), LayerRow("malloc", "isn't asked"))
    switch outcome.effect {
    case .placed, .freed, .resizedInPlace: pymalloc = LayerRow("pymalloc", words.row1, isActive: true)
    case .moved: pymalloc = LayerRow("pymalloc", words.row1, isActive: true)
    case .rawPlaced, .rawFreed: raw = LayerRow("malloc", words.row1, isActive: true)
    case .ghost, .none: break
    }
    var system = LayerRow("arenas", "none is taken or given back")
    if outcome.turns.contains(.newArena) { system = LayerRow("arenas", "the system gives one", isActive: true) }
    if outcome.turns.contains(.arenaReturned) {
      system = LayerRow("arenas", "one goes back to the system", isActive: true)
    }
    return rows + [pymalloc, raw, system]
  }
}
