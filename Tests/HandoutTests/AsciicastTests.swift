import Cells
import Handout
import Testing

@Suite struct AsciicastTests {
  private let style = Style(foreground: RGB(0xD0D3DA), background: RGB(0x101218))

  private func picture(_ rows: [String]) -> Canvas {
    var canvas = Canvas(width: 4, height: rows.count, fill: style)
    for (y, row) in rows.enumerated() { canvas.put(row, x: 0, y: y, style: style) }
    return canvas
  }

  @Test func `the header names version, size and title`() {
    let cast = Asciicast(columns: 80, rows: 24, title: "a \"b\"\u{1B}\\", depth: .truecolor)
    #expect(
      cast.header == """
        {"version": 2, "width": 80, "height": 24, "title": "a \\"b\\"\\u001b\\\\", "env": {"TERM": "xterm-256color"}}
        """)
    #expect(Asciicast(columns: 1, rows: 1, title: "", depth: .mono).header.contains("\"TERM\": \"vt100\""))
  }

  @Test func `the first picture is whole, the next ones rewrite the rows that differ`() {
    var cast = Asciicast(columns: 4, rows: 2, title: "t", depth: .mono)
    #expect(
      cast.show(picture(["ab", "cd"]), at: 0, label: "start") == [
        #"[0.000, "o", "\u001b[?25l\u001b[0m\u001b[2J\u001b[1;1H\u001b[0mab  \u001b[0m\u001b[2;1H\u001b[0mcd  \u001b[0m"]"#,
        #"[0.001, "m", "start"]"#,
      ])
    #expect(
      cast.show(picture(["ab", "ce"]), at: 12_034) == [
        #"[12.034, "o", "\u001b[2;1H\u001b[0mce  \u001b[0m"]"#
      ])
    #expect(
      cast.show(picture(["ab", "ce"]), at: 12_500, label: "same") == [
        #"[12.500, "o", ""]"#, #"[12.501, "m", "same"]"#,
      ])
    #expect(cast.ending(at: 13_000) == #"[13.000, "o", "\u001b[0m\u001b[2;1H\u001b[?25h"]"#)
  }

  @Test func `no label can end a line or steer a terminal`() {
    var cast = Asciicast(columns: 4, rows: 1, title: "t", depth: .mono)
    let lines = cast.show(picture(["x"]), at: 0, label: "a\n\u{1B}]0;x\u{7}\u{9B}\u{2028}")
    #expect(lines[1] == #"[0.001, "m", "a\u000a\u001b]0;x\u0007\u009b\u2028"]"#)
  }
}
