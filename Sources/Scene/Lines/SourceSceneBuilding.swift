import Replay
import Trace

extension SceneBuilder {
  /// The script at the moment: the recorded line, or the call site of the last step where lines weren't recorded.
  func sourceScene(_ selection: Selection) -> SourceScene {
    guard hasLines else { return siteScene() }
    let history = lineWork.history(timeline.trace)
    guard let index = lineIndex else {
      let file = history.places.first?.file ?? ""
      return SourceScene(
        file: LineWork.name(file), function: "", lines: text(file), line: nil, count: history.places.count)
    }
    let place = history.places[index]
    let state = history.state(at: index)
    let before = index > 0 ? history.state(at: index - 1) : nil
    let reader = VariableReader(state: state, before: before, chosen: address(of: selection)) { address in
      self.place(ofObjectAt: address)
    } isFreed: { [self] address in
      isInUse(address, sinceBefore: place.step) == false
    }
    var scene = SourceScene(
      file: LineWork.name(place.file), function: LineWork.shown(place.function), lines: text(place.file),
      line: place.line, count: history.places.count, number: index + 1,
      scopes: state.scopes.enumerated().reversed().map { depth, scope in
        let old = before.flatMap { $0.scopes.indices.contains(depth) ? $0.scopes[depth] : nil }
        return SourceScene.Scope(
          title: scope.function == "<module>" ? LineWork.name(scope.file) : LineWork.shown(scope.function),
          variables: scope.variables.map { reader.variable($0, in: scope, before: old) })
      })
    scene.nameless = reader.nameless()
    let end = index + 1 < history.places.count ? history.places[index + 1].step : place.step
    scene.steps = place.step..<max(end, place.step)
    let collections = timeline.index.landmarks.collections
    scene.collections = Landmarks.indices(of: collections, in: scene.steps, step: \.start).map { number in
      "collection \(Numbers.count(number + 1)), generation \(collections[number].generation)"
    }
    return scene
  }

  /// What lies around the chosen object; where none is, around one without a name, or one that the line has changed.
  func sourceSurroundings(_ source: SourceScene, _ state: ViewState, _ selection: Selection) -> NeighbourhoodScene? {
    var state = state
    state.showsCollectedObjects = false
    guard hasLines, let index = lineIndex, let list = objectList(state) else { return nil }
    let values = lineWork.history(timeline.trace).state(at: index).objects
    let telling = (source.nameless + source.scopes.flatMap(\.variables).filter(\.isNow)).compactMap(\.address)
    let first = telling.first { values[$0]?.value == nil }
    let chosen = selection.isChosen ? nil : first.flatMap { list.network.object(inBlockAt: $0, bytes: 8) }
    guard let centre = chosen ?? centre(state, selection, in: list) else { return nil }
    let around = objects.surroundings(of: centre, radius: 1, in: list)
    return around.boxes.count > 1 ? around : nil
  }

  /// The first collection that the shown line starts: its moment.
  public var collectionOfLine: Int? {
    let history = lineWork.history(timeline.trace)
    guard let index = lineIndex, index + 1 < history.places.count else { return nil }
    let steps = history.places[index].step..<max(history.places[index + 1].step, history.places[index].step)
    let collections = timeline.index.landmarks.collections
    return Landmarks.indices(of: collections, in: steps, step: \.start).first.map { collections[$0].start + 1 }
  }

  /// The first object that lives though no variable leads to it.
  public var namelessObject: UInt64? { sourceScene(Selection()).nameless.first?.address }

  /// The address of the object so many rows below the chosen one among the names, above if negative.
  public func address(afterName distance: Int, _ selection: Selection) -> UInt64? {
    let choices = sourceScene(selection).choices
    guard !choices.isEmpty else { return nil }
    let chosen = sourceScene(selection)
    let here = (chosen.scopes.flatMap(\.variables) + chosen.nameless).filter { $0.address != nil }.firstIndex {
      $0.isChosen
    }
    guard let here else { return distance > 0 ? choices.first : choices.last }
    return choices[min(max(here + distance, 0), choices.count - 1)]
  }

  private func siteScene() -> SourceScene {
    let files = lineWork.files(timeline.trace)
    let frames = timeline.outcome.map { timeline.stack(ofStep: $0.step) } ?? []
    // The innermost frame whose text is known.
    guard let frame = frames.first(where: { files[$0.file] != nil }) else {
      let file = files.keys.min() ?? ""
      return SourceScene(file: LineWork.name(file), function: "", lines: text(file), line: nil)
    }
    return SourceScene(
      file: LineWork.name(frame.file), function: LineWork.shown(frame.function), lines: text(frame.file),
      line: frame.line)
  }

  private func text(_ file: String) -> [String] { lineWork.files(timeline.trace)[file] ?? [] }
}

/// Puts the objects of a line into words.
private struct VariableReader {
  let state: LineState
  let before: LineState?
  let chosen: (address: UInt64, bytes: Int)?
  let place: (UInt64) -> PlaceName?
  let isFreed: (UInt64) -> Bool

  func variable(_ variable: LineVariable, in scope: LineScope, before old: LineScope?) -> SourceScene.Variable {
    var shown = SourceScene.Variable(name: LineWork.shown(variable.name), object: nil)
    let was = old?.variables.first { $0.name == variable.name }
    if before != nil, old?.function == scope.function { shown.isNow = was?.address != variable.address }
    if let address = variable.address { describe(address, in: &shown) }
    return shown
  }

  private func describe(_ address: UInt64, in shown: inout SourceScene.Variable) {
    guard let object = state.objects[address] else { return }
    shown.object = LineWork.words(object)
    shown.address = address
    if let count = object.referenceCount {
      let old = before?.objects[address]?.referenceCount
      if let old, old != count, object.value == nil {
        shown.references = "refs \(old)→\(count)"
        shown.isNow = true
      } else {
        shown.references = "refs \(count)"
      }
    } else {
      shown.references = "immortal"
    }
    // The object stands behind its headers in its block.
    shown.block = place(address)
    shown.isFreed = shown.block != nil && isFreed(address)
    // What is chosen elsewhere is a block, in which the object stands behind its headers.
    if let chosen { shown.isChosen = [0, 16, 32].contains(address &- chosen.address) }
    shown.targets = object.references.prefix(64).compactMap { reference in
      state.objects[reference.target].map { target in
        let label = reference.label.isEmpty ? "" : "\(LineWork.shown(reference.label)) "
        return "\(label)→ \(LineWork.words(target))"
      }
    }
  }

  /// What lives though no variable leads to it, but for values.
  func nameless() -> [SourceScene.Variable] {
    var named: Set<UInt64> = []
    var next = state.scopes.flatMap(\.variables).compactMap(\.address)
    while let address = next.popLast() {
      guard named.insert(address).inserted else { continue }
      next += state.objects[address]?.references.map(\.target) ?? []
    }
    let found = state.objects.filter { !named.contains($0.key) && $0.value.value == nil }
    return found.keys.sorted().map { address in
      var shown = SourceScene.Variable(name: "", object: nil)
      describe(address, in: &shown)
      return shown
    }
  }
}

extension LineWork {
  static func name(_ file: String) -> String {
    shown(file.split(separator: "/").last.map(String.init) ?? file)
  }

  static func words(_ object: LineObject) -> String {
    shown(object.value.map { object.type == "NoneType" ? $0 : "\(object.type) \($0)" } ?? object.type)
  }
}
