import Replay
import Scene

extension AppState {
  /// The help of the view that is open, made from the key table.
  public func helpScene(poolSize: Int) -> HelpScene {
    var (scroll, filter) = (0, "")
    if case .help(let rows, let text) = overlay { (scroll, filter) = (rows, text) }
    let place = library == nil ? contextBelow : .library
    let isLesson = lesson != nil && library == nil
    var groups = ActionRow.Group.allCases.map { group in
      ActionTable.rows.filter { row in
        row.group == group && row.contexts.contains(place)
          && !(isLesson && row.keys.contains(where: LessonKeys.isTaken))
      }.compactMap(helpEntry)
    }
    if isLesson { groups.insert(LessonKeys.entries, at: 0) }
    if library != nil { groups = LibraryKeys.groups }
    return HelpScene(
      view: view.view, place: isLesson ? .lesson : library == nil ? .view : .library,
      groups: groups.filter { !$0.isEmpty }, poolSize: poolSize, scroll: scroll, filter: filter)
  }

  /// The context without what lies over it.
  private var contextBelow: Context {
    var state = self
    state.overlay = nil
    return state.context
  }

  private func helpEntry(_ row: ActionRow) -> HelpEntry? {
    if let together = row.together { return HelpEntry(together.keys, together.help) }
    if ActionTable.rows.contains(where: { $0.together?.others.contains(row.action) == true }) { return nil }
    let keys = row.keys.prefix(2).joined(separator: " ")
    return HelpEntry(keys.count <= 7 ? keys : row.keys[0], row.help)
  }

  /// The line being typed as the last row shows it.
  public var promptScene: PromptScene? {
    guard let prompt else { return nil }
    let first = completion.candidates.first?.line ?? ""
    let isPrefix = prompt.chosen == nil && !prompt.typed.isEmpty && first.hasPrefix(prompt.typed)
    let hint =
      switch prompt.kind {
      case .find: "n next   N previous   Enter go"
      case .command: ""
      case .filter: "Enter filters, empty ends it"
      case .breakpoint: "Enter adds, Esc leaves"
      case .help: "Enter keeps it, Esc leaves"
      case .file: message ?? "Tab completes, Enter opens, Esc leaves"
      case .library: library?.findHint ?? ""
      }
    return PromptScene(
      sigil: prompt.kind.sign, text: prompt.line.text, cursor: prompt.line.cursor,
      suggestion: isPrefix ? String(first.dropFirst(prompt.typed.count)) : "", hint: hint)
  }

  /// The commands that fit what is typed after `:`; nil while nothing is.
  public var commandsScene: CommandsScene? {
    guard let prompt, let line = promptScene else { return nil }
    let completion = completion
    if prompt.kind == .file, !prompt.files.isEmpty {
      let folder = prompt.typed.lastIndex(of: "/").map { prompt.typed[...$0] } ?? ""
      return CommandsScene(
        title: folder.isEmpty ? "Files here" : "Files in \(Numbers.middle(String(folder), limit: 50))",
        rows: prompt.files.map { .init(String($0.line.dropFirst(folder.count)), $0.help) }, chosen: prompt.chosen,
        typed: prompt.typed.count - folder.count, total: prompt.files.count, prompt: line, noun: "file")
    }
    guard prompt.kind == .command else { return nil }
    let word = prompt.typed.prefix { $0 != " " }
    let title: String
    if word.count < prompt.typed.count {
      title = completion.candidates.isEmpty ? "Command \(word)" : "What can follow \(word)"
    } else {
      let begins = completion.candidates.first?.line.hasPrefix(word) ?? true
      title = word.isEmpty ? "Commands" : "Commands that \(begins ? "begin with" : "have in them") \(word)"
    }
    return CommandsScene(
      title: title, rows: completion.candidates.map { .init($0.line, $0.help) }, chosen: prompt.chosen,
      typed: prompt.typed.count, total: completion.total, prompt: line)
  }

  /// What the text after `/` or `&` stands for, and what else could be typed; nil while nothing is.
  public var searchScene: SearchScene? {
    guard let prompt, prompt.kind == .find || prompt.kind == .filter, let line = promptScene else { return nil }
    let text = prompt.line.text
    let examples = completion.candidates.map { HelpEntry($0.line, $0.help) }
    let all = examples.isEmpty ? Condition.forms.map { HelpEntry($0.form, $0.meaning) } : examples
    if text.isEmpty { return SearchScene(rows: [], total: 0, chosen: nil, examples: all, prompt: line) }
    var rows: [SearchScene.Row] = []
    var error = ""
    if prompt.kind == .find {
      switch FindTarget(text, marks: facts.marks) {
      case .place(let place, _):
        let kind = place.block != nil ? "block" : place.pool != nil ? "pool" : "arena"
        rows = [.init(kind: kind, place: place.description, what: "", more: "Enter chooses it, e its next event")]
      case .mark(let name): rows = [.init(kind: "mark", place: name, what: "", more: "Enter goes there")]
      case .events(let condition):
        rows = [.init(kind: "events", place: condition.description, what: "", more: "Enter goes to the next one")]
      case .nothing(let reason): error = reason
      }
    } else {
      do {
        let condition = try Condition(text)
        rows = [.init(kind: "events", place: condition.description, what: "", more: "steps go through these only")]
      } catch let failure {
        error = failure.message
      }
    }
    return SearchScene(
      rows: rows, total: rows.count, chosen: rows.isEmpty ? nil : 0, examples: all, error: error, prompt: line)
  }

  /// The breakpoints with the one being typed; nil while they aren't shown.
  func breakpointsScene(hits: BreakpointHits) -> BreakpointsScene? {
    guard case .breakpoints(let chosen) = overlay else { return nil }
    let rows = breakpoints.map {
      BreakpointsScene.Row(
        condition: $0.text, hits: hits.countWords($0.condition), next: hits.nextWords($0.condition, at: facts.position),
        isOn: $0.isOn)
    }
    var verdict = ""
    var isUnderstood = true
    let input = prompt?.kind == .breakpoint ? promptScene : nil
    if let text = input?.text, !text.isEmpty {
      do {
        let condition = try Condition(text)
        verdict = "understood: \(condition), next at \(hits.nextWords(condition, at: facts.position))"
      } catch {
        verdict = error.message
        isUnderstood = false
      }
    }
    let examples = ["arena · gc · gc 2 · class d · size > 512 · line FILE:N", "2.42.88 · 2.42 full · live > 2 MiB"]
    return BreakpointsScene(
      rows: rows, chosen: rows.isEmpty ? nil : chosen, input: input, verdict: verdict, isUnderstood: isUnderstood,
      examples: examples)
  }
}
