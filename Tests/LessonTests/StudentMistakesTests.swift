import Testing
import Trace

@testable import Lesson

/// What somebody gets to read who writes a lesson for the first time.
@Suite("Mistakes of students")
struct StudentMistakesTests {
  @Test(arguments: [
    ("a = malloc 48\nfree b", "2:6: there is no block `b`: there is only `a`"),
    ("a = malloc 48\nfree a\nfree a", "3:6: `a` was freed in line 3 already: its block may be another's by now"),
    ("a = maloc 48", "1:5: there is no request `maloc`: did you mean `malloc`?"),
    ("a = malloc", "1:11: a size in bytes is missing here"),
    ("a = malloc forty", "1:12: a size in bytes should stand here, not `forty`"),
    ("a = malloc -5", "1:12: numbers can't be negative"),
    ("a = malloc 4 KiB", "1:14: sizes are in bytes, without a unit: 4 KiB are 4096"),
    ("a = malloc(48)", "1:1: `malloc` takes no brackets here: write `x = malloc 48`"),
    ("malloc 48", "1:1: the block needs a name to be freed by: write `x = malloc 48`"),
    (
      "a = malloc 48\na = malloc 48",
      "2:1: `a` still names the block of line 2: free it first, or take another name"
    ),
    ("fre a", "1:1: there is no statement `fre`: did you mean `free`?"),
    ("free", "1:5: the name of a block is missing here, as `free x`"),
    ("a = b", "1:5: there is no `b` that `a` could be: write `a = malloc 48` for a block, `a = []` for a list"),
    ("a.peer = b", "1:1: there is no object `a`: make one first, as `a = []` or `a = object Node 48`"),
    ("a = object Node 48\na.peer = b", "2:10: there is no object `b`: there is only `a`"),
    ("a = object Node 48\ndel a\na.peer = a", "3:1: `a` died in line 3: its last reference went there"),
    ("a = malloc 48\ndel a", "2:5: `a` names a block, not an object: `free a` frees it"),
    ("a = []\nfree a", "2:6: `a` names an object: its block is freed when no reference is left"),
    ("gc colect", "1:4: there is no word behind `gc` `colect`: did you mean `collect`?"),
    ("gc collect 7", "1:4: there are the generations 0, 1 and 2"),
    ("colect", "1:1: there is no statement `colect`: did you mean `collect`?"),
    ("a = []\na.append(c)", "2:10: there is no name `c`: nothing was given to it, or it was deleted"),
    ("a = []\ndel a\ndel a", "3:5: there is no name `a` any more: it was deleted"),
    ("n = 5\nn.append(1)", "2:1: an int has no method `append` here"),
    ("a = []\nb = a\ndel a\na.append(1)", "4:1: there is no name `a`: nothing was given to it, or it was deleted"),
    ("a = (1, 2)\na[0] = 3", "2:1: the items of a tuple can't be set"),
    ("a = [1, 2", "1:10: a bracket is never closed"),
    ("a = 'abc", "1:5: the string that begins here has no closing quote"),
    ("for i in range(3)\n    a = []", "1:18: `:` should stand here, not the end of the line"),
    ("for i in range(3):\na = []", "1:19: an indented line is missing here"),
    ("if True:\n    a = []\n  b = []", "3:3: this line is indented less than the one before, and like none above"),
    (
      "if True:\n\ta = []\n        b = []",
      "3:9: tabs and blanks are mixed before these lines: use four blanks for each level"
    ),
    ("repeat x = malloc 4", "1:8: how often is missing behind `repeat`: write `repeat 10 x = malloc 48`"),
    (
      "repeat 3\nx = malloc 4",
      "1:1: there is nothing to repeat: put a statement behind the number, or lines further to the right below"
    ),
    ("repeat 3\n  x = malloc 4\nfree x4", "3:6: there is no block `x4`: did you mean `x1`?"),
  ])
  func `in steps are told so that one learns from them`(text: String, message: String) throws {
    let problem = try #require(
      try TraceFile.problems(inBytes: Array("arenascope-trace 1\n\(text)\n".utf8), name: "s").first)
    let place = try #require(problem.place)
    // Lines are counted without the first, except those that a sentence names.
    let what = problem.message.dropFirst("s:\(place.line):\(place.column)".count)
    #expect("\(place.line - 1):\(place.column)\(what)" == message)
  }

  @Test(arguments: [
    ("expect a", "3:8: what is claimed of `a` is missing: write `alive a` or `cost a 64`"),
    ("expect refcount a 1", "3:1: `a` is a block of bytes: only objects are counted"),
    ("expect alive b", "3:1: there is no block or object `b`: there is only `a`"),
    ("expect arenas many", "3:1: there is no block or object `many`: there is only `a`"),
    ("expect index a 300", "3:1: index a is 0 here, not 300"),
    ("expect value a 3", "3:1: `a` is a block of bytes: only objects have a type and a value"),
    ("look hep", "3:6: there is no view `hep`: did you mean `heap`?"),
    ("look heap b", "3:6: there is no block or object `b`: there is only `a`"),
  ])
  func `in prose are told as well`(line: String, message: String) throws {
    #expect(try WrittenLesson.mistakes("a = malloc 48\n\(line)\nsay a\n") == [message])
  }

  @Test func `all mistakes are told at once`() throws {
    let text = "arenascope-trace 1\na = maloc 3\nlook hep\nfree c\nask nmber b\ncolect\n"
    let steps = try TraceFile.problems(inBytes: Array(text.utf8), name: "s").compactMap { $0.place?.line }
    #expect(steps == [2, 4, 6])
    #expect(LessonOutline.mistakes(inText: Array(text.utf8), name: "s").map(\.line) == [3, 5])
  }

  @Test func `a script's comments are looked at before it is run`() {
    let script = "a = []  #: sya One list.\n#: expect refcont a 1\n#: say Two.\n#: look hep\n"
    #expect(
      LessonOutline.mistakes(inScript: script, name: "s.py").map(\.message) == [
        "s.py:1:12: there is no word of a lesson `sya`: did you mean `say`?",
        "s.py:2:11: there is no measure `refcont`: did you mean `refcount`?",
        "s.py:4:9: there is no view `hep`: did you mean `heap`?",
      ])
  }
}
