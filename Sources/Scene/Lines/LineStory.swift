import Trace

/// What a line of a script has changed, in words.
struct LineStory {
  let place: LinePlace
  let state: LineState
  let before: LineState

  /// What has changed, most telling first; empty where nothing has.
  var changes: [String] { names + references + lost + counts }

  /// Names that came, went, or refer to something else.
  private var names: [String] {
    var found: [String] = []
    for (depth, scope) in state.scopes.enumerated() {
      guard before.scopes.indices.contains(depth), before.scopes[depth].function == scope.function else { continue }
      let old = before.scopes[depth].variables
      for variable in scope.variables {
        let was = old.first { $0.name == variable.name }
        guard was?.address != variable.address || was == nil else { continue }
        let name = LineWork.shown(variable.name)
        if let object = variable.address.flatMap({ state.objects[$0] }) {
          found.append("\(name) refers to \(LineWork.words(object))")
        } else if was?.address != nil {
          found.append("\(name) has no value any more")
        }
      }
      for variable in old where !scope.variables.contains(where: { $0.name == variable.name }) {
        found.append("the name \(LineWork.shown(variable.name)) is gone")
      }
    }
    return found
  }

  /// Attributes, items and keys that refer to something else.
  private var references: [String] {
    let owners = variables
    return state.objects.keys.sorted().flatMap { address -> [String] in
      guard let now = state.objects[address], let was = before.objects[address], now.type == was.type, now.value == nil
      else { return [] }
      let owner = owners[address] ?? LineWork.words(now)
      return now.references.filter { !was.references.contains($0) && !$0.label.isEmpty }.compactMap { reference in
        state.objects[reference.target].map {
          "\(owner)\(LineWork.shown(reference.label)) refers to \(LineWork.words($0))"
        }
      }
    }
  }

  /// The names of objects.
  private var variables: [UInt64: String] {
    var names: [UInt64: String] = [:]
    for scope in state.scopes {
      for variable in scope.variables {
        if let address = variable.address { names[address] = LineWork.shown(variable.name) }
      }
    }
    return names
  }

  /// Objects that have lost their last name, and those that are gone.
  private var lost: [String] {
    let (now, then) = (LineStory.named(state), LineStory.named(before))
    let nameless = state.objects.filter { $0.value.value == nil && then.contains($0.key) && !now.contains($0.key) }
    let gone = before.objects.filter { $0.value.value == nil && state.objects[$0.key] == nil }
    var found: [String] = []
    if !nameless.isEmpty { found.append("\(LineStory.list(nameless)): no name leads there now, and still alive") }
    if !gone.isEmpty { found.append("gone: \(LineStory.list(gone))") }
    return found
  }

  /// Reference counts of objects that have other ones now.
  private var counts: [String] {
    let names = variables
    return state.objects.keys.sorted().compactMap { address -> String? in
      guard let now = state.objects[address], let was = before.objects[address], now.type == was.type,
        now.value == nil, let count = now.referenceCount, let old = was.referenceCount, old != count
      else { return nil }
      let owner = names[address].map { "\($0)'s " } ?? ""
      return "\(owner)\(LineWork.words(now)) has \(Numbers.count(Int(clamping: count), "reference")), not \(old)"
    }
  }

  private static func named(_ state: LineState) -> Set<UInt64> {
    var named: Set<UInt64> = []
    var next = state.scopes.flatMap(\.variables).compactMap(\.address)
    while let address = next.popLast() {
      guard named.insert(address).inserted else { continue }
      next += state.objects[address]?.references.map(\.target) ?? []
    }
    return named
  }

  private static func list(_ objects: [UInt64: LineObject]) -> String {
    var counts: [String: Int] = [:]
    for object in objects.values { counts[LineWork.words(object), default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { $1 == 1 ? $0 : "\($1) × \($0)" }.joined(separator: ", ")
  }
}

extension SceneBuilder {
  /// The caption of a moment between two lines; nil inside a line, whose events speak for themselves.
  func lineCaption() -> CaptionScene? {
    guard hasLines, let index = lineIndex else { return nil }
    let history = lineWork.history(timeline.trace)
    let place = history.places[index]
    guard place.step == timeline.position else { return nil }
    let text = lineWork.files(timeline.trace)[place.file] ?? []
    let code = text.indices.contains(place.line - 1) ? text[place.line - 1].trimmed : ""
    let function = LineWork.shown(place.function)
    let row1: String
    switch place.event {
    case .line: row1 = code.isEmpty ? "Line \(place.line) runs next." : "Line \(place.line) runs next: \(code)"
    case .call: row1 = "\(function) is called; its body begins."
    case .return:
      row1 = function == "<module>" ? "The script has run to its end." : "\(function) returns from line \(place.line)."
    }
    guard index > 0 else { return CaptionScene(sign: "·", row1: row1, row2: "It is the first line of the script.") }
    let old = history.places[index - 1]
    let story = LineStory(place: place, state: history.state(at: index), before: history.state(at: index - 1))
    // After a call it is the line that made it.
    let scopes = story.before.scopes
    let line = scopes.indices.contains(place.depth - 1) ? scopes[place.depth - 1].line : old.line
    let steps = place.step - old.step
    var words = story.changes
    if words.isEmpty { words = [steps == 0 ? "no name and no count has changed" : "no name has changed"] }
    if steps > 0 { words.append("it took \(Numbers.count(steps, "event"))") }
    return CaptionScene(sign: "·", row1: row1, row2: "Line \(line): \(words.joined(separator: "; ")).")
  }
}

extension String {
  fileprivate var trimmed: String {
    let end = lastIndex { $0 != " " } ?? startIndex
    let start = firstIndex { $0 != " " } ?? startIndex
    return isEmpty ? "" : String(self[start...end])
  }
}
