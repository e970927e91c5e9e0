import Scene

/// How a view stands apart from what it shows: its focus, its lists, its order and filter, the part of time on its axis.
///
/// Written it's a list of words, as in `zoom,focus=classes,time=100-200`; what isn't named is as in a view just opened.
enum ViewLayout {
  private static let panes: [(name: String, pane: Pane)] = [
    ("arenas", .arenas), ("pool", .pool), ("classes", .classes), ("block", .block), ("sites", .sites),
    ("blocks", .blocks), ("raw", .rawList), ("events", .eventList), ("stack", .stack), ("objects", .candidates),
    ("around", .around), ("script", .script), ("names", .names),
  ]
  private static let orders = ["collector", "type", "references", "holders", "generation", "cycle"]

  /// The words for the layout of a view; empty where it's as just opened.
  static func text(_ view: ViewState) -> String {
    let usual = ViewState(view: view.view)
    var words: [String] = []
    if view.isZoomed { words.append("zoom") }
    if view.showsOneArena { words.append("one-arena") }
    if view.showsStack { words.append("stack") }
    if view.showsPath { words.append("path") }
    if view.showsCollectedObjects { words.append("collected") }
    if view.focus != usual.focus { words.append("focus=\(name(view.focus))") }
    for (name, pane) in panes { if let row = view.rows[pane] { words.append("\(name)=\(row)") } }
    if let window = view.window { words.append("time=\(window.lowerBound)-\(window.upperBound)") }
    if view.objectOrder != usual.objectOrder { words.append("order=\(orders[view.objectOrder.rawValue])") }
    switch view.objectFilter {
    case .all: break
    case .cycles: words.append("only=cycles")
    case .left: words.append("only=left")
    case .changed: words.append("only=changed")
    case .generation(let number): words.append("only=generation:\(number)")
    case .type(let type): words.append("only=type:\(escaped(type))")
    }
    if view.objectRadius != usual.objectRadius { words.append("wide=\(view.objectRadius)") }
    return words.joined(separator: ",")
  }

  /// Takes over a layout that was written; gives the first word that means nothing.
  static func apply(_ text: String, to view: inout ViewState) -> String? {
    for word in text.split(separator: ",") where !apply(word: word, to: &view) { return String(word) }
    return nil
  }

  private static func apply(word: Substring, to view: inout ViewState) -> Bool {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      switch word {
      case "zoom": view.isZoomed = true
      case "one-arena": view.showsOneArena = true
      case "stack": view.showsStack = true
      case "path": view.showsPath = true
      case "collected": view.showsCollectedObjects = true
      default: return false
      }
      return true
    }
    let value = parts[1]
    switch parts[0] {
    case "focus":
      guard let pane = pane(value) else { return false }
      view.focus = pane
    case "time":
      let ends = value.split(separator: "-").map { Int($0) }
      guard ends.count == 2, let first = ends[0], let end = ends[1], first < end else { return false }
      view.window = first..<end
    case "order":
      guard let order = orders.firstIndex(of: value).flatMap({ ObjectOrder(rawValue: $0) }) else { return false }
      view.objectOrder = order
    case "only": return filter(value, &view)
    case "wide":
      guard let radius = Int(value), (1...6).contains(radius) else { return false }
      view.objectRadius = radius
    default:
      guard let pane = pane(parts[0]), let row = Int(value), row >= 0 else { return false }
      view.rows[pane] = row
    }
    return true
  }

  private static func filter(_ value: String, _ view: inout ViewState) -> Bool {
    switch value {
    case "cycles": view.objectFilter = .cycles
    case "left": view.objectFilter = .left
    case "changed": view.objectFilter = .changed
    default:
      let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return false }
      if parts[0] == "type" {
        view.objectFilter = .type(unescaped(parts[1]))
      } else if parts[0] == "generation", let number = Int(parts[1]), (-1...3).contains(number) {
        view.objectFilter = .generation(number)
      } else {
        return false
      }
    }
    return true
  }

  private static func name(_ pane: Pane) -> String { panes.first { $0.pane == pane }!.name }
  private static func pane(_ name: String) -> Pane? { panes.first { $0.name == name }?.pane }

  /// A type's name can hold anything; the comma is the end of a word.
  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing(",", with: "%2C")
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("%2C", with: ",").replacing("%25", with: "%")
  }
}
