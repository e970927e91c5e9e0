import Glibc
import Recorder
import Testing
import Trace

@Suite(.serialized) struct RefusalTests {
  let program = RecordedProgram()

  @Test func `a command that isn't there or isn't Python leaves nothing behind`() {
    #expect(program.failure(of: ["no-such-command-anywhere"]) == .noSuchCommand("no-such-command-anywhere"))
    #expect(program.failure(of: ["/tmp"]) == .cannotRun("/tmp", errno: EACCES))
    #expect(program.failure(of: ["false"]) == .neverPython("false", .exit(1)))
    #expect(program.names == [])
  }

  @Test func `the development mode and PYTHONMALLOC are refused before the program begins`() throws {
    let proof = "open('\(program.folder)/ran', 'w')"
    for command in [
      ["python3", "-X", "dev", "-c", proof], ["python3", "-IXdev", "-c", proof],
      ["env", "PYTHONMALLOC=malloc", "python3", "-c", proof],
    ] {
      guard case .refused(command[0], let reason)? = program.failure(of: command) else {
        Issue.record("\(command) was recorded")
        continue
      }
      #expect(reason.contains("replaces the allocator"))
    }
    #expect(program.names == [])
    let forced = ["env", "PYTHONMALLOC=malloc", "python3", "-c", "x = [str(i) for i in range(9999)]"]
    #expect(try program.run(command: forced, force: true).ending == .exit(0))
    try program.verified()
    // An option behind the program's name is the program's.
    #expect(try program.run(command: ["python3", "-c", "pass", "-X", "dev"]).ending == .exit(0))
  }

  @Test func `a file that is no recording is never replaced, an older recording only by a new one`() throws {
    let file = fopen(program.path, "w")
    fputs("a poem", file)
    fclose(file)
    #expect(program.failure(of: ["python3", "-c", "pass"]) == .notOurs(program.path))
    #expect(try String(textOf: program.path) == "a poem")
    unlink(program.path)
    _ = try program.run("pass")
    let before = try program.open().header
    #expect(program.failure(of: ["false"]) != nil)
    #expect(try program.open().header == before)
    _ = try program.run("pass")
    #expect(try program.open().header != before)
    #expect(program.names == ["program.trace"])
  }

  @Test func `a place that can't be written is named`() {
    let request = RecordingRequest(command: ["python3", "-c", "pass"], output: "/nowhere/at/all.trace")
    #expect(throws: RecorderError.cannotWrite("/nowhere/at/all.trace", errno: ENOENT)) { try Recorder.record(request) }
    let missing = RecordingRequest(command: ["true"], output: program.path, library: "/nowhere/library.so")
    #expect(throws: RecorderError.libraryMissing("/nowhere/library.so")) { try Recorder.record(missing) }
  }

  @Test func `numbers are written as people read them`() {
    #expect(Quantity.events(0) == "0 events")
    #expect(Quantity.events(999) == "999 events")
    #expect(Quantity.events(12_345) == "12.3 k events")
    #expect(Quantity.events(104_000_000) == "104.0 M events")
    #expect(Quantity.bytes(1023) == "1023 B")
    #expect(Quantity.bytes(1 << 20) == "1.0 MiB")
  }
}
