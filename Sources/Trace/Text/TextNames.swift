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

  private var blocks: [String: Block] = [:]
  private var names: [UInt64: String] = [:]
  /// The line in which a name's block was freed.
  private var freed: [String: Int] = [:]
  /// Where blocks live that were given their address in a symbolic trace.
  private var givenAddresses: Set<UInt64> = []
  private let placements: Placements
  /// Allocations and reallocs so far.
  private var ordinal: UInt64 = 0

  init(_ placements: Placements) { self.placements = placements }

  /// The address that the next block has if it isn't given one: 16 × its ordinal, in a symbolic trace only.
  var nextAddress: UInt64? {
    let address = 16 * (ordinal + 1)
    return placements == .symbolic && !givenAddresses.contains(address) ? address : nil
  }

  subscript(name: String) -> Block? { blocks[name] }

  /// The domain of a block where a line doesn't say it.
  func domain(of address: UInt64) -> Domain { names[address].flatMap { blocks[$0]?.domain } ?? .obj }

  func name(of address: UInt64) -> String? { names[address] }

  func lineOfFree(_ name: String) -> Int? { freed[name] }

  var all: some Sequence<String> { blocks.keys }

  /// Takes note of a block that was placed, with or without a name. Another one at that address loses its name.
  mutating func place(_ block: Block, name: String?) {
    let isGiven = block.address != nextAddress
    release(block.address, line: block.line)
    ordinal += 1
    if isGiven && placements == .symbolic { givenAddresses.insert(block.address) }
    guard let name else { return }
    if let old = blocks[name] { names[old.address] = nil }
    blocks[name] = block
    names[block.address] = name
    freed[name] = nil
  }

  /// Takes note that the block at an address is gone.
  mutating func release(_ address: UInt64, line: Int) {
    givenAddresses.remove(address)
    guard let name = names.removeValue(forKey: address) else { return }
    blocks[name] = nil
    freed[name] = line
  }

  /// True for what can stand for a block: a word that isn't taken for something else.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !TextLine.isDigit(first), text != "null", text.utf8.count <= 100 else {
      return false
    }
    return text.utf8.allSatisfy(TextLine.isWord) && !text.unicodeScalars.contains(where: isControl)
  }
}
