import Cells
import Testing

private let plain = Theme.dark.text

@Test func `a cell takes sixteen bytes at most`() {
  #expect(MemoryLayout<Cell>.stride <= 16)
}

@Test func `a canvas draws text, lines and rectangles where they were asked for`() {
  var canvas = Canvas(width: 12, height: 4, fill: plain)
  let next = canvas.put("pool", x: 1, y: 0, style: plain)
  canvas.put("2.42", right: 12, y: 0, style: plain)
  canvas.hline(x: 0, y: 1, length: 12, style: plain)
  canvas.vline(x: 5, y: 2, length: 2, style: plain)
  canvas.fill(Rect(x: 7, y: 2, width: 3, height: 9), with: plain, scalar: "■")
  #expect(next == 5)
  #expect(
    canvas.text == """
       pool   2.42
      ────────────
           │ ■■■  
           │ ■■■  

      """)
  #expect(
    canvas.trimmedText == """
       pool   2.42
      ────────────
           │ ■■■
           │ ■■■

      """)
}

@Test func `writes beyond every edge are clipped`() {
  var canvas = Canvas(width: 4, height: 2, fill: plain)
  canvas.put("abcdefgh", x: -2, y: 0, style: plain)
  canvas.put("abc", x: 0, y: 2, style: plain)
  canvas.put("abc", x: 0, y: -1, style: plain)
  canvas.fill(Rect(x: 3, y: -5, width: 100, height: 7), with: plain, scalar: "#")
  canvas[9, 9] = Cell("z", plain)
  #expect(canvas.text == "cde#\n   #\n")
}

@Test func `text is cut with an ellipsis only where a limit asks for it`() {
  var canvas = Canvas(width: 8, height: 4, fill: plain)
  let ends = [
    canvas.put("abcdef", x: 0, y: 0, style: plain, limit: 4),
    canvas.put("abcd", x: 0, y: 1, style: plain, limit: 4),
    canvas.put("äbcd", x: 0, y: 2, style: plain, limit: 4),
    canvas.put("abc", x: 0, y: 3, style: plain, limit: 0),
  ]
  #expect(canvas.trimmedText == "abc…\nabcd\näbcd\n\n")
  #expect(ends == [4, 4, 4, 0])
}

@Test func `no control character, wide or zero-width scalar reaches a cell`() {
  var canvas = Canvas(width: 14, height: 1, fill: plain)
  canvas.put("a\u{1B}[2J\n\u{9B}\u{7F}\u{301}\u{202E}漢\u{200D}🐍z", x: 0, y: 0, style: plain)
  #expect(canvas.text == "a?[2J????????z\n")
}
