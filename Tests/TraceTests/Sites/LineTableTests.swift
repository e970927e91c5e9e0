import Foundation
import PythonInterpreters
import SeededGenerators
import Testing

@testable import Trace

@Suite struct LineTableTests {
  @Test("each interpreter found agrees on the place of every instruction", arguments: PythonInterpreter.found)
  func agrees(interpreter: PythonInterpreter) throws {
    let library = ProcessInfo.processInfo.environment["ARENASCOPE_LINE_TABLES"] == "library" ? ["library"] : []
    let output = try interpreter.output([PythonInterpreter.script("line_tables.py")] + library)
    var table = LineTable(format: .lnotab, firstLine: 0, bytes: [])
    var codes = 0
    var instructions = 0
    var differing: [String] = []
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words[0] == "code" {
        let format = try #require(UInt8(words[1]).flatMap(LineTableFormat.init(rawValue:)))
        table = LineTable(format: format, firstLine: try #require(Int(words[2])), bytes: bytes(hex: words[3]))
        codes += 1
      } else {
        let expected = SourcePosition(
          line: Int(words[1]), endLine: Int(words[2]), column: Int(words[3]), endColumn: Int(words[4]))
        if table.position(ofByteOffset: try #require(Int(words[0]))) != expected {
          differing.append("\(codes): \(line)")
        }
        instructions += 1
      }
    }
    #expect(codes > 50 && instructions > 1500, "\(interpreter.path) printed too little: \(output.prefix(200))")
    #expect(
      differing.isEmpty, "\(interpreter.path): \(differing.count) of \(instructions), first \(differing.prefix(3))")
  }

  @Test func `a table of line number notes adds each line step from its address on`() {
    // 0–5 line 10, 6–49 line 11, 50 and up line 9.
    let table = LineTable(format: .lnotab, firstLine: 10, bytes: [6, 1, 44, 0xFE])
    #expect([0, 5, 6, 49, 50, 400].map { table.position(ofByteOffset: $0).line } == [10, 10, 11, 11, 9, 9])
  }

  @Test func `a table of ranges has instructions without a line`() {
    let table = LineTable(format: .ranges, firstLine: 3, bytes: [4, 0, 2, 0x80, 0, 5, 6, 0xFF])
    #expect([0, 3, 4, 5, 6, 11, 12].map { table.position(ofByteOffset: $0).line } == [3, 3, nil, nil, 7, 7, nil])
  }

  @Test func `a location table of 3.11 has columns`() {
    // Short form in column 1..<5, then one line further 4..<9, then without a place.
    let table = LineTable(
      format: .locations, firstLine: 7, bytes: [0x80, 0x14, 0x80 | 11 << 3 | 1, 4, 9, 0x80 | 15 << 3])
    #expect(table.position(ofByteOffset: 0) == SourcePosition(line: 7, endLine: 7, column: 1, endColumn: 5))
    #expect(table.position(ofByteOffset: 2) == SourcePosition(line: 8, endLine: 8, column: 4, endColumn: 9))
    #expect(table.position(ofByteOffset: 4).columns == 4..<9)
    #expect(table.position(ofByteOffset: 6) == SourcePosition(line: nil))
    #expect(table.position(ofByteOffset: 8) == SourcePosition(line: nil))
  }

  @Test func `any bytes are a table`() {
    var random = SeededGenerator(seed: 11)
    var wrong: [LineTable] = []
    for _ in 0..<20_000 {
      let format = LineTableFormat.allCases.randomElement(using: &random)!
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let table = LineTable(
        format: format, firstLine: Int.random(in: 0...Int(UInt32.max), using: &random), bytes: bytes)
      for offset in [-1, 0, 1, 2, 7, 30, .max] {
        let place = table.position(ofByteOffset: offset)
        if (place.line ?? 0) < 0 || place.columns?.isEmpty == true { wrong.append(table) }
      }
    }
    #expect(wrong.isEmpty)
  }

  private func bytes(hex: Substring) -> [UInt8] {
    let digits = hex == "-" ? [] : Array(hex.utf8)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
    }
  }
}
