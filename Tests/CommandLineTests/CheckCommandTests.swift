import Glibc
import Testing

@Suite("check with lessons")
struct CheckCommandTests {
  @Test func `a lesson that holds ends with 0, and one that doesn't with 1`() throws {
    let lesson =
      "arenascope-trace 1\na = malloc 56\nsay One block.\nexpect cost a 64\nask number \"How many?\" = arenas\n"
    let fine = try CommandRun(["check", "-"], input: lesson)
    #expect(fine.output == "-: nothing is wrong: 2 stops, 1 question, 1 claim that holds\n")
    #expect(fine.status == 0)
    let wrong = try CommandRun(["check", "-"], input: lesson + "expect arenas 3\nlok heap\n")
    #expect(wrong.status == 1)
    #expect(wrong.output == "standard input:7:1: there is no statement `lok`: did you mean `look`?\n")
    let untrue = try CommandRun(["check", "-"], input: lesson + "expect arenas 3\n")
    #expect(untrue.status == 1)
    #expect(untrue.output == "standard input:6:1: arenas is 1 here, not 3\n")
  }

  @Test func `mistakes of steps and of prose come in the order of their lines`() throws {
    let run = try CommandRun(
      ["check", "-"], input: "arenascope-trace 1\nsay One.\nlook hep\na = maloc 3\nask nmber b\nfree c\n")
    #expect(
      run.output == """
        standard input:3:6: there is no view `hep`: did you mean `heap`?
        standard input:4:5: there is no request `maloc`: did you mean `malloc`?
        standard input:5:5: there is no kind of question `nmber`: did you mean `number`?
        standard input:6:6: there is no block `c`

        """)
    #expect(run.status == 1)
  }

  @Test func `a script is run, and its comments are checked`() throws {
    let folder = try Executable.Folder()
    let script = try folder.write(
      """
      #: title One list
      a = []
      #: say One name.
      #: expect refcount a 1
      b = a
      #: say Two names.
      #: expect refcount a 3
      #: ask object Which list is it?
      #:   answer b
      def never():
          a = 1
          #: say Nobody comes here.
      """, as: "script.py")
    let run = try CommandRun(["check", script])
    #expect(run.errors == "")
    #expect(
      run.output == """
        \(script):7:4: refcount a is 2 here, not 3
        \(script):12:8: this is never told: the script doesn't come here

        """)
    #expect(run.status == 1)
    let missing = try CommandRun(["check", "/nonexistent.py"])
    #expect(missing.status == 2)
    #expect(missing.errors == "arenascope: the script '/nonexistent.py' can't be read: No such file or directory\n")
  }
}
