import Scene

extension AppState {
  /// The entries of the footer: what is most useful here, each with the keys of the key table.
  public var footer: [FooterEntry] {
    Footer.actions(context).map { action, word in
      let row = ActionTable.row(action)
      // The library has many entries, and no room for two ways to choose.
      let keys = context == .library && action == .left ? "hjkl" : row.together?.keys ?? row.keys.first ?? ""
      let counterparts = [action] + (row.together?.others ?? [])
      return FooterEntry(
        keys, word ?? row.footer ?? row.action.rawValue,
        isEnabled: counterparts.contains { reasonAgainst($0) == nil }, action: action.rawValue)
    }
  }
}

/// Which actions the footer shows where, the most useful first.
enum Footer {
  static func actions(_ context: Context) -> [(Action, word: String?)] {
    switch context {
    case .heap:
      [
        (.stepForward, nil), (.play, nil), (.previousPhase, nil), (.previousCollection, nil), (.left, nil),
        (.nextPane, nil), (.zoom, nil), (.find, nil), (.breakpoints, nil), (.command, nil), (.help, nil), (.quit, nil),
      ]
    case .pool:
      [
        (.stepForward, nil), (.left, "block"), (.nextChange, "event here"), (.stack, nil), (.leave, nil), (.play, nil),
        (.find, nil), (.command, nil), (.help, nil), (.quit, nil),
      ]
    case .objects:
      [
        (.stepForward, nil), (.nextChange, "refs change"), (.nextDeath, nil), (.previousCollection, nil), (.left, nil),
        (.nextOrder, nil),
        (.sameType, "this type, cycles"), (.path, nil), (.wider, "wider, closer"), (.enter, "its block"),
        (.leave, nil), (.find, nil), (.help, nil), (.quit, nil),
      ]
    case .collection:
      [
        (.stepForward, nil), (.previousPhase, nil), (.previousCollection, nil), (.overCollection, "over"),
        (.endOfPhase, "end of phase"), (.left, nil), (.nextChange, "its changes"), (.enter, "its block"), (.leave, nil),
        (.find, nil), (.help, nil),
        (.quit, nil),
      ]
    case .source:
      [
        (.nextLine, nil), (.stepForward, "event"), (.outOfCall, nil), (.left, "name"), (.enter, "its block"),
        (.previousCollection, nil), (.leave, nil), (.play, nil), (.find, nil), (.command, nil), (.help, nil),
        (.quit, nil),
      ]
    case .pins:
      [
        (.stepForward, nil), (.left, "line"), (.nextPane, nil), (.enter, "its arenas"), (.nextArena, nil),
        (.leave, nil), (.find, nil), (.command, nil), (.help, nil), (.quit, nil),
      ]
    case .raw:
      [
        (.stepForward, nil), (.left, "request"), (.nextChange, "event here"), (.enter, "its event"), (.leave, nil),
        (.find, nil), (.command, nil), (.help, nil), (.quit, nil),
      ]
    case .events:
      [
        (.stepForward, nil), (.left, "event"), (.enter, "go there"), (.filter, "only some"), (.leave, nil),
        (.find, nil), (.command, nil), (.help, nil), (.quit, nil),
      ]
    case .library:
      [
        (.left, "choose"), (.enter, "open"), (.lastPlace, "go on"), (.find, nil), (.present, nil), (.worksheet, nil),
        (.nextPane, "about it"), (.help, nil), (.quit, nil), (.openFile, nil), (.command, nil), (.nextTheme, nil),
      ]
    case .breakpoints, .help:
      [(.left, "choose"), (.leave, nil), (.help, nil), (.quit, nil)]
    }
  }
}
