/// One step from the objects that a reader knows to the candidates of the next collection, FORMAT.md section 6.
enum CollectionOperation: Hashable, Sendable {
  /// The next known objects are candidates and haven't changed.
  case run(Int)
  /// The candidates go on with another known object, so many further or back.
  case jump(Int)
  /// The next known object is a candidate and has changed.
  case changed(CandidateChange)
  /// A candidate that wasn't known.
  case new(NewCandidate)
}

/// What has changed of an object since it was written last.
struct CandidateChange: Hashable, Sendable {
  var type: TypeReference?
  var flipsFinalized = false
  var referenceCount = 0
  var references: ReferenceChange?
}

/// References that take the place of others.
struct ReferenceChange: Hashable, Sendable {
  /// How many stay at the start.
  var prefix: Int
  /// How many stay at the end.
  var suffix: Int
  var middle: [CollectedReference]
}

/// An object that wasn't known before.
struct NewCandidate: Hashable, Sendable {
  var address: UInt64
  var type: TypeReference
  var isFinalized: Bool
  var referenceCount: UInt32
  var references: [CollectedReference]
}

/// A type by its number; with what it is where it's named for the first time.
struct TypeReference: Hashable, Sendable {
  var number: Int
  var definition: CollectedType?
}

/// What the coding of references depends on: the writer's and the reader's are alike.
struct ReferenceCoding {
  static let recentBits = 12
  /// Objects have addresses below 2⁵⁸.
  static let addressBits: UInt64 = 58
  var recent = [UInt64](repeating: 0, count: 1 << Self.recentBits)
  var lastNew: UInt64 = 0
  var lastReference: UInt64 = 0
  var typeCount = 0

  static func slot(of address: UInt64) -> Int {
    Int((UInt32(truncatingIfNeeded: address >> 3) &* 0x9E37_79B1) >> UInt32(32 - recentBits))
  }

  static func unzigzag(_ number: UInt64) -> Int64 { Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
  static func zigzag(_ number: Int64) -> UInt64 { UInt64(bitPattern: number << 1 ^ number >> 63) }

  /// The distance of two addresses in units of 8 bytes.
  static func distance(_ from: UInt64, _ to: UInt64) -> UInt64 { zigzag(Int64(bitPattern: to &- from) >> 3) }
}
