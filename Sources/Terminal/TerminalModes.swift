import CNCurses
import Input

/// The private modes and strings that ncurses does not handle for us.
enum TerminalModes {
  /// Asks for mouse reports (1002: with drags; 1006: without a limit of columns) and for marked pastes.
  static func enter(mouse: Bool) -> [UInt8] {
    Array(((mouse ? "\u{1B}[?1002h\u{1B}[?1006h" : "") + "\u{1B}[?2004h").utf8)
  }

  /// Takes back what `enter` asked for.
  static func leave(mouse: Bool) -> [UInt8] {
    Array(((mouse ? "\u{1B}[?1006l\u{1B}[?1002l" : "") + "\u{1B}[?2004l").utf8)
  }

  /// Everything that brings the terminal back when there is no time for ncurses to do it.
  static func restore(mouse: Bool) -> [UInt8] {
    leave(mouse: mouse) + ["sgr0", "op", "rmkx", "cnorm", "rmcup"].flatMap(capability)
  }

  /// The keys that the terminal's description knows, by what it sends for them.
  static func describedKeys() -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
    ]
    for number in 1...12 { names.append(("kf\(number)", .function(number))) }
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      let sequence = capability(name)
      if !sequence.isEmpty { keys[sequence] = key }
    }
    return keys
  }

  /// A string of the terminal's description without its delays (`$<5>`), which no terminal of today needs.
  static func capability(_ name: String) -> [UInt8] {
    guard let string = nc_string(name) else { return [] }
    return withoutDelays(Array(String(cString: string).utf8))
  }

  static func withoutDelays(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if rest.starts(with: "$<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[(end + 1)...]
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
