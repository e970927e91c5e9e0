import HeapCore

/// What differs between CPython's releases in what objects ask of the allocator; sizes are of 64-bit builds.
public struct ObjectRules: Hashable, Sendable {
  public let python: PythonVersion
  let major: Int
  let minor: Int
  let micro: Int

  /// The rules of a release.
  public init(python: PythonVersion) {
    self.python = python
    major = Int(python.major)
    minor = Int(python.minor)
    micro = Int(python.micro)
  }

  func isAtLeast(_ minor: Int, _ micro: Int = 0) -> Bool { (major, self.minor, self.micro) >= (3, minor, micro) }

  /// `PyGC_Head`, before each object that the collector knows of.
  let collectorHeader: UInt64 = 16

  // MARK: Numbers and strings

  /// `_PY_NSMALLPOSINTS`, `_PY_NSMALLNEGINTS`: ints that exist once, from the start.
  var smallInts: ClosedRange<Int> { isAtLeast(15) ? -5...1024 : -5...256 }

  /// Whether results of one digit ask for the whole `PyLongObject` (`Objects/longobject.c: _PyLong_FromMedium`).
  var hasMediumInts: Bool { isAtLeast(11) }

  /// Bytes of an int of so many digits of 30 bits (`_PyLong_New`).
  func intSize(digits: Int) -> UInt64 { 24 + 4 * UInt64(max(1, digits)) }

  /// Bytes before the characters (`PyASCIIObject`, `PyCompactUnicodeObject`).
  func stringHeader(isASCII: Bool) -> UInt64 { isAtLeast(12) ? (isASCII ? 40 : 56) : (isASCII ? 48 : 72) }

  /// Whether `s += t` changes the string of a variable where it is (3.11 on by the specialised instruction).
  let concatenatesInPlace = true

  // MARK: Containers

  /// Bytes of a tuple of so many items, header included; from 3.14 on the hash is kept.
  func tupleSize(_ count: Int) -> UInt64 { collectorHeader + (isAtLeast(14) ? 32 : 24) + 8 * UInt64(count) }

  /// The lengths of tuples that have a free list (`PyTuple_MAXSAVESIZE`).
  var keptTuples: ClosedRange<Int> { isAtLeast(11) ? 1...20 : 1...19 }

  /// Items that a list takes when it grows or shrinks to a length (`Objects/listobject.c: list_resize`).
  func listCapacity(growingTo length: Int, from old: Int) -> Int {
    if length == 0 { return 0 }
    guard isAtLeast(9) else { return length + (length >> 3) + (length < 9 ? 3 : 6) }
    let capacity = (length + (length >> 3) + 6) & ~3
    return length - old > capacity - length ? (length + 3) & ~3 : capacity
  }

  /// Whether a list of so many places gives some back when it has fewer items.
  func listShrinks(to length: Int, capacity: Int) -> Bool {
    guard length < capacity >> 1 else { return false }
    return !isAtLeast(14) || capacity > 32 || length == 0
  }

  /// Items for which room is made when the number is known (`list_preallocate_exact`).
  func exactListCapacity(_ count: Int) -> Int { isAtLeast(10) ? (count + 1) & ~1 : count }

  /// Whether a display of at least three constants is filled from a tuple.
  var listDisplaysExtend: Bool { isAtLeast(9) }

  /// The domain of dict keys.
  var keysDomain: Domain { isAtLeast(13) ? .mem : .obj }

  /// Whether there are tables for keys that are all strings, without hashes.
  var hasStringKeys: Bool { isAtLeast(11) }

  /// Bytes of a table of 2^log2 places (`new_keys_object`).
  func keysSize(log2: Int, isStrings: Bool) -> UInt64 {
    let size = 1 << log2
    let index = size <= 128 ? size : size <= 1 << 15 ? 2 * size : 4 * size
    let entry = isStrings && hasStringKeys ? 16 : 24
    return UInt64((isAtLeast(11) ? 32 : 40) + index + usable(log2: log2) * entry)
  }

  /// Entries of a table of 2^log2 places (`USABLE_FRACTION`).
  func usable(log2: Int) -> Int { (2 << log2) / 3 }

  /// Whether dicts are tracked from birth.
  var tracksDictsAtBirth: Bool { isAtLeast(14) }

  /// Whether tuples of atoms are tracked at birth.
  var tracksAtomicTuples: Bool { !isAtLeast(14, 1) }

  // MARK: Instances

  enum InstanceLayout: Hashable, Sendable {
    /// To 3.10: two pointers in the object, to its dict and its weak references.
    case dictPointer
    /// 3.11, 3.12: the values of attributes in a block of their own.
    case values
    /// 3.13 on: the values behind the object.
    case inline
  }

  var instanceLayout: InstanceLayout { isAtLeast(13) ? .inline : isAtLeast(11) ? .values : .dictPointer }

  /// Bytes of an instance without its attributes, with everything that stands before it.
  func instanceSize(slots: Int, hasDict: Bool, hasWeakReferences: Bool, base: UInt64 = 16) -> UInt64 {
    var size = collectorHeader + base + 8 * UInt64(slots)
    switch instanceLayout {
    case .dictPointer: size += (hasDict ? 8 : 0) + (hasWeakReferences ? 8 : 0)
    case .values where !isAtLeast(12): size += (hasDict ? 16 : 0) + (hasWeakReferences ? 8 : 0)
    case .values, .inline: size += hasDict || hasWeakReferences ? 16 : 0
    }
    return size
  }

  /// Bytes before an instance in its block.
  func instancePrefix(hasDict: Bool, hasWeakReferences: Bool) -> UInt64 {
    let hasPointers = isAtLeast(12) ? hasDict || hasWeakReferences : isAtLeast(11) && hasDict
    return collectorHeader + (hasPointers ? 16 : 0)
  }

  /// Bytes of so many values (`new_values`, `_PyInlineValuesSize`).
  func valuesSize(_ capacity: Int) -> UInt64 {
    if instanceLayout == .inline { return UInt64(8 + 8 * capacity + (capacity + 7) / 8 * 8) }
    return UInt64((capacity + 2 + 7) / 8 * 8 + 8 * capacity)
  }

  /// Bytes of values that stood behind an object, by themselves.
  func detachedValuesSize(_ capacity: Int) -> UInt64 { UInt64(8 + 8 * capacity + (capacity + 7) / 8 * 8) }

  /// Entries that the keys of a class have room for at first (`SHARED_KEYS_MAX_SIZE`).
  var sharedKeysLimit: Int { isAtLeast(11) ? 30 : 5 }

  // MARK: Interpreter

  /// Containers that die inside one another before the rest waits (`PyTrash_UNWIND_LEVEL`).
  var trashcanDepth: Int { isAtLeast(14) ? 20_000 : isAtLeast(13) ? 9_900 : 50 }

  /// Whether collections run in the allocation; later releases wait for the eval breaker.
  var collectsInAllocation: Bool { !isAtLeast(12) }
}
