import BundledTraces
import Glibc
import Testing

/// The program in another place, with what the build put beside it.
@Suite struct CopyTests {
  @Test func `a copy of what was built has the recordings and can record`() throws {
    let folder = try Executable.Folder()
    let built = String(Executable.path[..<Executable.path.lastIndex(of: "/")!])
    let parts = ["arenascope", "libarenascope-recorder.so", "\(BundledTraces.folder.split(separator: "/")[0])"]
    let copy = parts.map { "cp -R '\(built)/\($0)' '\(folder.path)/away/'" }.joined(separator: " && ")
    defer { _ = try? Output(["-rf", "\(folder.path)/away"], program: "/bin/rm") }
    let copied = try Output(["-c", "mkdir '\(folder.path)/away' && \(copy)"], program: "/bin/sh")
    try #require(copied.status == 0, "\(copied.errors)")
    let session = try TerminalSession(
      ["/bin/sh", "-c", "cd '\(folder.path)' && exec away/arenascope"], environment: ["HOME": folder.path])
    try session.wait(for: "The heap: where one byte lives")
    session.send("q")
    #expect(session.wait() == 0)
    let recorded = try Output(
      ["record", "-o", "\(folder.path)/away/x.trace", "python3", "-c", "pass"],
      program: "\(folder.path)/away/arenascope")
    #expect(recorded.status == 0, "\(recorded.errors)")
  }
}
