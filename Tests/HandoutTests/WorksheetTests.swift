import Handout
import Lesson
import Testing

@Suite struct WorksheetTests {
  private let lesson: Lesson

  init() throws { lesson = try WrittenLesson.read() }

  @Test func `a sheet has questions with blanks, a key answers them by its letters`() {
    let sheet = Worksheet(lesson, seed: 3, blanks: 5)
    #expect(
      sheet.sheet == """
        # Free, and get the same block back

        Name: ______________________________   Date: ____________

        Say which block comes next.

        *CPython 3.13, 4 minutes, 2 chapters, 2 questions. Sheet 3.*

        ## Four blocks

        **1.** How many bytes does each block take?

        Answer: ________________________

        Why? ________________________________________________________________

        ## Last in, first out

        **2.** e asks for 56 bytes. Which block does it get?

        - [ ] A. a block that was never used
        - [ ] B. the one deleted last
        - [ ] C. the one deleted first

        Why? ________________________________________________________________

        ## Afterwards: the missing numbers

        1. Each asks for ________ bytes.

        """)
    #expect(
      sheet.key == """
        # Key: Free, and get the same block back

        *Sheet 3.*

        **1.** 64. 56 rounds up to 64.

        Sizes round up.

        **2.** B, the one deleted last. It is on top.

        Not C: It was pushed down.

        **The missing numbers.** 1. 56

        """)
  }

  @Test func `long choices and questions are wrapped, and no line of them begins a list`() throws {
    let choice = "the block that was deleted last, as the pool remembers the newest one only and 12 + 4 - 3 makes 13"
    let question = "Which of all these blocks does the next request get, when so many of them have been deleted before?"
    let lesson = try WrittenLesson.read(
      WrittenLesson.reuse.replacing(": the one deleted last", with: ": \(choice)")
        .replacing("e asks for 56 bytes. Which block does it get?", with: question))
    let sheet = Worksheet(lesson, seed: 3, blanks: 5)
    let lines = (sheet.sheet + sheet.key).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    let text = sheet.sheet.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("\\", with: "")
    #expect(text.contains("B. \(choice) ") && text.contains("**2.** \(question) "))
    #expect(lines.contains { $0.hasPrefix("      ") })
  }

  @Test func `the same seed gives the same sheet, others give other orders`() {
    let sheets = (0..<40).map { Worksheet(lesson, seed: UInt64($0), blanks: 5) }
    for (seed, sheet) in sheets.enumerated() {
      let again = Worksheet(lesson, seed: UInt64(seed), blanks: 5)
      #expect(again.sheet == sheet.sheet && again.key == sheet.key)
      #expect(again.html(sheet: true, key: true) == sheet.html(sheet: true, key: true))
    }
    #expect(Set(sheets.map { $0.items[1].order }).count == 6)
    // The right choice stands at every letter once in a while.
    #expect(Set(sheets.map { $0.items[1].letter(of: 1) }) == ["A", "B", "C"])
  }

  @Test func `a number that answers a question is the one that is left out`() throws {
    let words =
      "It says that 56 bytes take 64 of them, as 0x40 and x1 and 3.13 do. Seven words without any number here."
    let lesson = try WrittenLesson.read(
      WrittenLesson.reuse.replacing("say The address is back.", with: "say \(words) Now (1,024) is also a number."))
    for seed in 0..<20 {
      let numbers = Worksheet(lesson, seed: UInt64(seed), blanks: 9).blanks.map(\.number)
      // One of the two sentences shows the other's number.
      #expect(numbers == ["56", "1,024"] || numbers == ["64", "1,024"], "\(numbers)")
      #expect(Worksheet(lesson, seed: UInt64(seed), blanks: 1).blanks.count == 1)
      #expect(Worksheet(lesson, seed: UInt64(seed), blanks: 0).blanks.isEmpty)
    }
    #expect(Set((0..<20).map { Worksheet(lesson, seed: $0, blanks: 1).blanks[0].number }) == ["56", "64", "1,024"])
  }

  @Test func `no sentence shows the number that another one lacks, and no single digit is asked for`() throws {
    let words =
      "The list takes 53,024 bytes for now. It holds 5,983 squares and 53,024 bytes of references. One in 7 is odd."
    let lesson = try WrittenLesson.read(WrittenLesson.reuse.replacing("say The address is back.", with: "say \(words)"))
    for seed in 0..<20 {
      let blanks = Worksheet(lesson, seed: UInt64(seed), blanks: 9).blanks
      let numbers = blanks.map(\.number)
      #expect(Set(numbers).isSubset(of: ["56", "53,024", "5,983"]), "\(numbers)")
      let both = numbers.contains("53,024") && numbers.contains("5,983")
      #expect(!both && numbers.count <= 3 && numbers.count > 1, "\(numbers)")
    }
  }

  @Test func `as HTML the key begins a page, and either can be left out`() {
    let sheet = Worksheet(lesson, seed: 3, blanks: 5)
    let both = sheet.html(sheet: true, key: true)
    #expect(both.contains("<h1>Key: ") && both.contains("☐ B. the one deleted last") && !both.contains("<script"))
    #expect(!sheet.html(sheet: true, key: false).contains("Key"))
    #expect(!sheet.html(sheet: false, key: true).contains("☐"))
  }
}
