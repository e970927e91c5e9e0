import Glibc
import Testing

@testable import Trace

/// The examples of FORMAT.md are traces, and the mistakes that it shows are told as it says.
@Suite("The examples of FORMAT.md")
struct FormatExampleTests {
  private static let document: String = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let source = try? ByteSource(path: "/\(root)/Sources/Trace/FORMAT.md")
    return source.flatMap { try? $0.prefix(at: 0, length: $0.count) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }()

  /// The fenced blocks of a kind.
  private static func blocks(_ kind: String) -> [String] {
    document.split(separator: "\n```", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return lines.count == 2 && lines[0] == kind ? String(lines[1]) : nil
    }
  }

  @Test func `traces are read and keep all they say`() throws {
    let examples = Self.blocks("arena")
    #expect(examples.count == 7)
    for example in examples {
      let trace = try TraceFile.open(bytes: Array(example.utf8), name: "example")
      #expect(trace.stepCount > 0)
      let text = try trace.text()
      #expect(try TraceContent(TraceFile.open(bytes: Array(text.utf8), name: "text")) == TraceContent(trace))
    }
  }

  @Test(arguments: ["", "object-"])
  func `mistakes are told`(kind: String) throws {
    let example = try #require(Self.blocks("arena-\(kind)mistakes").first)
    let mistakes = try TextTrace.mistakes(in: ByteSource(memory: Array(example.utf8), name: "m"))
    let expected = try #require(Self.blocks("\(kind)mistakes").first).split(separator: "\n")
    #expect(mistakes.map { $0.message.dropFirst(2) } == expected)
  }
}
