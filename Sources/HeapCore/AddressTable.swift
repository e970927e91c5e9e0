/// What is known of an address: the key, a value, and who wrote it.
struct AddressEntry {
  /// 0 marks a free place.
  var address: UInt64
  var value: UInt64
  var step: UInt32
  var domain: UInt8
}

/// A table from addresses to what is known of them, in chunks that remember whether they changed.
struct AddressTable: ~Copyable {
  static let chunk = 128
  /// Chosen anew in each process, so that no file can make all its addresses collide.
  private static let multiplier = UInt64.random(in: 1...UInt64.max) | 1

  private(set) var count = 0
  private var entries = Buffer<AddressEntry>()
  private(set) var dirty = Buffer<UInt8>()
  /// The images that the unchanged chunks equal.
  var loaded: [AddressChunk?] = []

  init() {
    resize(Self.chunk)
  }

  /// Places in the table.
  var capacity: Int { entries.count }

  @inline(__always)
  private func home(_ address: UInt64) -> Int {
    Int(truncatingIfNeeded: ((address ^ address >> 32) &* Self.multiplier) >> 20) & (entries.count &- 1)
  }

  /// The place of an address, nil when it isn't here.
  private func find(_ address: UInt64) -> Int? {
    var place = home(address)
    while true {
      let found = entries[place].address
      if found == address { return place }
      if found == 0 { return nil }
      place = (place &+ 1) & (entries.count &- 1)
    }
  }

  subscript(address: UInt64) -> AddressEntry? {
    find(address).map { entries[$0] }
  }

  /// Puts an entry in; the one that it replaces comes back.
  @discardableResult
  mutating func insert(_ entry: AddressEntry) -> AddressEntry? {
    precondition(entry.address != 0, "address 0 names no block")
    if (count + 1) * 3 > entries.count * 2 { grow() }
    var place = home(entry.address)
    while true {
      let old = entries[place]
      if old.address == entry.address || old.address == 0 {
        entries[place] = entry
        dirty[place / Self.chunk] = 1
        if old.address == 0 {
          count += 1
          return nil
        }
        return old
      }
      place = (place &+ 1) & (entries.count &- 1)
    }
  }

  /// Takes an entry out.
  mutating func remove(_ address: UInt64) -> AddressEntry? {
    guard var hole = find(address) else { return nil }
    let removed = entries[hole]
    let mask = entries.count &- 1
    var place = hole
    while true {
      place = (place &+ 1) & mask
      let entry = entries[place]
      if entry.address == 0 { break }
      // An entry may fill the hole unless its home lies behind the hole.
      if (place &- home(entry.address)) & mask >= (place &- hole) & mask {
        entries[hole] = entry
        dirty[hole / Self.chunk] = 1
        hole = place
      }
    }
    entries.at(hole).pointee.address = 0
    dirty[hole / Self.chunk] = 1
    count -= 1
    return removed
  }

  func visit(_ body: (AddressEntry) -> Void) {
    for place in 0..<entries.count where entries[place].address != 0 { body(entries[place]) }
  }

  private mutating func grow() {
    var old = Buffer<AddressEntry>()
    swap(&old, &entries)
    resize(old.count * 2)
    for place in 0..<old.count where old[place].address != 0 { insert(old[place]) }
  }

  private mutating func resize(_ capacity: Int) {
    entries.reset(count: capacity)
    dirty.reset(count: capacity / Self.chunk)
    for chunk in 0..<dirty.count { dirty[chunk] = 1 }
    loaded = []
    count = 0
  }
}

/// An unchanging copy of a chunk of an address table.
final class AddressChunk: Sendable {
  let entries: [AddressEntry]

  init(_ entries: [AddressEntry]) {
    self.entries = entries
    Snapshot.count(bytes: bytes)
  }

  deinit {
    Snapshot.count(bytes: -bytes)
  }

  private var bytes: Int { entries.count * MemoryLayout<AddressEntry>.stride + 96 }
}

/// An unchanging copy of an address table.
struct AddressTableImage: Sendable {
  let count: Int
  let capacity: Int
  let chunks: [AddressChunk]
}

extension AddressTable {
  /// Copies what changed since the last copy, shares the rest, and adds the bytes of the copy to `bytes`.
  mutating func image(addingTo bytes: inout Int) -> AddressTableImage {
    var chunks: [AddressChunk] = []
    chunks.reserveCapacity(dirty.count)
    for index in 0..<dirty.count {
      if dirty[index] == 0, index < loaded.count, let chunk = loaded[index] {
        chunks.append(chunk)
      } else {
        chunks.append(AddressChunk(Array(entries.slice(index * Self.chunk, Self.chunk))))
        bytes += Self.chunk * MemoryLayout<AddressEntry>.stride + 64
        dirty[index] = 0
      }
    }
    loaded = chunks
    return AddressTableImage(count: count, capacity: capacity, chunks: chunks)
  }

  /// Becomes what the image is of.
  mutating func restore(_ image: AddressTableImage) {
    if capacity != image.capacity { resize(image.capacity) }
    for (index, chunk) in image.chunks.enumerated() {
      if dirty[index] == 0, index < loaded.count, loaded[index] === chunk { continue }
      let cells = entries.slice(index * Self.chunk, Self.chunk)
      for (place, entry) in chunk.entries.enumerated() { cells[place] = entry }
      dirty[index] = 0
    }
    count = image.count
    loaded = image.chunks
  }
}
