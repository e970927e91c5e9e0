import Collector
import HeapCore
import Trace

@testable import Scene
@testable import Views

/// B→A, C→B, A→C, P→Q, Q→P; a variable holds C; Q has `__del__`: the collection of the design.
enum WorkedCollection {
  static let set: CandidateSet = {
    var set = CandidateSet()
    set.add(references: [2], referenceCount: 1)
    set.add(references: [0], referenceCount: 1)
    set.add(references: [1], referenceCount: 2)
    set.add(references: [4], referenceCount: 1)
    set.add(references: [3], referenceCount: 1, traits: .finalizer)
    return set
  }()

  static func make(_ set: CandidateSet = set, names: [String] = ["A", "B", "C", "P", "Q"]) throws -> RecordedCollection
  {
    try RecordedCollection(
      set, facts: CollectionFacts(step: 5, generation: 0, counts: [5, 1, 0], thresholds: [2000, 10, 10]),
      names: CandidateNames(types: names, of: (0..<set.count).map { min($0, names.count - 1) }),
      python: PythonVersion(hex: 0x030D_00F0))
  }

  /// The picture after so many steps.
  static func scene(_ steps: Int, columns: Int = 120) throws -> CollectionScene {
    let collection = try make()
    _ = collection.stepper.begin(.steps(steps))
    collection.stepper.work()
    return collection.scene(number: 1, total: 1, chosen: nil, columns: columns, rows: 40)
  }

  static func screen(_ scene: CollectionScene, width: Int, height: Int) -> Views.Frame {
    var screen = MockScenes.heap(columns: width, view: .collection)
    screen.title.views = ViewKind.allCases
    screen.collection = .collection(scene)
    screen.caption = scene.caption
    return Screen.draw(screen, width: width, height: height, theme: .dark, glyphs: .unicode)
  }
}
