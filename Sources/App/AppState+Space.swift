import Cells
import Scene

extension AppState {
  mutating func performInSpace(_ action: Action, typed: Int?) -> [Effect]? {
    switch action {
    case .left: return [.choose(.left, page: false)]
    case .down: return [.choose(.down, page: false)]
    case .up: return [.choose(.up, page: false)]
    case .right: return [.choose(.right, page: false)]
    case .pageDown: return [.choose(.down, page: true)]
    case .pageUp: return [.choose(.up, page: true)]
    case .nextPane: return moveFocus(by: 1)
    case .previousPane: return moveFocus(by: -1)
    case .zoom:
      view.isZoomed.toggle()
      return []
    case .timelineIn, .timelineOut:
      view.window = TimelineWindow.zoomed(
        view.window, into: action == .timelineIn, around: facts.position, total: facts.stepCount)
      return []
    case .heapView: return open(.heap)
    case .poolView: return open(.pool)
    case .objectsView: return open(.objects)
    case .nextOrder:
      let orders = ObjectOrder.allCases
      view.objectOrder = orders[(view.objectOrder.rawValue + 1) % orders.count]
      return []
    case .sameType:
      return [.nextKind]
    case .cyclesOnly:
      switch view.objectFilter {
      case .cycles: view.objectFilter = .left
      case .left: view.objectFilter = .changed
      case .changed: view.objectFilter = .all
      default: view.objectFilter = .cycles
      }
      return []
    case .wider, .closer:
      let radius = view.objectRadius + (action == .wider ? 1 : -1)
      view.objectRadius = min(max(radius, 1), 6)
      return []
    case .nextDeath, .lastHolder, .nextResurrection:
      clock.pause()
      return [.objectStop(action == .nextDeath ? .death : action == .lastHolder ? .lastHolder : .resurrection)]
    case .path:
      view.showsPath.toggle()
      return []
    case .otherObjects:
      view.showsCollectedObjects.toggle()
      message =
        view.showsCollectedObjects ? "the objects of the last collection" : "the objects that the variables lead to"
      return []
    case .collectionView: return open(.collection)
    case .sourceView: return open(.source)
    case .pinsView, .whoKeeps: return open(.pins)
    case .rawView: return open(.raw)
    case .eventsView: return open(.events)
    case .stack:
      let isShown = view.view == .pool && view.showsStack
      _ = open(.pool)
      view.showsStack = !isShown
      return []
    case .enter: return [.enter]
    case .leave: return leave()
    default: return nil
    }
  }

  /// Opens a view before the first key is pressed.
  public mutating func show(_ kind: ViewKind) { _ = open(kind) }

  /// Opens a view; what each view remembers of its lists stays.
  mutating func open(_ kind: ViewKind) -> [Effect] {
    guard view.view != kind else { return [] }
    view.view = kind
    view.focus = kind.panes[0]
    view.isZoomed = false
    return []
  }

  private mutating func moveFocus(by distance: Int) -> [Effect] {
    let panes = focusablePanes
    let index = panes.firstIndex(of: view.focus) ?? 0
    view.focus = panes[(index + distance + panes.count) % panes.count]
    return []
  }

  /// The panes that Tab goes through: those on the screen, or those of the view where there is room for one only.
  private var focusablePanes: [Pane] {
    let known = view.view.panes + [.sites, .blocks].filter { !view.view.panes.contains($0) }
    let shown = known.filter(shownPanes.contains)
    return view.isZoomed || shown.count < 2 ? view.view.panes : shown
  }

  /// Takes in which panes a frame shows; a focus that nobody can see goes to the first of the view.
  mutating func note(shownPanes: [Pane]) {
    self.shownPanes = shownPanes
    if !view.view.panes.contains(view.focus), !shownPanes.contains(view.focus) { view.focus = view.view.panes[0] }
  }

  /// Goes out by one: of a zoomed pane, of the stack, of a view, of a choice.
  private mutating func leave() -> [Effect] {
    if clock.isPlaying {
      clock.pause()
    } else if view.isZoomed {
      view.isZoomed = false
    } else if view.showsStack {
      view.showsStack = false
    } else if view.view != .heap {
      return open(.heap)
    } else if view.showsOneArena {
      view.showsOneArena = false
    } else if selection.isChosen {
      selection = Selection()
      message = "the panes follow each step again"
    } else if filter != nil {
      filter = nil
      message = "steps go through all events again"
    }
    return []
  }

  mutating func performElsewhere(_ action: Action) -> [Effect] {
    switch action {
    case .find: prompt = Prompt(.find)
    case .filter: prompt = Prompt(.filter, filter?.text ?? "")
    case .command: prompt = Prompt(.command)
    case .breakpoints: overlay = .breakpoints(chosen: 0)
    case .help: overlay = .help(scroll: 0)
    case .nextTheme:
      let names = Theme.all.map(\.name)
      let index = names.firstIndex(of: settings.theme) ?? 0
      return use(theme: names[(index + 1) % names.count])
    case .library: return [.openLibrary]
    case .openFile: prompt = Prompt(.file)
    case .commandLine: return [.tellCommandLine]
    case .redraw: return [.redraw]
    case .quit: return [.quit]
    default: break
    }
    return []
  }

  mutating func use(theme name: String) -> [Effect] {
    guard let theme = Theme.named(name) else {
      message = "there is no theme \(name): \(Theme.all.map(\.name).joined(separator: ", "))"
      return []
    }
    settings.theme = theme.name
    message = "theme \(theme.name)"
    return [.saveSettings]
  }
}
