/// The sizes of the tree by which CPython finds the arena of an address. CPython `arena_map_root`,
/// Objects/obmalloc.c 3.10, Include/internal/pycore_obmalloc.h 3.12 on.
struct RadixTree {
  /// Bytes of the root, of a middle and of a bottom node.
  let rootSize: Int
  let middleSize: Int
  let bottomSize: Int
  /// Address bits that lie within what a middle and a bottom node cover.
  let middleShift: UInt64
  let bottomShift: UInt64

  /// Bits from the root down: 10, 10, 8 in 3.10, which leaves out the top 16; then 15, 15, 14.
  init(_ rules: AllocatorRules) {
    let narrow = rules.python < PythonVersion(hex: 0x030B_0000)
    let arenaBits = UInt64(rules.arenaSize.trailingZeroBitCount)
    rootSize = 8 << (narrow ? 10 : 15)
    middleSize = 8 << (narrow ? 10 : 15)
    bottomSize = 8 << (narrow ? 8 : 14)
    bottomShift = arenaBits + (narrow ? 8 : 14)
    middleShift = bottomShift + (narrow ? 10 : 15)
  }
}
