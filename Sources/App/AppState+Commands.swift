import Replay
import Scene

extension AppState {
  /// Does what a line after `:` asks.
  public mutating func run(commandLine: String) -> [Effect] {
    do {
      guard let command = try CommandTable.parse(commandLine) else { return [] }
      return run(command)
    } catch {
      message = error.message
      return []
    }
  }

  private mutating func run(_ command: Command) -> [Effect] {
    if library != nil, !command.worksInLibrary {
      message = "open a trace first: hjkl choose, Enter opens"
      return []
    }
    switch command {
    case .action(let action): return perform(action, now: 0)
    case .goTo(let moment):
      clock.pause()
      return [.goTo(moment)]
    case .choose(let place): return [.find(place)]
    case .run(let condition, let backwards):
      let search = Effect.Search(conditions: [condition], backwards: backwards, count: 1, words: "such event")
      lastSearch = search
      return start(search)
    case .breakAt(let breakpoint): return addBreakpoint(breakpoint.text)
    case .deleteBreak(let number): return change(breakpoint: number) { $0.remove(at: number - 1) }
    case .toggleBreak(let number): return change(breakpoint: number) { $0[number - 1].isOn.toggle() }
    case .find(let text): return find(text)
    case .filter(let condition):
      filter = condition.map { Breakpoint($0.description, $0) }
      return []
    case .mark(let name): return setMark(name)
    case .theme(let name): return use(theme: name)
    case .ascii(let isOn):
      settings.ascii = isOn
      return [.saveSettings, .redraw]
    case .mouse(let isOn):
      settings.mouse = isOn
      return [.mouse(isOn), .saveSettings]
    case .play(let speed):
      clock.set(speed: speed)
      return []
    case .stepSize(let size):
      stepSize = size
      message = "a step is now \(size.words)"
      return []
    case .saveScreen(let path): return [.saveScreen(path: path)]
    case .open(let path): return openFile(path)
    }
  }

  private mutating func change(breakpoint number: Int, _ change: (inout [Breakpoint]) -> Void) -> [Effect] {
    guard breakpoints.indices.contains(number - 1) else {
      message = "there is no breakpoint \(number)"
      return []
    }
    change(&breakpoints)
    return []
  }
}

extension Command {
  /// Whether the command needs no open trace.
  var worksInLibrary: Bool {
    switch self {
    case .action(let action): ActionTable.row(action).contexts.contains(.library)
    case .theme, .ascii, .mouse, .saveScreen, .open: true
    default: false
    }
  }
}
