/// The cells of all blocks: a word and a tag for each, in runs as long as the pool of their class has blocks.
struct Slabs: ~Copyable {
  var words = Buffer<UInt32>()
  var tags = Buffer<UInt8>()
  /// For each class the first run that is free, + 1; each holds the next in its first word.
  private let free = Table<32, UInt32>()

  /// Gives a run of a class, nil when there would be too many blocks.
  mutating func take(_ sizeClass: Int, capacity: Int) -> UInt32? {
    let head = free[sizeClass]
    if head != 0 {
      free[sizeClass] = words[Int(head) - 1]
      return head - 1
    }
    let start = words.count
    guard start + capacity <= Heap.blockLimit else { return nil }
    words.grow(by: capacity)
    tags.grow(by: capacity)
    return UInt32(start)
  }

  /// Takes a run back.
  mutating func give(_ slab: UInt32, _ sizeClass: Int) {
    words[Int(slab)] = free[sizeClass]
    free[sizeClass] = slab + 1
  }
}
