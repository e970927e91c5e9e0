import Cells
import Testing

@Suite struct WordWrappingTests {
  @Test(arguments: [
    ("a pool of blocks", 6, ["a pool", "of", "blocks"]),
    ("  blanks   at the ends  ", 9, ["blanks at", "the ends"]),
    ("fragmentation is", 5, ["fragm", "entat", "ion", "is"]),
    ("größe – 3 × 2", 7, ["größe –", "3 × 2"]),
    ("as they are", 0, ["as", "they", "are"]),
    ("", 10, []),
  ])
  func `a text is broken at its blanks, and inside a word where that is too long`(
    text: String, width: Int, lines: [String]
  ) {
    #expect(text.wrapped(to: width) == lines)
  }
}
