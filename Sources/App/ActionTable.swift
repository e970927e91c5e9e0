/// One action with everything that is known about it: its keys, where they work, and the words for it.
public struct ActionRow: Sendable {
  /// The action.
  public let action: Action
  /// The keys, the one to show first; `keyName` gives the names of keys.
  public let keys: [String]
  /// Where the keys work.
  public let contexts: Set<Context>
  /// What it does, in a few words without a full stop.
  public let help: String
  /// The word for the footer, nil where it has no place there.
  public let footer: String?
  /// The actions that the help shows together with this one, nil if it stands alone.
  public let together: Together?
  /// What it belongs to on the help screen.
  public let group: Group

  /// The headings under which the help screen lists actions.
  public enum Group: String, CaseIterable, Sendable {
    case time = "Time"
    case places = "Places"
    case space = "Choose and look"
    case finding = "Find"
    case program = "Program"
  }

  /// Actions that belong together, as one line of the help.
  public struct Together: Sendable {
    /// Their keys as they are shown.
    public let keys: String
    /// What they do.
    public let help: String
    /// The other actions.
    public let others: [Action]

    init(_ keys: String, _ help: String, _ others: Action...) {
      self.keys = keys
      self.help = help
      self.others = others
    }
  }

  init(
    _ action: Action, _ keys: [String], in contexts: Set<Context> = Context.views, _ help: String,
    footer: String? = nil, _ group: Group, with together: Together? = nil
  ) {
    self.action = action
    self.keys = keys
    self.contexts = contexts
    self.help = help
    self.footer = footer
    self.group = group
    self.together = together
  }
}

/// Every action once: the footer, the help, `arenascope keys`, the commands and their completion are made from it.
public enum ActionTable {
  /// The rows in the order in which the help lists them.
  public static let rows: [ActionRow] = time + places + space + finding + program

  /// The row of an action.
  public static func row(_ action: Action) -> ActionRow {
    guard let row = byAction[action] else { preconditionFailure("the key table has no row for \(action)") }
    return row
  }

  /// The action that a key stands for in a context, nil if it has none there.
  public static func action(for key: String, in context: Context) -> Action? { byKey[context]?[key] }

  private static let byAction = Dictionary(uniqueKeysWithValues: rows.map { ($0.action, $0) })
  private static let byKey: [Context: [String: Action]] = {
    var table: [Context: [String: Action]] = [:]
    for row in rows {
      for context in row.contexts { for key in row.keys { table[context, default: [:]][key] = row.action } }
    }
    return table
  }()

  private static let time: [ActionRow] = [
    ActionRow(
      .stepForward, ["→", "s", "F10"], "one step forward (10→: ten)", footer: "step", .time,
      with: .init("← →", "one step back, forward", .stepBack)),
    ActionRow(.stepBack, ["←", "S"], "one step back", .time),
    ActionRow(
      .nextLine, ["."], in: [.source], "next line of the script", footer: "line", .time,
      with: .init(", .", "previous, next line", .previousLine)),
    ActionRow(.previousLine, [","], in: [.source], "previous line of the script", .time),
    ActionRow(
      .outOfCall, ["u"], in: [.source], "out of the function", footer: "out of it", .time,
      with: .init("u U", "out of a call, back to it", .backOutOfCall)),
    ActionRow(.backOutOfCall, ["U"], in: [.source], "back to where it was called", .time),
    ActionRow(
      .largerStep, ["."], in: Context.views.subtracting([.source]), "larger steps: event, 10, 1,000, to what matters",
      .time,
      with: .init(", .", "smaller, larger steps", .smallerStep)),
    ActionRow(.smallerStep, [","], in: Context.views.subtracting([.source]), "smaller steps", .time),
    ActionRow(.play, ["Space", "F5"], "play, pause", footer: "play", .time),
    ActionRow(.playBack, ["B"], "play backwards", .time),
    ActionRow(
      .faster, [">"], in: Context.views.subtracting([.objects]), "play faster", .time,
      with: .init("< >", "play slower, faster", .slower)),
    ActionRow(.slower, ["<"], in: Context.views.subtracting([.objects]), "play slower", .time),
    ActionRow(
      .nextInteresting, ["i"], "next event that changes more than a block", .time,
      with: .init("i I", "next, previous of note", .previousInteresting)),
    ActionRow(.previousInteresting, ["I"], "previous one", .time),
    ActionRow(
      .previousPhase, ["["], "previous start or stop of a collection", footer: "phase", .time,
      with: .init("[ ]", "previous, next phase", .nextPhase)),
    ActionRow(.nextPhase, ["]"], "next start or stop of a collection", .time),
    ActionRow(
      .previousCollection, ["{"], "previous collection", footer: "collection", .time,
      with: .init("{ }", "previous, next collection", .nextCollection)),
    ActionRow(.nextCollection, ["}"], "next collection", .time),
    ActionRow(
      .overCollection, ["o"], "one step, over a collection as a whole", .time,
      with: .init("o O", "step over a collection", .backOverCollection)),
    ActionRow(.backOverCollection, ["O"], "the same backwards", .time),
    ActionRow(
      .endOfPhase, ["f"], "end of the collection that runs", .time,
      with: .init("f F", "end, start of this phase", .startOfPhase)),
    ActionRow(.startOfPhase, ["F"], "its start", .time),
    ActionRow(
      .nextArena, ["a"], "next arena taken or given back", footer: "arena taken or given back", .time,
      with: .init("a A", "next, previous arena event", .previousArena)),
    ActionRow(.previousArena, ["A"], "previous one", .time),
    ActionRow(
      .nextPool, ["x"], "next pool that fills, empties or is taken", .time,
      with: .init("x X", "next, previous pool change", .previousPool)),
    ActionRow(.previousPool, ["X"], "previous one", .time),
    ActionRow(
      .nextBreakpoint, ["c", "F8"], "next breakpoint", .time,
      with: .init("c C", "next, previous breakpoint", .previousBreakpoint)),
    ActionRow(.previousBreakpoint, ["C"], "previous breakpoint", .time),
    ActionRow(
      .nextChange, ["e"], "next change of what is chosen", footer: "changes", .time,
      with: .init("e E", "next, previous change here", .previousChange)),
    ActionRow(.previousChange, ["E"], "last change of it: who did this?", .time),
    ActionRow(
      .start, ["g", "Home"], in: Context.views.union([.library]), "start (500g: event 500)", .time,
      with: .init("g G", "start, end (500g: there)", .end)),
    ActionRow(.end, ["G", "End"], in: Context.views.union([.library]), "end", .time),
    ActionRow(.percent, ["%"], "50%: the middle", .time),
  ]

  private static let places: [ActionRow] = [
    ActionRow(
      .lastPlace, ["-"], in: Context.views.union([.library]), "last place and back", footer: "last place", .places),
    ActionRow(
      .olderPlace, ["^O", "Alt-←"], "older place", .places,
      with: .init("^O ^N", "older, newer place", .newerPlace)),
    ActionRow(.newerPlace, ["^N", "Alt-→"], "newer place", .places),
    ActionRow(
      .setMark, ["m"], "set a mark: m and a letter", .places,
      with: .init("m '", "set, go to a mark", .goToMark)),
    ActionRow(.goToMark, ["'", "`"], "go to a mark: ' and its letter", .places),
    ActionRow(.commandLine, ["W"], "the command line that shows this again", .places),
  ]

  private static let lists: Set<Context> = Context.everywhere

  private static let space: [ActionRow] = [
    ActionRow(
      .left, ["h"], in: lists, "choose to the left", footer: "select", .space,
      with: .init("hjkl ↑↓", "choose in this pane", .down, .up, .right)),
    ActionRow(.down, ["j", "↓"], in: lists, "choose below", .space),
    ActionRow(.up, ["k", "↑"], in: lists, "choose above", .space),
    ActionRow(.right, ["l"], in: lists, "choose to the right", .space),
    ActionRow(
      .pageDown, ["PgDn", "^D"], in: lists, "a page down", .space,
      with: .init("PgDn PgUp", "a page of it", .pageUp)),
    ActionRow(.pageUp, ["PgUp", "^U"], in: lists, "a page up", .space),
    ActionRow(
      .nextPane, ["Tab"], in: Context.views.union([.library]), "next pane", footer: "pane", .space,
      with: .init("Tab", "next pane", .previousPane)),
    ActionRow(.previousPane, ["S-Tab"], in: Context.views.union([.library]), "previous pane", .space),
    ActionRow(.zoom, ["z"], "this pane alone", footer: "zoom", .space),
    ActionRow(
      .timelineIn, ["+", "="], "a shorter part of the trace on the timeline", .space,
      with: .init("+ _", "zoom the timeline", .timelineOut)),
    ActionRow(.timelineOut, ["_"], "a longer part of it", .space),
    ActionRow(.enter, ["Enter"], in: Context.views.union([.library]), "look inside", footer: "look inside", .space),
    ActionRow(.leave, ["Esc"], in: Context.everywhere, "go out; follow each step again", footer: "back", .space),
    ActionRow(
      .heapView, ["1"], "the arenas and their pools", .space,
      with: .init(
        "1 2 3 4 5 6 7 8", "the views", .poolView, .objectsView, .collectionView, .sourceView, .pinsView, .rawView,
        .eventsView)),
    ActionRow(.poolView, ["2"], "one pool, block by block", .space),
    ActionRow(.objectsView, ["3"], "objects and who holds whom", .space),
    ActionRow(.nextOrder, ["r"], in: [.objects], "objects in another order", footer: "order", .space),
    ActionRow(
      .sameType, ["y"], in: [.objects], "only of this type, of this generation, all", footer: "this type", .space,
      with: .init("y w", "this type only; in cycles", .cyclesOnly)),
    ActionRow(
      .cyclesOnly, ["w"], in: [.objects], "only in cycles, garbage, changed, all", footer: "cycles", .space),
    ActionRow(
      .wider, [">"], in: [.objects], "objects further away around the chosen one", .space,
      with: .init("> <", "wider, closer around it", .closer)),
    ActionRow(.closer, ["<"], in: [.objects], "only nearer ones", .space),
    ActionRow(.path, ["p"], in: [.objects], "who holds it: the way from a name", footer: "who holds it", .space),
    ActionRow(
      .nextDeath, ["d"], in: [.objects], "to the death of the chosen object", footer: "dies, who held it last", .time,
      with: .init("d D", "its death; who held it last", .lastHolder)),
    ActionRow(.lastHolder, ["D"], in: [.objects], "who held the last reference? to that moment", .time),
    ActionRow(.nextResurrection, ["R"], in: [.objects, .collection], "the next object that a finalizer saves", .time),
    ActionRow(
      .otherObjects, ["v"], in: [.objects], "objects of the variables, of the last collection",
      .space),
    ActionRow(.collectionView, ["4"], "a collection, step by step", .space),
    ActionRow(.sourceView, ["5"], "the script, line by line", .space),
    ActionRow(.pinsView, ["6"], "pins: who keeps the arenas", .space),
    ActionRow(.whoKeeps, ["p"], in: Context.views.subtracting([.objects]), "the same", .space),
    ActionRow(.rawView, ["7"], "requests above 512 bytes", .space),
    ActionRow(.eventsView, ["8"], "the events around this one", .space),
    ActionRow(.stack, ["t"], "the whole call stack", footer: "stack", .space),
  ]

  private static let finding: [ActionRow] = [
    ActionRow(
      .find, ["/"], in: Context.views.union([.help, .library]), "find a block, line, event", footer: "find",
      .finding),
    ActionRow(
      .findNext, ["n"], in: Context.views.union([.library]), "next one found", .finding,
      with: .init("n N", "next, previous found", .findPrevious)),
    ActionRow(.findPrevious, ["N"], in: Context.views.union([.library]), "previous one found", .finding),
    ActionRow(.filter, ["&"], "step only through events that meet a condition", .finding),
    ActionRow(.breakpoints, ["b"], "breakpoints: stop when …", footer: "break", .finding),
    ActionRow(.command, [":", "^P"], in: Context.views.union([.library]), "all commands", footer: "command", .finding),
  ]

  private static let program: [ActionRow] = [
    ActionRow(.help, ["?", "F1"], in: Context.everywhere, "help, legend", footer: "help", .program),
    ActionRow(.nextTheme, ["T"], in: Context.views.union([.library]), "next theme", footer: "theme", .program),
    ActionRow(.library, ["^B"], "the library of lessons and traces", .program),
    ActionRow(.openFile, ["o"], in: [.library], "open a file by its name", footer: "file", .program),
    ActionRow(.present, ["t"], in: [.library], "show the chosen lesson to a class", footer: "presenter", .program),
    ActionRow(
      .worksheet, ["w"], in: [.library], "the questions of the chosen lesson on paper", footer: "worksheet", .program),
    ActionRow(.redraw, ["^L"], in: Context.everywhere, "draw the screen anew", .program),
    ActionRow(.quit, ["q"], in: Context.everywhere, "quit", footer: "quit", .program),
  ]
}
