import Glibc
import Testing

/// Recordings for asciinema, played in a terminal of the tests' own.
@Suite struct CastTests {
  /// An event of a recording.
  private struct Event {
    let seconds: Double
    let code: String
    let data: String

    /// Reads `[0.5, "o", "…"]`.
    init?(_ line: Substring) {
      let parts = line.dropFirst().dropLast().split(separator: ", ", maxSplits: 2)
      guard line.hasPrefix("["), line.hasSuffix("]"), parts.count == 3, let seconds = Double(parts[0]) else {
        return nil
      }
      self.seconds = seconds
      code = String(parts[1].dropFirst().dropLast())
      data = Event.unquoted(parts[2])
    }

    private static func unquoted(_ text: Substring) -> String {
      var result = String.UnicodeScalarView()
      var rest = text.dropFirst().dropLast().unicodeScalars[...]
      while let scalar = rest.popFirst() {
        guard scalar == "\\", let next = rest.popFirst() else {
          result.append(scalar)
          continue
        }
        guard next == "u" else {
          result.append(next)
          continue
        }
        let digits = String(String.UnicodeScalarView(rest.prefix(4)))
        rest = rest.dropFirst(4)
        if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) { result.append(scalar) }
      }
      return String(result)
    }
  }

  private func events(_ text: String) throws -> [Event] {
    try text.split(separator: "\n").dropFirst().map { try #require(Event($0)) }
  }

  private let trace = """
    arenascope-trace 1
    python 3.13.0
    placements symbolic
    a = malloc 48
    b = malloc 600
    free a
    mark "the \\"end\\""

    """

  @Test func `a recording has a marker for each step, and shows what render draws`() throws {
    let folder = try Executable.Folder()
    let file = try folder.write(trace, as: "a.trace")
    let run = try Output(["cast", file, "--speed", "4", "-o", "\(folder.path)/a.cast"])
    #expect(run.status == 0 && run.text.isEmpty && run.errors.isEmpty)
    let text = try #require(folder.read("a.cast"))
    #expect(text.hasPrefix(#"{"version": 2, "width": 80, "height": 24, "title": "a.trace", "#))
    let events = try events(text)
    let markers = events.filter { $0.code == "m" }
    #expect(markers.map(\.seconds) == [0.001, 0.251, 0.501, 0.751, 1.001])
    #expect(markers[1].data == "1 + a asks for 48 bytes and gets block 0 of pool 0.0: 48 bytes.")
    #expect(markers[4].data == "4 ▴ The program marks this moment: the \"end\".")
    var screen = VirtualScreen(columns: 80, rows: 24)
    var moment = 0
    for event in events {
      if event.code == "o" {
        screen.feed(event.data.utf8)
        continue
      }
      let picture = try Output(["render", file, "--at", "\(moment)", "--size", "80x24"]).text
      #expect(screen.text == picture.trimmingLast, "moment \(moment)")
      moment += 1
    }
    #expect(moment == 5 && screen.isCursorShown && screen.y == 23)
    #expect(events.last?.seconds == 1.25)
  }

  @Test func `from, to, size and view choose what is shown`() throws {
    let folder = try Executable.Folder()
    let file = try folder.write(trace, as: "a.trace")
    let run = try Output(["cast", file, "--from", "1", "--to", "50%", "--size", "60x20", "--view", "raw", "--ascii"])
    #expect(run.text.hasPrefix(#"{"version": 2, "width": 60, "height": 20, "#))
    let events = try events(run.text)
    #expect(events.filter { $0.code == "m" }.map { $0.data.prefix(3) } == ["1 +", "2 +"])
    #expect(run.text.unicodeScalars.allSatisfy { $0.isASCII })
    var screen = VirtualScreen(columns: 60, rows: 20)
    for event in events where event.code == "o" { screen.feed(event.data.utf8) }
    #expect(screen.text.contains("600"))
  }

  @Test func `the collection view goes through the steps of a collection`() throws {
    let output = try Output(["cast", "-", "--view", "collection"], input: Executable.cycle)
    let markers = try events(output.text).filter { $0.code == "m" }.map(\.data)
    let inside = markers.filter { $0.prefix { $0 != " " }.contains(".") }
    #expect(inside.count > 5 && inside.contains { $0.contains(".2 = ") && $0.contains("falls to 0.") }, "\(markers)")
    let lines = try Output(["plain", "-", "--collections"], input: Executable.cycle).text.split(separator: "\n")
    #expect(lines.contains { $0.contains(".2 = ") && $0.contains("falls to 0. ") }, "\(lines)")
    #expect(lines.contains("1 · A.peer refers to A. refs: A 1→2."), "\(lines)")
    // Without the flag there is one line for each event.
    let numbers = try Output(["plain", "-"], input: Executable.cycle).text.split(separator: "\n").map {
      $0.prefix { $0 != " " }
    }
    #expect(numbers == numbers.indices.map { "\($0)"[...] } && lines.count == numbers.count + inside.count)
  }

  @Test func `a phase to begin at is entered, and its first step is told`() throws {
    let all = try Output(["plain", "-", "--collections"], input: Executable.cycle).text.split(separator: "\n")
    let start = ["plain", "-", "--from", "gc:1:subtract_refs"]
    let lines = try Output(start, input: Executable.cycle).text.split(separator: "\n")
    #expect(lines.first?.contains("falls to 0.") == true && Array(all.suffix(lines.count)) == lines, "\(lines)")
    #expect(all[all.count - lines.count - 1].contains("gc_refs becomes"), "\(all)")
    let cast = ["cast", "-", "--from", "gc:1:subtract_refs", "--view", "collection"]
    let markers = try events(try Output(cast, input: Executable.cycle).text).filter { $0.code == "m" }.map(\.data)
    #expect(markers.first?.contains("falls to 0.") == true && markers.count == lines.count, "\(markers)")
  }

  @Test func `what can't be done leaves no file behind`() throws {
    let folder = try Executable.Folder()
    let file = try folder.write(trace, as: "a.trace")
    let same = try Output(["cast", file, "-o", file])
    #expect(same.status == 2 && same.errors.contains("is the file that is read") && folder.read("a.trace") == trace)
    let nowhere = try Output(["cast", file, "-o", "/nowhere/a.cast"])
    #expect(nowhere.status == 2 && nowhere.errors.hasSuffix("can't be written: No such file or directory\n"))
    #expect(try Output(["cast", file, "-o", "/dev/full"]).status == 2)
    #expect(try Output(["cast", file, "--from", "3", "--to", "1"]).status == 64)
    #expect(try Output(["cast", file, "--speed", "0"]).status == 64)
    #expect(try Output(["cast", file, "--size", "big"]).status == 64)
    #expect(folder.names.sorted() == ["a.trace"])
  }
}

extension String {
  /// The text without the line feed at its end.
  fileprivate var trimmingLast: String { hasSuffix("\n") ? String(dropLast()) : self }
}
