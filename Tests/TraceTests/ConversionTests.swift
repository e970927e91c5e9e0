import HeapCore
import Testing

@testable import Trace

@Suite("Converting a trace")
struct ConversionTests {
  @Test(arguments: 0..<150)
  func `random traces keep all they say in both directions`(seed: UInt64) throws {
    var generator = RandomTrace(seed: seed)
    let trace = try generator.make()
    let content = try TraceContent(trace)
    let text = try trace.text()
    let reread = try TraceFile.open(bytes: Array(text.utf8), name: "text")
    #expect(reread.isText)
    let other = try TraceContent(reread)
    if other != content {
      for (left, right) in zip(content.records, other.records) where left != right {
        Issue.record("seed \(seed): \(left) became \(right)")
        break
      }
    }
    #expect(other == content, "\(text)")
    // The second text is the canonical one: repeated facts are gone.
    let canonical = try reread.text()
    #expect(try TraceFile.open(bytes: Array(canonical.utf8), name: "text").text() == canonical)
    let binary = try TraceFile.open(bytes: try reread.binary(), name: "binary")
    #expect(!binary.isText)
    #expect(try TraceContent(binary) == content)
  }
}
