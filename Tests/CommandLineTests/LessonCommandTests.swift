import Testing

/// A lesson on its way out of the program.
@Suite struct LessonCommandTests {
  private static let lesson = """
    arenascope-trace 1
    title Two blocks
    python 3.13
    chapter First
    a = malloc 48
    say It is the first one.
    look pool a
    ask choice Which block comes next?
      choice right: block 1
        why It was cut ahead.
      choice wrong: block 0
        why It is used.
    b = malloc 48
    reveal
    chapter Second
    free a
    say It is free.

    """
  private let folder: Executable.Folder
  private let file: String

  init() throws {
    folder = try Executable.Folder()
    file = try folder.write(Self.lesson, as: "two.arena")
  }

  @Test func `plain tells events, narration, pictures, questions and answers in their order`() throws {
    let run = try Output(["plain", file])
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(
      run.text == """
        lesson: Two blocks
        about: CPython 3.13, 2 chapters, 1 question
        0 + a asks for 48 bytes and gets block 0 of pool 0.0: 48 bytes. No arena was held yet, so the system gives \
        arena 0: 1 MiB. Next in line in this pool: block 1.
        chapter 1: First
        say: It is the first one.
        picture: Pool 0.0, 340 48-byte blocks: 1 used, 1 free, 338 not carved.
        picture: Free blocks of pool 0.0, the next out first: 1.
        picture: This step: + pool 0.0: 0 → 1 used, 1 → 1 free.
        picture: Pool 0.0: the only pool in use with 48-byte blocks that has free ones.
        picture: Header of pool 0.0, 48 bytes: count 1, freeblock block 1, nextpool usedpools, prevpool usedpools, \
        arenaindex 0, szidx 2, nextoffset 144, maxnextoffset 16,336.
        picture: Block 0 of pool 0.0: a, 48 bytes asked for.
        picture: Block 0.0.0 is used, at 0x7efffff00030, 48 bytes asked for, it has 48 bytes: 0 unused, 0.0 %, for \
        an object (OBJ), since event 0, this step.
        picture: Call stack, event 0: This recording has no call stacks.
        picture: Live now: 48 bytes in 1 arena.
        question 1: Which block comes next?
        choice 1.1: block 1
        choice 1.2: block 0
        picture: Header of pool 0.0, 48 bytes: count 1, nextpool usedpools, prevpool usedpools, arenaindex 0, szidx \
        2, nextoffset 144, maxnextoffset 16,336.
        1 + b asks for 48 bytes and gets block 1 of pool 0.0: 48 bytes. The chain was empty but for block 1, so \
        block 2 is cut ahead.
        answer 1: choice 1.1, block 1. It was cut ahead.
        wrong 1.2: It is used.
        picture: Pool 0.0, 340 48-byte blocks: 2 used, 1 free, 337 not carved.
        picture: Free blocks of pool 0.0, the next out first: 2.
        picture: This step: + pool 0.0: 1 → 2 used, 1 → 1 free.
        picture: Header of pool 0.0, 48 bytes: count 2, freeblock block 2, nextpool usedpools, prevpool usedpools, \
        arenaindex 0, szidx 2, nextoffset 192, maxnextoffset 16,336.
        picture: Block 1 of pool 0.0: b, 48 bytes asked for.
        picture: Block 0.0.0 is used, at 0x7efffff00030, 48 bytes asked for, it has 48 bytes: 0 unused, 0.0 %, for \
        an object (OBJ), since event 0, 1 event ago.
        picture: Live now: 96 bytes in 1 arena.
        2 - a gives back block 0 of pool 0.0: 48 bytes. It is now the first to go out; its first 8 bytes hold 2. It \
        was taken at event 0.
        chapter 2: Second
        say: It is free.
        picture: Pool 0.0, 340 48-byte blocks: 1 used, 2 free, 337 not carved.
        picture: Free blocks of pool 0.0, the next out first: 0, 2.
        picture: This step: - pool 0.0: 2 → 1 used, 1 → 2 free.
        picture: Header of pool 0.0, 48 bytes: count 1, freeblock block 0, nextpool usedpools, prevpool usedpools, \
        arenaindex 0, szidx 2, nextoffset 192, maxnextoffset 16,336.
        picture: Block 0 of pool 0.0: was a.
        picture: Block 0.0.0 is free, the next out, at 0x7efffff00030.
        picture: Its first 8 bytes hold the next free block.
        picture: Before: 48 bytes, freed at event 2.
        picture: Live now: 48 bytes in 1 arena.

        """)
    let words = try Output(["plain", file, "--no-events"]).text.split(separator: "\n")
    #expect(words.count == run.text.split(separator: "\n").count - 3)
    let later = try Output(["plain", file, "--from", "2"]).text
    #expect(!later.contains("First") && later.contains("answer 1") && later.contains("chapter 2: Second"))
    let trace = try folder.write(Executable.smallTrace, as: "small.trace")
    #expect(try Output(["plain", trace, "--no-events"]).errors.contains("is no lesson"))
  }

  @Test func `render makes one page of a lesson`() throws {
    let markdown = try Output(["render", file, "--all", "--format", "markdown"])
    #expect(markdown.status == 0 && markdown.text.hasPrefix("# Two blocks\n"))
    #expect(markdown.text.ranges(of: "```text").count == 4)
    let html = try Output(["render", file, "--all", "--format", "html", "--theme", "light"])
    #expect(html.text.hasPrefix("<!DOCTYPE html>") && html.text.ranges(of: "<svg ").count == 4)
    #expect(html.text.contains("aria-label=\"Pool 0.0, 340 48-byte blocks: 1 used, 1 free, 338 not carved."))
    #expect(try Output(["render", file, "--all"]).status == 64)
    #expect(try Output(["render", file, "--all", "--at", "1", "--format", "html"]).status == 64)
  }

  @Test func `render draws a step of a lesson where the lesson looks`() throws {
    let step = try Output(["render", file, "--step", "1", "--size", "80x24"]).text
    #expect(
      step.contains(" ▶  It is the first one.\n") && step.contains("─ Pool 0.0 ─") && step.contains("step 1 of 3"))
    #expect(step.contains("freeblock → 1"))
    let question = try Output(["render", file, "--step", "2", "--size", "80x24", "--format", "svg"]).text
    #expect(question.contains("<title>Two blocks, step 2 of 3</title>"))
    let asked = try Output(["render", file, "--step", "2", "--size", "80x24"]).text
    #expect(asked.contains(" ?  Which block comes next?") && asked.contains("   2  block 0\n"))
    // The picture stands there, but for what is asked, and no key is named.
    #expect(
      asked.contains("─ Pool 0.0 ─") && !asked.contains("freeblock") && !asked.contains("Enter"), "\(asked)")
    let answer = try Output(["render", file, "--step", "2", "--answer", "--size", "80x24", "--ascii"]).text
    #expect(answer.contains("Why: It was cut ahead.") && answer.contains("freeblock"), "\(answer)")
    #expect(answer.unicodeScalars.allSatisfy { $0.isASCII })
    let page = try Output(["render", file, "--step", "3", "--format", "markdown"]).text
    #expect(page.hasPrefix("# Two blocks, step 3 of 3\n\nIt is free.\n\n```text\n"))
    #expect(try Output(["render", file, "--step", "3", "--format", "json"]).text.contains("\"view\": \"pool\""))
    let none = try Output(["render", file, "--step", "4"])
    #expect(none.status == 64 && none.errors.contains("steps 1 to 3"))
  }

  @Test func `a trace without prose makes a page of its events, a long one doesn't`() throws {
    let text = "arenascope-trace 1\npython 3.13.0\nplacements symbolic\na = malloc 48\nfree a\n"
    let page = try Output(["render", "-", "--all", "--format", "markdown"], input: text)
    #expect(page.text.ranges(of: "```text").count == 3 && page.text.contains("a asks for 48 bytes"))
    let long = try folder.write(Executable.smallTrace, as: "small.trace")
    let refused = try Output(["render", long, "--all", "--format", "html"])
    #expect(refused.status == 2 && refused.errors.contains("1,334 events"))
  }

  @Test func `a moment inside a collection draws that phase`() throws {
    let trace = try folder.write(Executable.cycle, as: "cycle.arena")
    let picture = try Output([
      "render", trace, "--at", "gc:1:move_unreachable", "--view", "collection", "--size", "80x24",
    ])
    #expect(picture.text.contains("[move unreachable]"), "\(picture.text) \(picture.errors)")
  }

  @Test func `a worksheet is the same for the same seed, and has its key`() throws {
    let sheet = try Output(["worksheet", file, "--seed", "7"])
    #expect(sheet.status == 0 && sheet.text.contains("Sheet 7.") && sheet.text.contains("\n# Key: Two blocks\n"))
    #expect(try Output(["worksheet", file, "--seed", "7"]).text == sheet.text)
    let part = try Output(["worksheet", file, "--seed", "7", "--part", "sheet"]).text
    #expect(sheet.text.hasPrefix(part) && !part.contains("Key") && !part.contains("It was cut ahead"))
    #expect(try Output(["worksheet", file, "--format", "html", "--part", "key"]).text.contains("It was cut ahead."))
    let trace = try folder.write(Executable.smallTrace, as: "small.trace")
    let none = try Output(["worksheet", trace])
    #expect(none.status == 2 && none.errors.contains("is no lesson"))
  }

  @Test func `a lesson with a mistake is refused with its line`() throws {
    let broken = try folder.write(Self.lesson.replacing("look pool a", with: "look pool nobody"), as: "broken.arena")
    for command in [["plain", broken], ["worksheet", broken], ["render", broken, "--all", "--format", "html"]] {
      let run = try Output(command)
      #expect(run.status == 2 && run.errors.contains("broken.arena:7:"), "\(command) \(run.errors)")
      #expect(run.errors.contains("arenascope check"))
    }
  }

  @Test func `a cast of a lesson has cards, the narration, and a marker for each step and chapter`() throws {
    let run = try Output(["cast", file])
    #expect(run.status == 0 && run.text.contains("\"title\": \"Two blocks\""))
    let markers = run.text.split(separator: "\n").filter { $0.contains(", \"m\", ") }
      .compactMap { $0.split(separator: "\"").last { $0 != "]" } }
    #expect(
      markers == [
        "Two blocks", "chapter 1: First", "step 1: It is the first one.",
        "step 2, question 1: Which block comes next?", "answer 1", "chapter 2: Second", "step 3: It is free.",
      ], "\(markers)")
    let part = try Output(["cast", file, "--from", "2"]).text
    #expect(!part.contains("chapter 1") && part.contains("answer 1") && part.contains("chapter 2: Second"))
    let ascii = try Output(["cast", file, "--ascii"]).text
    #expect(ascii.unicodeScalars.allSatisfy { $0.isASCII })
  }
}
