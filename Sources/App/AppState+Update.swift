import Input
import Scene

extension AppState {
  /// Takes in what happened outside and gives what has to be done about it.
  ///
  /// - Parameters:
  ///   - now: The program's clock in microseconds.
  ///   - target: What the last frame shows at a cell of the screen.
  public mutating func update(
    _ event: InputEvent, now: UInt64, target: (_ x: Int, _ y: Int) -> ScreenTarget? = { _, _ in nil }
  ) -> [Effect] {
    switch event {
    case .key(let key, let modifiers):
      message = nil
      return press(key, modifiers, now: now)
    case .paste(let text):
      guard prompt != nil else { return [] }
      let line = text.prefix { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }
      return edit { $0.insert(String(line)) }
    case .mouse(let mouse):
      return handle(mouse, at: target(mouse.x, mouse.y), now: now)
    case .resize, .suspendResume:
      return [.redraw]
    case .terminate:
      return [.quit]
    case .tick:
      return tick(now: now)
    case .focus:
      return []
    }
  }

  private mutating func press(_ key: Key, _ modifiers: Modifiers, now: UInt64) -> [Effect] {
    let name = keyName(key, modifiers)
    if prompt != nil { return typeKey(key, modifiers, name) }
    if let pending { return finish(pending, key, name) }
    if task != nil, name == "Esc" || name == "^C" {
      task = nil
      return [.stopSearch]
    }
    if let effects = countDigit(key, modifiers, now: now) { return effects }
    guard let action = ActionTable.action(for: name, in: context) else {
      count = nil
      if case .breakpoints = overlay, let effects = breakpointKey(name) { return effects }
      message = "\(name) does nothing here: ? shows the keys"
      return []
    }
    return perform(action, now: now)
  }

  /// Takes a digit of a count, nil if the key isn't one.
  ///
  /// The digit of a view opens it at once; a second digit soon after shows that a count was meant, and the view
  /// comes back as it was.
  private mutating func countDigit(_ key: Key, _ modifiers: Modifiers, now: UInt64) -> [Effect]? {
    guard modifiers.isEmpty, case .character(let scalar) = key, ("0"..."9").contains(scalar),
      Context.views.contains(context)
    else {
      digitBefore = nil
      return nil
    }
    let digit = Int(scalar.value) - 48
    if let count {
      self.count = min(count * 10 + digit, 99_999_999_999)
    } else if let before = digitBefore, now < before.time + 700_000 {
      view = before.view
      count = before.digit * 10 + digit
    } else if ActionTable.action(for: keyName(key), in: context) != nil {
      digitBefore = DigitBefore(digit: digit, time: now, view: view)
      return nil
    } else {
      count = digit
    }
    digitBefore = nil
    return []
  }

  private mutating func finish(_ waiting: PendingKey, _ key: Key, _ name: String) -> [Effect] {
    pending = nil
    if case .runScript(let path) = waiting {
      if name == "y" { return [.record(script: path)] }
      message = "nothing was run"
      return []
    }
    guard case .character(let scalar) = key, scalar.properties.isAlphabetic || scalar == "'" else {
      message = "a mark's name is a letter"
      return []
    }
    let mark = String(Character(scalar))
    switch waiting {
    case .setMark: return setMark(mark)
    case .goToMark:
      if mark == "'" { return perform(.lastPlace, now: 0) }
      return goTo(mark: mark)
    case .runScript: return []
    }
  }

  /// Opens a file; of a script asks first, as that runs.
  mutating func openFile(_ path: String) -> [Effect] {
    guard path.hasSuffix(".py") else { return [.open(path: path)] }
    pending = .runScript(path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    message = "Run \(Numbers.middle(name, limit: 26)) with python3 and record it?   y yes   n no"
    return []
  }

  mutating func setMark(_ name: String) -> [Effect] {
    marks[name] = facts.position
    message = "mark \(name) is set at event \(Numbers.count(facts.position))"
    return []
  }

  private mutating func goTo(mark: String) -> [Effect] {
    guard let moment = marks[mark] else {
      message = marks.isEmpty ? "no mark is set: m and a letter sets one" : "there is no mark \(mark)"
      return []
    }
    return jump(to: moment)
  }

  /// Goes to a moment and remembers the one that is left.
  mutating func jump(to moment: Int) -> [Effect] {
    clock.pause()
    places.leave(facts.position)
    return [.seek(moment)]
  }

  /// Takes the steps that are due while playing.
  private mutating func tick(now: UInt64) -> [Effect] {
    guard clock.isPlaying, task == nil else { return [] }
    let atEnd = clock.direction > 0 ? facts.position >= facts.stepCount : facts.position == 0
    if atEnd {
      clock.pause()
      return []
    }
    let steps = clock.due(now: now)
    return steps > 0 ? [.step(steps * clock.direction)] : []
  }
}
