import Cells

/// What the user likes: kept in a file of `key = value` lines.
public struct Settings: Hashable, Sendable {
  /// The name of the theme.
  public var theme = "dark"
  /// Whether only ASCII is drawn; nil leaves it to the locale.
  public var ascii: Bool?
  /// Whether the program takes the mouse.
  public var mouse = true

  /// Makes the settings of a first start.
  public init() {}

  /// The theme itself.
  public var colours: Theme { Theme.named(theme) ?? .dark }

  /// Reads a settings file; what can't be used is told, one sentence a line, and left as it was.
  public static func read(_ text: String) -> (settings: Settings, complaints: [String]) {
    var settings = Settings()
    var complaints: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let trimmed = trim(line.prefix { $0 != "#" })
      if trimmed.isEmpty { continue }
      let parts = trimmed.split(separator: "=", maxSplits: 1).map { trim($0) }
      if parts.count != 2 || !settings.set(parts[0], parts[1]) {
        complaints.append("line \(index + 1): '\(trimmed)' is not a setting: theme, glyphs or mouse")
      }
    }
    return (settings, complaints)
  }

  /// The file's text, with what else could stand in it.
  public var text: String {
    let glyphs = ascii.map { $0 ? "ascii" : "unicode" } ?? "auto"
    return """
      # Settings of arenascope.
      theme = \(theme)  # dark, light, colour-blind, mono
      glyphs = \(glyphs)  # auto (by locale), ascii, unicode
      mouse = \(mouse ? "on" : "off")  # on, off

      """
  }

  private mutating func set(_ key: String, _ value: String) -> Bool {
    switch (key, value) {
    case ("theme", _):
      guard let theme = Theme.named(value) else { return false }
      self.theme = theme.name
    case ("glyphs", "auto"): ascii = nil
    case ("glyphs", "ascii"): ascii = true
    case ("glyphs", "unicode"): ascii = false
    case ("mouse", "on"): mouse = true
    case ("mouse", "off"): mouse = false
    default: return false
    }
    return true
  }

  private static func trim(_ text: Substring) -> String {
    var rest = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
    while let last = rest.last, last == " " || last == "\t" || last == "\r" || last == "\r\n" { rest.removeLast() }
    return String(rest)
  }
}
