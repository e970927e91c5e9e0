import Input
import Replay
import Scene

extension AppState {
  /// Takes a key while a line is being typed.
  mutating func typeKey(_ key: Key, _ modifiers: Modifiers, _ name: String) -> [Effect] {
    switch name {
    case "Esc", "^C":
      if prompt?.kind == .library { library?.giveUpFinding() }
      prompt = nil
      return []
    case "Enter": return finishPrompt()
    case "Tab":
      if let prompt, prompt.kind == .file, prompt.files.isEmpty { return [.listFiles(path: prompt.line.text)] }
      return chooseCandidate(by: 1)
    case "S-Tab": return chooseCandidate(by: -1)
    case "↓", "^N": return completion.candidates.isEmpty ? recall(by: -1) : chooseCandidate(by: 1)
    case "↑", "^P": return prompt?.chosen == nil ? recall(by: 1) : chooseCandidate(by: -1)
    case "←", "^B": return edit(keepsChoice: true) { $0.move(by: -1) }
    case "→", "^F": return edit(keepsChoice: true) { $0.move(by: 1) }
    case "Home", "^A": return edit(keepsChoice: true) { $0.moveToStart() }
    case "End", "^E": return edit(keepsChoice: true) { $0.moveToEnd() }
    case "Backspace", "^H":
      if prompt?.line.isEmpty == true {
        if prompt?.kind == .library { library?.giveUpFinding() }
        prompt = nil
        return []
      }
      return edit { $0.deleteBack() }
    case "Del", "^D": return edit { $0.deleteForward() }
    case "^W": return edit { $0.deleteWord() }
    case "^U": return edit { $0.deleteToStart() }
    case "^K": return edit { $0.deleteToEnd() }
    default:
      guard case .character(let scalar) = key, modifiers.isEmpty else { return [] }
      return edit { $0.insert(String(Character(scalar))) }
    }
  }

  /// Changes the line; what was chosen of the completion is then what was typed.
  mutating func edit(keepsChoice: Bool = false, _ change: (inout LineEditor) -> Void) -> [Effect] {
    guard var prompt else { return [] }
    change(&prompt.line)
    if !keepsChoice {
      prompt.chosen = nil
      prompt.typed = prompt.line.text
      prompt.historyIndex = nil
      prompt.files = []
    }
    self.prompt = prompt
    if prompt.kind == .help { overlay = .help(scroll: 0, filter: prompt.line.text) }
    if prompt.kind == .library { library?.find(prompt.line.text) }
    return []
  }

  /// What could complete the line.
  public var completion: Completion {
    guard let prompt else { return Completion(candidates: [], total: 0) }
    switch prompt.kind {
    case .command: return .commands(prompt.typed, marks: facts.marks, collections: facts.collections)
    case .find, .filter, .breakpoint: return .conditions(prompt.typed)
    case .file: return Completion(candidates: prompt.files, total: prompt.files.count)
    case .help, .library: return Completion(candidates: [], total: 0)
    }
  }

  /// Completes a path by those that there are: as far as all of them are alike, and shows them where they are several.
  public mutating func take(files: [Completion.Candidate], for path: String) {
    guard var prompt, prompt.kind == .file, prompt.line.text == path else { return }
    guard let first = files.first?.line else {
      message = "nothing here begins like that"
      return
    }
    let common = files.dropFirst().reduce(Array(first.unicodeScalars)) { common, file in
      zip(common, file.line.unicodeScalars).prefix { $0 == $1 }.map(\.0)
    }
    let text = String(String.UnicodeScalarView(common))
    prompt.line = LineEditor(text.unicodeScalars.count > path.unicodeScalars.count ? text : path)
    prompt.typed = prompt.line.text
    prompt.chosen = nil
    prompt.files = files.count > 1 ? files : []
    self.prompt = prompt
  }

  mutating func chooseCandidate(by distance: Int) -> [Effect] {
    let candidates = completion.candidates
    guard prompt != nil, !candidates.isEmpty else { return [] }
    let next = prompt?.chosen.map { ($0 + distance + candidates.count) % candidates.count }
    let index = next ?? (distance > 0 ? 0 : candidates.count - 1)
    prompt?.chosen = index
    prompt?.line = LineEditor(candidates[index].line)
    return []
  }

  /// Brings back a line typed before: an older one if positive.
  private mutating func recall(by distance: Int) -> [Effect] {
    guard var prompt, let lines = history[prompt.kind] else { return [] }
    let index = (prompt.historyIndex ?? -1) + distance
    guard index >= 0, index < lines.count else { return [] }
    prompt.historyIndex = index
    prompt.line = LineEditor(lines[lines.count - 1 - index])
    prompt.typed = prompt.line.text
    self.prompt = prompt
    return []
  }

  private mutating func finishPrompt() -> [Effect] {
    guard let prompt else { return [] }
    var text = prompt.line.text
    while text.last == " " { text.removeLast() }
    if prompt.kind == .file, text.last == "/" {
      // A folder isn't opened, but looked into.
      self.prompt = Prompt(.file, text)
      return [.listFiles(path: text)]
    }
    self.prompt = nil
    if prompt.kind == .library { message = library?.endFinding() }
    if text.isEmpty && prompt.kind != .filter { return [] }
    if !text.isEmpty { remember(text, prompt.kind) }
    switch prompt.kind {
    case .command: return run(commandLine: text)
    case .find: return find(text)
    case .filter: return setFilter(text)
    case .breakpoint: return addBreakpoint(text)
    case .help, .library: return []
    case .file: return openFile(text)
    }
  }

  private mutating func remember(_ text: String, _ kind: Prompt.Kind) {
    history[kind, default: []].removeAll { $0 == text }
    history[kind, default: []].append(text)
    if history[kind, default: []].count > 100 { history[kind]?.removeFirst() }
  }

  private mutating func setFilter(_ text: String) -> [Effect] {
    if text.isEmpty {
      filter = nil
      message = "steps go through all events"
      return []
    }
    do {
      filter = Breakpoint(text, try Condition(text))
      message = "steps go through events with \(text); & and Enter ends it"
    } catch {
      message = error.message
    }
    return []
  }

  mutating func addBreakpoint(_ text: String) -> [Effect] {
    do {
      let breakpoint = Breakpoint(text, try Condition(text))
      if !breakpoints.contains(breakpoint) { breakpoints.append(breakpoint) }
      message = "c goes to the next event with \(text), C comes back"
      if case .breakpoints = overlay { overlay = .breakpoints(chosen: breakpoints.count - 1) }
    } catch {
      message = error.message
    }
    return []
  }

  /// Finds what was typed after `/`: a place, an address, a condition, a mark or a function.
  mutating func find(_ text: String) -> [Effect] {
    switch FindTarget(text, marks: facts.marks) {
    case .place(let place, let condition):
      lastSearch = condition.map {
        Effect.Search(conditions: [$0], backwards: false, count: 1, words: "change of \(text)")
      }
      return [.find(place)]
    case .mark(let name):
      return [.goTo(.mark(name))]
    case .events(let condition):
      let search = Effect.Search(conditions: [condition], backwards: false, count: 1, words: "event with \(text)")
      lastSearch = search
      return start(search)
    case .nothing(let reason):
      message = reason
      return []
    }
  }
}
