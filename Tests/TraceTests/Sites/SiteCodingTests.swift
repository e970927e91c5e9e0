import SeededGenerators
import Testing

@testable import Trace

@Suite struct SiteCodingTests {
  @Test func `a known sequence has these bytes`() {
    var encoder = SiteEncoder()
    // 0 as predicted by an empty table; 5 and 300 are new; after 5, 5 comes 5 again.
    for node in [0, 0, 5, 5, 5, 5, 300] as [UInt32] { encoder.append(node) }
    #expect(encoder.bytes == [0x04, 0x0B, 0x0B, 0x0B, 0x02, 0xD9, 0x04])
  }

  @Test func `what is written is read again`() throws {
    var random = SeededGenerator(seed: 3)
    for round in 0..<200 {
      var encoder = SiteEncoder()
      let kinds = UInt32.random(in: 1...(round % 2 == 0 ? 3 : UInt32.max), using: &random)
      let nodes = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
        UInt32.random(in: 0..<kinds, using: &random) >> UInt32.random(in: 0...24, using: &random)
      }
      for node in nodes { encoder.append(node) }
      #expect(try SiteDecoder.decode(encoder.bytes, count: nodes.count) == nodes)
      #expect(SiteDecoder.decodeOpen(encoder.bytes + [0, 9]) == nodes)
      #expect(encoder.count == nodes.count)
    }
  }

  @Test func `one site again and again takes one number`() throws {
    var encoder = SiteEncoder()
    for _ in 0..<SiteDecoder.limit { encoder.append(0) }
    #expect(encoder.bytes == [0x80, 0x80, 0x08])
    #expect(try SiteDecoder.decode(encoder.bytes, count: SiteDecoder.limit).count == SiteDecoder.limit)
  }

  @Test func `a count that does not fit is an error with its place`() {
    let mistakes: [(bytes: [UInt8], count: Int, offset: Int)] = [
      ([4], 3, 1), ([4], 1, 0), ([0x0B, 4], 1, 1), ([0], 1, 0), ([0x81], 1, 0), ([], 1, 0), ([], 1 << 40, 0),
      ([0x81, 0x80, 0x80, 0x80, 0x80, 0x01], 1, 0),
    ]
    for mistake in mistakes {
      let error = #expect(throws: PayloadError.self) { try SiteDecoder.decode(mistake.bytes, count: mistake.count) }
      #expect(error?.offset == mistake.offset, "\(mistake.bytes)")
    }
  }

  @Test func `an open frame never has more sites than a frame can have`() {
    let nodes = SiteDecoder.decodeOpen([0xFE, 0xFF, 0xFF, 0xFF, 0x0F])
    #expect(nodes.count == SiteDecoder.limit)
  }

  @Test func `any bytes end in an error or in as many sites as wanted`() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let count = Int.random(in: 0...200, using: &random)
      if let nodes = try? SiteDecoder.decode(bytes, count: count) { #expect(nodes.count == count) }
      #expect(SiteDecoder.decodeOpen(bytes).count <= SiteDecoder.limit)
    }
  }
}
