import CNCurses
import Cells
import Glibc

/// Has ncurses use 24-bit colour on terminals that are described with a palette.
///
/// Nearly every terminal of today takes direct colours and says so in COLORTERM, while TERM names a description of 256
/// colours, and the descriptions with direct colour are rarely installed. So the terminal's own description is given to
/// ncurses once more with other colour strings, in the environment variable TERMINFO, which may hold a whole description.
enum DirectColour {
  /// The name of the description that is made.
  static let name = "arenascope-direct"

  /// Whether direct colours are to be tried: asked for, or promised by the terminal.
  static func isWanted(_ depth: ColorDepth?) -> Bool {
    if let depth { return depth == .truecolor }
    let promise = getenv("COLORTERM").map { String(cString: $0) }
    return promise == "truecolor" || promise == "24bit"
  }

  /// The terminal's description with direct colours, as the value of TERMINFO; nil if it has none to begin with.
  static func description(of terminal: String, _ descriptor: Int32) -> String? {
    guard nc_read_description(terminal, descriptor) != 0 else { return nil }
    defer { nc_forget_description() }
    guard (8..<1 << 24).contains(tigetnum("colors")), nc_string("setaf") != nil, nc_string("cup") != nil else {
      return nil
    }
    var description = TerminalDescription(names: name)
    var index: Int32 = 0
    while let flag = nc_flag_name(index) {
      // No palette to be changed.
      description.flags.append(String(cString: flag) != "ccc" && tigetflag(flag) > 0)
      index += 1
    }
    index = 0
    while let number = nc_number_name(index) {
      description.numbers.append(self.number(String(cString: number)))
      index += 1
    }
    index = 0
    while let string = nc_string_name(index) {
      description.strings.append(self.string(String(cString: string)))
      index += 1
    }
    // Tells ncurses that a colour is a red, a green and a blue part rather than a place in a palette.
    description.extraFlags = ["RGB"]
    return "hex:" + hexadecimal(description.compiled)
  }

  private static func number(_ name: String) -> Int32? {
    switch name {
    case "colors": return 1 << 24
    case "pairs": return 1 << 16
    default:
      let value = tigetnum(name)
      return value >= 0 ? value : nil
    }
  }

  private static func string(_ name: String) -> [UInt8]? {
    switch name {
    case "setaf": return Array("\u{1B}[38\(parts)m".utf8)
    case "setab": return Array("\u{1B}[48\(parts)m".utf8)
    case "setf", "setb", "initc", "initp", "oc", "scp": return nil
    default: return nc_string(name).map { Array(String(cString: $0).utf8) }
    }
  }

  /// Red, green and blue of the first parameter, in terminfo's language.
  private static let parts = ";2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in bytes { result += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: result, as: UTF8.self)
  }
}
