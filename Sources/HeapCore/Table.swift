/// A table of a fixed number of plain values, all zero at first: checked at every access, and never copied by a read.
struct Table<let count: Int, Element: BitwiseCopyable>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>

  init() {
    base = .allocate(capacity: count)
    clear()
  }

  deinit {
    base.deallocate()
  }

  /// Makes all bytes zero.
  func clear() {
    UnsafeMutableRawPointer(base).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Element>.stride)
  }

  /// Takes over the values of another table.
  func copy(_ other: borrowing Table) {
    base.update(from: other.base, count: count)
  }

  /// The place of a value.
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
}
