import Cells
import SeededGenerators
import Testing

private let red = Style(foreground: RGB(0xFF0000), background: RGB(0x101218))
private let bar = Style(foreground: RGB(0xD0D3DA), background: RGB(0x1B1F29), bold: true)

private func picture() -> Canvas {
  var canvas = Canvas(width: 6, height: 2, fill: red)
  canvas.put("a<&\">", x: 0, y: 0, style: red)
  canvas.fill(Rect(x: 0, y: 1, width: 6, height: 1), with: bar)
  canvas.put("▇▇─d", x: 1, y: 1, style: bar)
  return canvas
}

/// A canvas of noise: every attribute, every kind of scalar that a trace could bring.
private func noise(seed: UInt64) -> Canvas {
  var random = SeededGenerator(seed: seed)
  func next(_ bound: UInt32) -> UInt32 { random.below(bound) }
  var canvas = Canvas(width: 40, height: 12, fill: Theme.dark.text)
  for y in 0..<12 {
    for x in 0..<40 {
      let style = Style(
        foreground: RGB(next(0x100_0000)), background: RGB(next(0x100_0000)), bold: next(2) == 0, dim: next(2) == 0,
        reverse: next(2) == 0, underline: next(2) == 0)
      canvas.put(Unicode.Scalar(next(3) == 0 ? next(0xA0) : next(0x3000)) ?? " ", x: x, y: y, style: style)
    }
  }
  return canvas
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }

@Test func `ANSI text sets each style once and resets it at the end of the row`() {
  #expect(
    picture().ansi(.truecolor) == """
      \u{1B}[0;38;2;255;0;0;48;2;16;18;24ma<&"> \u{1B}[0m
      \u{1B}[0;1;38;2;208;211;218;48;2;27;31;41m ▇▇─d \u{1B}[0m

      """)
  #expect(
    picture().ansi(.c256)
      == "\u{1B}[0;38;5;196;48;5;233ma<&\"> \u{1B}[0m\n\u{1B}[0;1;38;5;188;48;5;235m ▇▇─d \u{1B}[0m\n")
  #expect(picture().ansi(.c8) == "\u{1B}[0;31;40ma<&\"> \u{1B}[0m\n\u{1B}[0;1;37;40m ▇▇─d \u{1B}[0m\n")
  #expect(picture().ansi(.mono) == "\u{1B}[0ma<&\"> \u{1B}[0m\n\u{1B}[0;1m ▇▇─d \u{1B}[0m\n")
}

@Test func `a frame after another rewrites only the rows that differ`() {
  let before = picture()
  var after = before
  after.put("+", x: 0, y: 1, style: bar)
  #expect(after.ansiFrame(after: before, .mono) == "\u{1B}[2;1H\u{1B}[0;1m+▇▇─d \u{1B}[0m")
  #expect(before.ansiFrame(after: before, .mono) == "")
  let smaller = Canvas(width: 2, height: 1, fill: red)
  #expect(smaller.ansiFrame(after: before, .mono) == "\u{1B}[0m\u{1B}[2J\u{1B}[1;1H\u{1B}[0m  \u{1B}[0m")
}

@Test func `SVG draws backgrounds, blocks and lines as shapes and the rest as escaped text`() {
  #expect(
    picture().svg(title: "a < b") == """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 54 36" width="54" height="36" \
      font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="15">
      <title>a &lt; b</title>
      <rect width="100%" height="100%" fill="#1b1f29"/>
      <g shape-rendering="crispEdges">
      <rect x="0" y="0" width="54" height="18" fill="#101218"/>
      <rect x="9" y="20.25" width="18" height="15.75" fill="#d0d3da"/>
      <rect x="27" y="26.5" width="9" height="1" fill="#d0d3da"/>
      </g>
      <text x="0" y="13.5" textLength="45" fill="#ff0000">a&lt;&amp;&quot;&gt;</text>
      <text x="36" y="31.5" textLength="9" fill="#d0d3da" font-weight="bold">d</text>
      </svg>

      """)
}

@Test func `HTML holds the exact text of the picture, escaped, in one pre`() {
  let html = picture().html(title: "<x>")
  #expect(html.contains("<title>&lt;x&gt;</title>"))
  #expect(html.contains("<span style=\"color:#ff0000;background:#101218\">a&lt;&amp;&quot;&gt; </span>\n"))
  #expect(
    html.contains("<span style=\"color:#d0d3da;background:#1b1f29;font-weight:bold\"> ▇▇─d </span>\n</pre>"))
}

@Test func `reversed cells change places in the web exports too`() {
  var canvas = Canvas(width: 1, height: 1, fill: red)
  canvas.restyle(canvas.bounds) { $0.reverse = true }
  canvas.put("x", x: 0, y: 0, style: canvas[0, 0].style)
  #expect(canvas.html(title: "").contains("color:#101218;background:#ff0000"))
  #expect(canvas.svg(title: "").contains("fill=\"#101218\">x<"))
}

@Test(arguments: 1...20 as ClosedRange<UInt64>)
func `no export holds a control character that is not its own`(seed: UInt64) {
  let canvas = noise(seed: seed)
  for text in [canvas.text, canvas.svg(title: "\u{1B}]0;x\u{7}"), canvas.html(title: "\u{9B}2J")] {
    #expect(!text.unicodeScalars.contains { isControl($0) && $0 != "\n" })
  }
  for depth in ColorDepth.allCases {
    // What is left once the sequences written by the export itself are taken away is the text of the picture.
    let bare = canvas.ansi(depth).replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(bare == canvas.text)
  }
}

@Test func `an empty canvas can be exported`() {
  let nothing = Canvas(width: 0, height: -3, fill: red)
  #expect(nothing.text == "")
  #expect(nothing.ansi(.truecolor) == "")
  #expect(nothing.svg(title: "").hasSuffix("</svg>\n"))
  #expect(nothing.html(title: "").hasSuffix("</html>\n"))
}
