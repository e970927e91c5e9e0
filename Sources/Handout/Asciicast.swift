import Cells

/// Writes pictures one after the other as an asciinema recording (asciicast, version 2): a header line, then a line of
/// JSON for each event.
///
/// A picture is an output event that rewrites the rows that changed, and a marker event one millisecond later, so that
/// a player which stops at a marker shows the picture that the marker names.
public struct Asciicast {
  /// The columns and rows of the terminal that the recording is played in.
  public let size: (columns: Int, rows: Int)
  /// What the recording shows.
  public let title: String
  /// The colours that its pictures use.
  public let depth: ColorDepth

  private var shown: Canvas?

  /// Makes a recording in which nothing has been shown.
  public init(columns: Int, rows: Int, title: String, depth: ColorDepth) {
    size = (columns, rows)
    self.title = title
    self.depth = depth
  }

  /// The first line of the file, without its line feed.
  public var header: String {
    let type = depth == .mono ? "vt100" : depth == .c8 ? "xterm" : "xterm-256color"
    return "{\"version\": 2, \"width\": \(size.columns), \"height\": \(size.rows), \"title\": \(Self.quoted(title)), "
      + "\"env\": {\"TERM\": \"\(type)\"}}"
  }

  /// The lines that show a picture at a time in milliseconds, with a marker named `label` if there is one.
  ///
  /// Times must not decrease.
  public mutating func show(_ picture: Canvas, at milliseconds: Int, label: String? = nil) -> [String] {
    var bytes = picture.ansiFrame(after: shown, depth)
    // The cursor would stand in the picture.
    if shown == nil { bytes = "\u{1B}[?25l" + bytes }
    shown = picture
    var lines = [Self.event(milliseconds, "o", bytes)]
    if let label { lines.append(Self.event(milliseconds + 1, "m", label)) }
    return lines
  }

  /// The line that ends the recording: the last picture stays until then, and the cursor comes back below it.
  public func ending(at milliseconds: Int) -> String {
    Self.event(milliseconds, "o", "\u{1B}[0m\u{1B}[\(size.rows);1H\u{1B}[?25h")
  }

  private static func event(_ milliseconds: Int, _ code: String, _ data: String) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let digits = String(rest)
    let places = String(repeating: "0", count: 3 - digits.count) + digits
    return "[\(seconds).\(places), \"\(code)\", \(quoted(data))]"
  }

  /// A JSON string; control characters are escaped, so a line stays a line.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
