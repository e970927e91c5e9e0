extension AppState {
  /// Does an action while the help or the breakpoints lie over the view; nil for what works as anywhere.
  mutating func performInOverlay(_ action: Action) -> [Effect]? {
    switch (overlay, action) {
    case (_, .quit), (_, .redraw): return nil
    case (.help, .help), (_, .leave): overlay = nil
    case (_, .help): overlay = .help(scroll: 0)
    case (.help, .find): prompt = Prompt(.help)
    case (.help(let scroll, let filter), .down): overlay = .help(scroll: min(scroll + 1, 200), filter: filter)
    case (.help(let scroll, let filter), .up): overlay = .help(scroll: max(0, scroll - 1), filter: filter)
    case (.help(let scroll, let filter), .pageDown): overlay = .help(scroll: min(scroll + 10, 200), filter: filter)
    case (.help(let scroll, let filter), .pageUp): overlay = .help(scroll: max(0, scroll - 10), filter: filter)
    case (.breakpoints(let chosen), .down): overlay = .breakpoints(chosen: bounded(chosen + 1))
    case (.breakpoints(let chosen), .up): overlay = .breakpoints(chosen: bounded(chosen - 1))
    default: break
    }
    return []
  }

  /// Takes a key of the list of breakpoints that means something nowhere else.
  mutating func breakpointKey(_ name: String) -> [Effect]? {
    guard case .breakpoints(let chosen) = overlay else { return nil }
    switch name {
    case "b", "a", "Enter":
      prompt = Prompt(.breakpoint)
      return []
    case "d", "Del":
      if breakpoints.indices.contains(chosen) { breakpoints.remove(at: chosen) }
      overlay = .breakpoints(chosen: bounded(chosen))
      return []
    case "x", "Space":
      if breakpoints.indices.contains(chosen) { breakpoints[chosen].isOn.toggle() }
      return []
    case "c", "C":
      overlay = nil
      return perform(name == "c" ? .nextBreakpoint : .previousBreakpoint, now: 0)
    default: return nil
    }
  }

  private func bounded(_ index: Int) -> Int { min(max(index, 0), max(breakpoints.count - 1, 0)) }

  /// Does an action in the library; nil for what works as anywhere.
  mutating func performInLibrary(_ action: Action) -> [Effect]? {
    guard let library else { return nil }
    let count = library.entries.count
    switch action {
    case .nextPane, .previousPane: self.library?.isReading.toggle()
    case .leave, .left: self.library?.isReading = false
    case .right: self.library?.isReading = true
    case .down where library.isReading: self.library?.scroll += 1
    case .up where library.isReading: self.library?.scroll = max(library.scroll - 1, 0)
    case .pageDown where library.isReading: self.library?.scroll += 10
    case .pageUp where library.isReading: self.library?.scroll = max(library.scroll - 10, 0)
    case .down: self.library?.chosen = min(library.chosen + 1, max(count - 1, 0))
    case .up: self.library?.chosen = max(library.chosen - 1, 0)
    case .pageDown: self.library?.chosen = min(library.chosen + 10, max(count - 1, 0))
    case .pageUp: self.library?.chosen = max(library.chosen - 10, 0)
    case .end: self.library?.chosen = max(count - 1, 0)
    case .start: self.library?.chosen = 0
    case .enter:
      guard library.entries.indices.contains(library.chosen) else { return [] }
      let entry = library.entries[library.chosen]
      presentsNext = false
      return entry.isScript ? openFile(entry.path) : [.open(path: entry.path)]
    case .find:
      prompt = Prompt(.library)
      self.library?.beginFinding()
    case .findNext: self.library?.findNext(backwards: false)
    case .findPrevious: self.library?.findNext(backwards: true)
    case .present:
      let effects = performInLibrary(.enter)
      presentsNext = true
      return effects
    case .worksheet:
      guard library.entries.indices.contains(library.chosen) else { return [] }
      return [.tellWorksheet(path: library.entries[library.chosen].path)]
    case .lastPlace:
      guard let last = library.last else { return [] }
      return [.open(path: last.path), last.stop.map { .goToStop($0) } ?? .goTo(.step(last.step))]
    case .command, .help, .openFile, .nextTheme, .redraw, .quit: return nil
    default: break
    }
    return []
  }
}
