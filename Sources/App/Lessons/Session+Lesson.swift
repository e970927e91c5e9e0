import Cells
import Collector
import Input
import Lesson
import Replay
import Scene
import Trace
import Views

extension Session {
  /// Takes a key or a press that belongs to the lesson; nil where it means what it means everywhere.
  func handleInLesson(_ event: InputEvent, now: UInt64) -> [Effect]? {
    guard state.lesson != nil, trace != nil, state.prompt == nil, state.overlay == nil, state.pending == nil,
      state.task == nil
    else { return nil }
    switch event {
    case .key(let key, let modifiers):
      state.message = nil
      if state.lesson?.isOffPath == true { return typeWhatIf(key, modifiers) }
      return pressInLesson(key, keyName(key, modifiers))
    case .mouse(let mouse):
      guard case .press(.left) = mouse.kind else { return nil }
      for case .action(let name) in frame?.targets(x: mouse.x, y: mouse.y) ?? [] {
        if let key = LessonKeys.key(ofButton: name) { return handle(.key(key, []), now: now) }
        guard state.lesson?.player.pendingQuestion != nil else { continue }
        if name.hasPrefix("answer "), let index = Int(name.dropFirst(7)) { return choose(answer: index) }
      }
      return nil
    default: return nil
    }
  }

  /// Goes to where the lesson stands, and looks where it looks.
  func showLesson() {
    guard let lesson = state.lesson, let trace else { return }
    let place = lesson.player.place
    if trace.timeline.position != place.moment || place.phase == nil { seek(to: place.moment, trace.timeline) }
    let look = lesson.look
    state.show(ViewKind(look))
    state.view.rows[.rawList] = nil
    state.selection = Selection(look?.thing)
    if let inside = place.phase, let phase = CollectionPhase(name: inside.name) {
      finishSeek(trace.timeline)
      // A collection is read when it is first shown, in slices: there is nothing to step through before. Those of lessons
      // are small; a large one stays at its start.
      _ = trace.scenes.scene(
        state.view, selection: state.selection, in: SceneBuilder.Surroundings(columns: 80, rows: 24))
      var slices = 100
      while slices > 0, trace.scenes.work(state.view, selection: state.selection, milliseconds: 8) { slices -= 1 }
      _ = trace.scenes.move(PhaseStrip.move(to: phase, steps: inside.steps))
    }
  }

  /// Opens the lesson at a step, counted from 1, with its question or with the answer; false where it has none such.
  public func enter(step: Int, withAnswer: Bool) -> Bool {
    guard let stops = state.lesson?.player.lesson.stops, stops.indices.contains(step - 1) else { return false }
    state.lesson?.player.enter(step - 1)
    if withAnswer {
      state.lesson?.player.show()
    } else if state.lesson?.options.asksQuestions == true {
      state.lesson?.player.retry()
    }
    showLesson()
    return true
  }

  // MARK: keys

  private func pressInLesson(_ key: Key, _ name: String) -> [Effect]? {
    let pending = state.lesson?.player.pendingQuestion
    if let pending, let effects = answerKey(key, name, pending) { return effects }
    if name == "Enter", let lesson = state.lesson, lesson.player.isAtEnd, let next = lesson.next {
      state.presentsNext = lesson.options.isPresented
      return [.open(path: next.path)]
    }
    switch name {
    case "→", "Enter", "Space": move { $0.forward() }
    case "←", "Backspace": move { $0.back() }
    case ".": if pending != nil || !stepInside(1) { move { $0.forward(by: .event) } }
    case ",": if pending != nil || !stepInside(-1) { move { $0.back(by: .event) } }
    case "]": move { $0.forward(by: .chapter) }
    case "[": move { $0.back(by: .chapter) }
    case "}": move { $0.forward(by: .question) }
    case "{": move { $0.back(by: .question) }
    case "Home": move { $0.enter(0) }
    case "r":
      move { player in
        player.retry()
        return true
      }
    case "T": state.lesson?.options.showsNotes.toggle()
    case "P": state.lesson?.options.isPresented.toggle()
    case "t": state.lesson?.trying = ""
    case "Esc":
      state.lesson?.options.isPresented = false
      showLesson()
    case "L": return [.openLibrary]
    case "w": return [.tellWorksheet(path: trace?.path ?? "FILE")]
    default: return nil
    }
    return []
  }

  /// Steps inside the collection whose phase the lesson looks at; false where it looks at none, or nothing more is in it.
  private func stepInside(_ count: Int) -> Bool {
    guard state.lesson?.player.place.phase != nil, state.view.view == .collection else { return false }
    return trace?.scenes.move(.steps(count)) == true
  }

  /// A key that answers the question that is asked; nil if it does something else.
  private func answerKey(_ key: Key, _ name: String, _ question: Question) -> [Effect]? {
    if case .character(let scalar) = key, let digit = Int(String(scalar)), digit > 0, digit <= question.choices.count {
      return choose(answer: digit - 1)
    }
    guard question.choices.isEmpty else { return nil }
    if state.lesson?.options.isPresented == true {
      guard case .character(let scalar) = key, ("0"..."9").contains(scalar) else { return nil }
      state.message = "there is nothing to choose from here: Enter shows the answer"
      return []
    }
    switch name {
    case "Enter":
      let typed = state.lesson?.typed ?? ""
      if let given = typed.isEmpty ? chosenBlock(for: question) : question.read(typed) {
        give(given)
      } else {
        state.message =
          !typed.isEmpty
          ? "that is no answer to this question"
          : question.kind == .block
            ? "choose a block with hjkl first, or → to see it" : "type your answer first, or → to see it"
      }
    case "Backspace": if state.lesson?.typed.popLast() == nil { return nil }
    default:
      guard case .character(let scalar) = key, question.kind != .block else { return nil }
      let isTyped = question.kind == .number ? ("0"..."9").contains(scalar) : scalar.properties.isAlphabetic
      let goesOn =
        state.lesson?.typed.isEmpty == false && (scalar == "." || scalar == "_" || ("0"..."9").contains(scalar))
      guard isTyped || goesOn, (state.lesson?.typed.unicodeScalars.count ?? 0) < 40 else { return nil }
      state.lesson?.typed.unicodeScalars.append(scalar)
    }
    return []
  }

  private func chosenBlock(for question: Question) -> GivenAnswer? {
    // What the lesson looks at is nobody's answer.
    guard question.kind == .block, state.selection != Selection(state.lesson?.look?.thing),
      let place = state.selection.place, let pool = place.pool, let block = place.block
    else { return nil }
    return question.read("\(place.arena).\(pool).\(block)")
  }

  private func choose(answer index: Int) -> [Effect] {
    guard state.lesson?.options.isPresented == true, let question = state.lesson?.player.pendingQuestion else {
      give(.choice(index))
      return []
    }
    if state.lesson?.hands.count != question.choices.count {
      state.lesson?.hands = Array(repeating: 0, count: question.choices.count)
    }
    if state.lesson?.hands.indices.contains(index) == true { state.lesson?.hands[index] += 1 }
    return []
  }

  private func give(_ answer: GivenAnswer) {
    _ = state.lesson?.player.answer(answer)
    state.lesson?.typed = ""
    showLesson()
  }

  private func move(_ change: (inout LessonPlayer) -> Bool) {
    guard var lesson = state.lesson else { return }
    let index = lesson.player.index
    guard change(&lesson.player) else {
      state.message =
        lesson.player.isAtEnd ? "this is the end of the lesson: L opens the library" : "this is its beginning"
      return
    }
    if lesson.player.index != index { (lesson.typed, lesson.hands) = ("", []) }
    state.lesson = lesson
    showLesson()
  }
}
