extension ActionTable {
  /// The whole table as text: keys, the name for `:`, what the action does, and where, if not in every view.
  public static var text: String {
    var lines: [String] = []
    for group in ActionRow.Group.allCases {
      if !lines.isEmpty { lines.append("") }
      lines.append(group.rawValue)
      for row in rows where row.group == group {
        let keys = pad(row.keys.joined(separator: " "), 14)
        let name = pad(row.action.rawValue, 21)
        lines.append("  \(keys) \(name) \(row.help)\(place(row))")
      }
    }
    lines += ["", "Commands with an argument, after :"]
    for row in CommandTable.rows {
      lines.append("  \(pad("\(row.name) \(row.argument.placeholder)", 36)) \(row.help)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func place(_ row: ActionRow) -> String {
    if row.contexts == Context.everywhere || row.contexts.isSuperset(of: Context.views) { return "" }
    return " (\(Context.allCases.filter(row.contexts.contains).map(\.rawValue).joined(separator: ", ")))"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
