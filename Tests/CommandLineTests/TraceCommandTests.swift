import Glibc
import Testing

@Suite("info, convert and check")
struct TraceCommandTests {
  private static let text = """
    arenascope-trace 1
    python 3.12.1
    placements symbolic
    # one block
    x = malloc 48
    mark "here"
    gc start 1
    gc stop 1 collected 0 uncollectable 0
    free x
    end exit 3

    """

  @Test func `convert goes both ways and keeps what is said`() throws {
    let path = "/tmp/arenascope-convert-\(getpid()).trace"
    defer { unlink(path) }
    let there = try CommandRun(["convert", "-", "-o", path], input: Self.text)
    #expect(there.status == 0 && there.output.isEmpty && there.errors.isEmpty)
    let back = try CommandRun(["convert", path, "-o", "-"])
    #expect(back.output == Self.text)
    let info = try CommandRun(["info", "--json", path])
    #expect(info.output.contains("\"format\": \"binary\""))
  }

  @Test func `info says what is in a trace`() throws {
    let info = try CommandRun(["info", "-"], input: Self.text)
    #expect(
      info.output == """
        -: text trace of CPython 3.12.1, 5 events
          placements   symbolic: nothing to compare with
          events       1 allocated, 1 freed, 1 collection
          mark         here at 1
          ended        exit 3

        """)
    let json = try CommandRun(["info", "--json", "-"], input: Self.text).output
    for line in [
      "\"file\": \"-\"", "\"format\": \"text\"", "\"python\": \"3.12.1\"", "\"command\": null", "\"events\": 5",
      "\"collections\": 1", "{\"name\": \"here\", \"event\": 1}", "\"truncated\": false",
    ] { #expect(json.contains(line), "\(line) in \(json)") }
  }

  @Test func `check lists mistakes and ends with 1`() throws {
    let run = try CommandRun(["check", "-"], input: "arenascope-trace 1\nx = maloc 3\nfree y\n")
    #expect(run.status == 1)
    #expect(
      run.output == """
        standard input:2:5: there is no request `maloc`: did you mean `malloc`?
        standard input:3:6: there is no block `y`

        """)
    #expect(try CommandRun(["check", "-"], input: Self.text).status == 0)
  }

  @Test func `what can't be done is said in one sentence, with status 2`() throws {
    for (arguments, sentence) in [
      (["info", "/nonexistent"], "arenascope: can't open /nonexistent: no such file or directory\n"),
      (["info", "/"], "arenascope: can't open /: it is a folder\n"),
      (
        ["info", "-"],
        "arenascope: standard input is not a trace: it starts neither like a recording nor with `arenascope-trace 1`\n"
      ),
      (["check", "/nonexistent"], "arenascope: can't open /nonexistent: no such file or directory\n"),
    ] {
      let run = try CommandRun(arguments)
      #expect(run.status == 2)
      #expect(run.errors == sentence)
      #expect(run.output.isEmpty)
    }
    let full = try CommandRun(["convert", "-", "-o", "/dev/full"], input: Self.text)
    #expect(full.status == 2)
  }
}
