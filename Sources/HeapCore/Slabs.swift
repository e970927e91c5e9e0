import Glibc

/// The cells of all blocks: a word and a tag for each, in runs as long as the pool of their class has blocks.
struct Slabs: ~Copyable {
  private var words: UnsafeMutablePointer<UInt32>
  private var tags: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var capacity = 4096
  /// For each class the first run that is free, + 1; each holds the next in its first word.
  private let free = Table<32, UInt32>()

  init() {
    words = Self.resize(nil, capacity)
    tags = Self.resize(nil, capacity)
  }

  deinit {
    Glibc.free(words)
    Glibc.free(tags)
  }

  private static func resize<Value: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Value>?, _ capacity: Int
  ) -> UnsafeMutablePointer<Value> {
    guard let memory = realloc(old, capacity * MemoryLayout<Value>.stride) else { fatalError("out of memory") }
    return memory.assumingMemoryBound(to: Value.self)
  }

  /// The places of a cell's word and tag; they stay valid until a run is taken. One check holds for both.
  @inline(__always)
  func at(_ cell: Int) -> (word: UnsafeMutablePointer<UInt32>, tag: UnsafeMutablePointer<UInt8>) {
    precondition(UInt(bitPattern: cell) < UInt(bitPattern: count), "index out of range")
    return (words + cell, tags + cell)
  }

  /// The words and tags of cells in a row.
  func run(
    _ start: UInt32, _ length: Int
  ) -> (words: UnsafeMutableBufferPointer<UInt32>, tags: UnsafeMutableBufferPointer<UInt8>) {
    precondition(length >= 0 && Int(start) + length <= count, "range out of range")
    return (
      UnsafeMutableBufferPointer(start: words + Int(start), count: length),
      UnsafeMutableBufferPointer(start: tags + Int(start), count: length)
    )
  }

  /// Gives a run of a class, nil when there would be too many blocks.
  mutating func take(_ sizeClass: Int, capacity length: Int) -> UInt32? {
    let head = free[sizeClass]
    if head != 0 {
      free[sizeClass] = at(Int(head) - 1).word.pointee
      return head - 1
    }
    let start = count
    guard start + length <= Heap.blockLimit else { return nil }
    if start + length > capacity {
      capacity = max(capacity * 2, start + length)
      words = Self.resize(words, capacity)
      tags = Self.resize(tags, capacity)
    }
    count += length
    return UInt32(start)
  }

  /// Takes a run back.
  mutating func give(_ slab: UInt32, _ sizeClass: Int) {
    at(Int(slab)).word.pointee = free[sizeClass]
    free[sizeClass] = slab + 1
  }
}
