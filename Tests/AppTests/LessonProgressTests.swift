import Testing

@testable import App

@Suite struct LessonProgressTests {
  private static let half = LessonProgress(farthest: 3, stops: 9, answered: 2, right: 1, questions: 3, isDone: false)
  private static let whole = LessonProgress(farthest: 8, stops: 9, answered: 3, right: 2, questions: 3, isDone: true)

  @Test func `what is done of lessons is read back as it was written`() {
    let known = ["01-heap.arena": Self.whole, "my own lesson.arena": Self.half]
    #expect(LessonProgress.text(known) == "8 9 3 2 3 done 01-heap.arena\n3 9 2 1 3 begun my own lesson.arena\n")
    #expect(LessonProgress.read(LessonProgress.text(known)) == known)
  }

  @Test func `who looks at a lesson again loses nothing, and an edited lesson begins anew`() {
    #expect(Self.whole.joined(with: Self.half) == Self.whole)
    #expect(Self.half.joined(with: Self.whole) == Self.whole)
    let edited = LessonProgress(farthest: 0, stops: 10, answered: 0, right: 0, questions: 3, isDone: false)
    #expect(Self.whole.joined(with: edited) == edited)
  }

  @Test(arguments: [
    "9 9 0 0 0 begun x", "-1 9 0 0 0 begun x", "0 9 4 4 3 begun x", "0 9 1 2 3 begun x", "0 9 0 0 -3 begun x",
    "0 99999999 0 0 0 begun x", "0 9 0 0 0 x", "0 9 0 0 0 perhaps x", "99999999999999999999 9 0 0 0 begun x",
    "0 9 0 0 0 begun ../x", "0 9 0 0 0 begun \u{1B}[2Jx", "0 -9223372036854775808 0 0 0 done x", "a b c d done x", "",
    " ",
  ])
  func `a line that can't be true is left out, and the others count`(line: String) {
    let text = "8 9 3 2 3 done a\n\(line)\n3 9 2 1 3 begun b\n"
    #expect(LessonProgress.read(text) == ["a": Self.whole, "b": Self.half])
  }

  @Test func `a file of any bytes does no harm`() {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array(" 0123456789donebegun\n\n\u{1B}\u{FF}-".utf8)
    for _ in 0..<200 {
      let bytes = (0..<400).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let known = LessonProgress.read(String(decoding: bytes, as: UTF8.self))
      #expect(LessonProgress.read(LessonProgress.text(known)) == known)
    }
  }

  @Test func `no more lessons are kept than can be taught`() {
    let many = Dictionary(uniqueKeysWithValues: (0..<5_000).map { ("lesson \($0)", Self.half) })
    #expect(LessonProgress.read(LessonProgress.text(many)).count == 500)
  }
}
