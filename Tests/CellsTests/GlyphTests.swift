import Cells
import Glibc
import Testing

@Test func `every allowed glyph fills one cell and has a printable ASCII stand-in`() {
  #expect(GlyphSet.allowed.count > 170)
  for glyph in GlyphSet.allowed {
    #expect(glyph.fillsOneCell)
    #expect(GlyphSet.unicode[glyph] == glyph)
    let standIn = GlyphSet.ascii[glyph]
    #expect(standIn.isASCII && standIn.fillsOneCell && standIn != "?" && standIn != " ", "\(glyph) gives \(standIn)")
  }
}

@Test func `the C library gives every scalar that may stand in a cell one column`() throws {
  try #require(setlocale(LC_CTYPE, "C.UTF-8") != nil)
  // Glibc declares wcwidth for X/Open sources only, which the importer is not.
  let symbol = try #require(dlsym(nil, "wcwidth"))
  let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> CInt).self)
  let wrong = (UInt32(0)...0x1FFFF).compactMap(Unicode.Scalar.init).filter {
    $0.fillsOneCell && wcwidth(wchar_t($0.value)) != 1
  }
  #expect(wrong == [])
}

@Test func `glyphs read in ASCII as the legend says`() {
  let unicode = "▶ d▇▇▃▁ ■○· ┏━┓ ╭─╮ ╌╎ ┃ ▴name ←→ ●◆ × – ░ ✓ 1é"
  #expect(GlyphSet.ascii.text(unicode) == "> d##__ #o. +=+ +-+ -: | ^name <> @* x - . v 1?")
  var canvas = Canvas(width: 20, height: 1, fill: Theme.mono.text)
  canvas.put("─ Pool ▇▁ … ▲", x: 0, y: 0, style: Theme.mono.text)
  #expect(canvas.ascii().trimmedText == "- Pool #_ . ^\n")
}

@Test func `size classes have letters a to z and A to F`() {
  #expect(String(String.UnicodeScalarView((0..<32).map(sizeClassLetter))) == "abcdefghijklmnopqrstuvwxyzABCDEF")
  #expect(sizeClassLetter(-1) == "?" && sizeClassLetter(32) == "?")
}
