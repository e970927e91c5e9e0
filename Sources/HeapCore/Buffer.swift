import Glibc

/// Storage for plain values that is checked at every access, never copied behind one's back, and grows on demand.
///
/// An `[Element]` would pay for a uniqueness check on each write of the replay loop.
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count: Int

  init() {
    base = Self.allocate(1)
    capacity = 1
    count = 0
  }

  deinit {
    Glibc.free(base)
  }

  /// All-zero storage straight from the system, which costs nothing until it is touched.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    guard let memory = calloc(count, MemoryLayout<Element>.stride) else { fatalError("out of memory") }
    return memory.assumingMemoryBound(to: Element.self)
  }

  /// Adds `added` values of all-zero bytes at the end.
  mutating func grow(by added: Int) {
    let needed = count + added
    if needed > capacity {
      let larger = max(needed, capacity * 2)
      let bytes = larger * MemoryLayout<Element>.stride
      guard let memory = Glibc.realloc(base, bytes) else { fatalError("out of memory") }
      base = memory.assumingMemoryBound(to: Element.self)
      capacity = larger
    }
    memset(base + count, 0, added * MemoryLayout<Element>.stride)
    count = needed
  }

  /// Makes all values zero bytes, `count` of them.
  mutating func reset(count newCount: Int) {
    Glibc.free(base)
    base = Self.allocate(max(1, newCount))
    capacity = max(1, newCount)
    count = newCount
  }

  mutating func shrink(to newCount: Int) {
    precondition(newCount <= count)
    count = newCount
  }

  /// The place of a value; it stays valid until the buffer grows.
  @inline(__always)
  func at(_ index: Int) -> UnsafeMutablePointer<Element> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
    return base + index
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { at(index).pointee }
    nonmutating set { at(index).pointee = newValue }
  }

  /// The places of `length` values in a row.
  @inline(__always)
  func slice(_ start: Int, _ length: Int) -> UnsafeMutableBufferPointer<Element> {
    precondition(start >= 0 && length >= 0 && start <= count && length <= count - start, "range out of range")
    return UnsafeMutableBufferPointer(start: base + start, count: length)
  }
}
