import HeapCore

/// Which block a name stands for, at a line of a text trace.
///
/// The parser and the writer keep it alike, so that a name is written exactly where it will be understood.
struct TextNames {
  struct Block: Hashable {
    var address: UInt64
    var domain: Domain
    var line: Int
  }

  /// A name with what it stands for.
  private struct Entry {
    let name: String
    var block: Block?
    /// The line in which its block was freed.
    var freed: Int?
    /// The number of its string among the definitions, once it labels a block.
    var string: UInt32?
  }

  private var numbers: [String: Int] = [:]
  private var entries: [Entry] = []
  /// The number of the name of each block that has the address of its ordinal, -1 for none.
  private var owners: [Int32] = []
  /// The numbers of the names of blocks at other addresses.
  private var givenOwners: [UInt64: Int32] = [:]
  /// Where blocks live that were given their address in a symbolic trace.
  private var givenAddresses: Set<UInt64> = []
  private let placements: Placements

  init(_ placements: Placements) { self.placements = placements }

  /// The address that the next block has if it isn't given one: 16 × its ordinal, in a symbolic trace only.
  var nextAddress: UInt64? {
    let address = 16 * UInt64(owners.count + 1)
    guard placements == .symbolic else { return nil }
    return givenAddresses.isEmpty || !givenAddresses.contains(address) ? address : nil
  }

  subscript(name: String) -> Block? { numbers[name].flatMap { entries[$0].block } }

  /// The domain of a block where a line doesn't say it.
  func domain(of address: UInt64) -> Domain { owner(of: address).flatMap { entries[$0].block?.domain } ?? .obj }

  func name(of address: UInt64) -> String? { owner(of: address).map { entries[$0].name } }

  func lineOfFree(_ name: String) -> Int? { numbers[name].flatMap { entries[$0].freed } }

  var all: some Sequence<String> { entries.lazy.filter { $0.block != nil }.map(\.name) }

  /// The number of a name, which is given one if it has none: numbered names are looked up once.
  mutating func number(of name: String) -> Int {
    let new = entries.count
    let number = { (number: inout Int) -> Int in
      if number < 0 { number = new }
      return number
    }(&numbers[name, default: -1])
    if number == new { entries.append(Entry(name: name)) }
    return number
  }

  func block(numbered number: Int) -> Block? { entries[number].block }

  /// The number of a name's string among the definitions, which `define` makes the first time.
  mutating func string(
    numbered number: Int, _ define: (String) throws(TraceError) -> UInt32
  ) throws(TraceError) -> UInt32 {
    if let string = entries[number].string { return string }
    let string = try define(entries[number].name)
    entries[number].string = string
    return string
  }

  /// Takes note of a block that was placed, with or without a name. Another one at that address loses its name.
  mutating func place(_ block: Block, name: String?) { place(block, numbered: name.map { number(of: $0) }) }

  /// Takes note of a block that was placed, with a name that has a number, or without one.
  mutating func place(_ block: Block, numbered number: Int?) {
    if placements == .symbolic, block.address != nextAddress {
      release(block.address, line: block.line)
      givenAddresses.insert(block.address)
    } else {
      release(block.address, line: block.line)
    }
    owners.append(-1)
    guard let number else { return }
    if let old = entries[number].block { setOwner(of: old.address, nil) }
    entries[number].block = block
    entries[number].freed = nil
    setOwner(of: block.address, number)
  }

  /// Takes note that the block at an address is gone.
  mutating func release(_ address: UInt64, line: Int) {
    if !givenAddresses.isEmpty { givenAddresses.remove(address) }
    guard let number = owner(of: address) else { return }
    setOwner(of: address, nil)
    entries[number].block = nil
    entries[number].freed = line
  }

  /// The place in `owners` of an address that a block has by its ordinal.
  private func ordinal(of address: UInt64) -> Int? {
    guard address % 16 == 0, address > 0, address / 16 <= UInt64(owners.count), placements == .symbolic else {
      return nil
    }
    return Int(address / 16) - 1
  }

  private func owner(of address: UInt64) -> Int? {
    if let ordinal = ordinal(of: address), owners[ordinal] >= 0 { return Int(owners[ordinal]) }
    return givenOwners.isEmpty ? nil : givenOwners[address].map { Int($0) }
  }

  private mutating func setOwner(of address: UInt64, _ number: Int?) {
    if !givenOwners.isEmpty { givenOwners[address] = nil }
    if let ordinal = ordinal(of: address) {
      owners[ordinal] = number.map { Int32($0) } ?? -1
    } else if let number {
      givenOwners[address] = Int32(number)
    }
  }

  /// True for what can stand for a block: a word that isn't taken for something else.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !TextLine.isDigit(first), text != "null", text.utf8.count <= 100 else {
      return false
    }
    return text.utf8.allSatisfy(TextLine.isWord) && !text.unicodeScalars.contains(where: isControl)
  }
}
