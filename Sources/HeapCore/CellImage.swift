/// An unchanging copy of the cells of a pool's blocks, packed where that is possible.
///
/// Most pools were filled within a short while: then two bytes say which step allocated a block, or which block comes next
/// in the free chain, and one byte says what was not asked for of all blocks.
struct CellImage: Sendable {
  /// Set in the packed word of a block in use.
  private static let live: UInt16 = 0x8000

  /// How many blocks there are.
  let count: Int
  /// The step that the packed words count from.
  private let base: UInt32
  private let packed: [UInt16]
  /// The words as they are, where they can't be packed; else empty.
  private let words: [UInt32]
  /// One tag where all are alike, else all.
  private let tags: [UInt8]

  static let none = CellImage(words: .init(start: nil, count: 0), tags: .init(start: nil, count: 0))

  init(words source: UnsafeMutableBufferPointer<UInt32>, tags sourceTags: UnsafeMutableBufferPointer<UInt8>) {
    count = source.count
    // The extremes of the steps of blocks in use, and the greatest number in the free chain.
    var least = UInt32.max
    var most: UInt32 = 0
    var link: UInt32 = 0
    for word in source {
      let isLive = word & Cell.live != 0
      least = min(least, isLive ? word : .max)
      most = max(most, isLive ? word : 0)
      link = max(link, isLive ? 0 : word)
    }
    let span = least == .max ? 0 : most - least
    if span < UInt32(Self.live), link < UInt32(Self.live) {
      let start = least
      base = start
      packed = [UInt16](unsafeUninitializedCapacity: source.count) { buffer, filled in
        for index in source.indices {
          let word = source[index]
          let offset = word & Cell.live != 0 ? (word &- start) | UInt32(Self.live) : word
          buffer[index] = UInt16(truncatingIfNeeded: offset)
        }
        filled = source.count
      }
      words = []
    } else {
      base = 0
      packed = []
      words = Array(source)
    }
    let first = sourceTags.first ?? 0
    var different: UInt8 = 0
    for tag in sourceTags { different |= tag ^ first }
    tags = different == 0 ? [first] : Array(sourceTags)
  }

  /// Writes the cells as they were.
  func unpack(into target: UnsafeMutableBufferPointer<UInt32>, tags targetTags: UnsafeMutableBufferPointer<UInt8>) {
    if words.isEmpty {
      let start = base
      for index in 0..<count {
        let word = packed[index]
        let isLive = word & Self.live != 0
        target[index] = isLive ? start &+ UInt32(word & ~Self.live) : UInt32(word)
      }
    } else {
      _ = target.update(fromContentsOf: words)
    }
    if tags.count == count {
      _ = targetTags.update(fromContentsOf: tags)
    } else {
      for index in 0..<count { targetTags[index] = tags[0] }
    }
  }

  /// About how many bytes it takes.
  var bytes: Int {
    32 + (packed.isEmpty ? 0 : 32 + 2 * packed.count) + (words.isEmpty ? 0 : 32 + 4 * words.count) + 32 + tags.count
  }
}
