import HeapCore
import Trace

/// Which live blocks keep arenas from going back to the system, and which call sites took them; found in slices.
///
/// The blocks are read at once, their call sites little by little, as that takes reading the recording.
public final class Pins {
  /// Live blocks of one pool that one call site took.
  public struct Group: Hashable, Sendable {
    public var pool: PoolRef
    public var sizeClass: Int
    /// The call site; nil where it isn't known.
    public var site: Frame?
    public var blocks: Int
    /// Bytes of these blocks, as the blocks are.
    public var bytes: Int
    /// The steps that took the oldest and the newest of them.
    public var oldest: Int
    public var newest: Int
    /// What a written trace calls the block, where it's one and has a name.
    public var name: String?
  }

  /// A call site and what it holds.
  public struct Site: Hashable, Sendable {
    /// The call site; nil for all blocks of which it isn't known.
    public var site: Frame?
    public var blocks: Int
    public var bytes: Int
    /// Arenas that have a block of it.
    public var arenas: Int
    /// Arenas that have no block of another one: what would go back if it let go.
    public var aloneIn: Int
  }

  /// The moment that this is about.
  public let moment: Int
  /// Live blocks in the chosen arenas.
  public let blockCount: Int

  private let trace: TraceFile
  private let definitions: SiteTable
  private var callSites: CallSites
  private let written: WrittenNames?
  /// The blocks in the order of the steps that took them.
  private var blocks: [Block]
  private var next = 0
  private var sites: [Frame?] = [nil]
  private var siteNumbers: [Frame: Int] = [:]
  private var numbersOfNodes: [UInt32: Int] = [:]

  private struct Block {
    var since: UInt32
    var arena: Int32
    var pool: UInt8
    var sizeClass: UInt8
    /// The number of the site in `sites`; 0 is unknown.
    var site: UInt32 = 0
  }

  init(_ trace: TraceFile, definitions: SiteTable, heap: borrowing Heap, arenas: [Int], moment: Int) {
    self.trace = trace
    self.definitions = definitions
    self.moment = moment
    callSites = CallSites(trace, limit: 1)
    written = WrittenNames(trace, definitions: definitions)
    blocks = []
    for arena in arenas where heap.isArena(arena) {
      for pool in 0..<heap.arena(arena).carvedPools {
        let reference = PoolRef(arena: arena, pool: pool)
        let info = heap.pool(reference)
        guard info.count > 0, let sizeClass = info.sizeClass else { continue }
        for block in heap.blocks(of: reference) {
          guard case .used(let since, _, _) = block else { continue }
          blocks.append(
            Block(since: UInt32(since), arena: Int32(arena), pool: UInt8(pool), sizeClass: UInt8(sizeClass)))
        }
      }
    }
    blocks.sort { $0.since < $1.since }
    blockCount = blocks.count
  }

  /// How much of the recording was read, 0 to 1.
  public var progress: Double { blocks.isEmpty ? 1 : Double(next) / Double(blocks.count) }

  /// Whether all call sites are known that can be.
  public var isComplete: Bool { next == blocks.count }

  /// Goes on for about so long; true when it is complete.
  @discardableResult
  public func advance(milliseconds: Double) -> Bool {
    let end = threadNanoseconds() + UInt64(max(0, milliseconds) * 1e6)
    if let written {
      // No part of the trace has to be read for names.
      for index in blocks.indices[next...] {
        if let site = written.site(ofStep: Int(blocks[index].since)) { blocks[index].site = UInt32(number(of: site)) }
      }
      next = blocks.count
    }
    while next < blocks.count {
      guard let index = trace.frameIndex(ofStep: Int(blocks[next].since)) else { break }
      let frame = trace.frames[index]
      let nodes = callSites.nodes(ofFrame: index)
      while next < blocks.count, Int(blocks[next].since) < frame.first + frame.count {
        let ordinal = Int(blocks[next].since) - frame.first
        if nodes.indices.contains(ordinal), nodes[ordinal] != CallSites.unknown {
          blocks[next].site = UInt32(number(ofNode: nodes[ordinal]))
        }
        next += 1
      }
      if threadNanoseconds() >= end { break }
    }
    return isComplete
  }

  private func number(ofNode node: UInt32) -> Int {
    if let known = numbersOfNodes[node] { return known }
    var number = 0
    if var site = definitions.frame(of: node) {
      site.columns = nil
      number = self.number(of: site)
    }
    numbersOfNodes[node] = number
    return number
  }

  private func number(of site: Frame) -> Int {
    let number = siteNumbers[site] ?? sites.count
    if number == sites.count {
      sites.append(site)
      siteNumbers[site] = number
    }
    return number
  }

  /// The blocks by pool and call site, in the order of the pools, the larger groups first.
  public var groups: [Group] {
    struct Key: Hashable {
      var pool: PoolRef
      var site: UInt32
    }
    var groups: [Key: Group] = [:]
    for block in blocks {
      let pool = PoolRef(arena: Int(block.arena), pool: Int(block.pool))
      let size = (Int(block.sizeClass) + 1) * AllocatorRules.alignment
      let since = Int(block.since)
      groups[
        Key(pool: pool, site: block.site),
        default: Group(
          pool: pool, sizeClass: Int(block.sizeClass), site: sites[Int(block.site)], blocks: 0, bytes: 0,
          oldest: since, newest: since)
      ].add(bytes: size, since: since)
    }
    for (key, group) in groups where group.blocks == 1 {
      groups[key]?.name = written?.name(ofStep: group.oldest)
    }
    return groups.values.sorted { ($0.pool, -$0.blocks, $0.oldest) < ($1.pool, -$1.blocks, $1.oldest) }
  }

  /// The call sites, the one first that is alone in most arenas.
  public var bySite: [Site] {
    var holders: [Int32: Set<UInt32>] = [:]
    var found: [UInt32: Site] = [:]
    for block in blocks {
      holders[block.arena, default: []].insert(block.site)
      let size = (Int(block.sizeClass) + 1) * AllocatorRules.alignment
      found[
        block.site, default: Site(site: sites[Int(block.site)], blocks: 0, bytes: 0, arenas: 0, aloneIn: 0)
      ].add(bytes: size)
    }
    for sites in holders.values {
      for site in sites {
        found[site]?.arenas += 1
        if sites.count == 1 { found[site]?.aloneIn += 1 }
      }
    }
    return found.values.sorted { ($0.aloneIn, $0.blocks, $0.bytes) > ($1.aloneIn, $1.blocks, $1.bytes) }
  }

  /// The chosen arenas that two or more call sites hold together.
  public var heldTogether: Int {
    var holders: [Int32: Set<UInt32>] = [:]
    for block in blocks { holders[block.arena, default: []].insert(block.site) }
    return holders.values.count { $0.count > 1 }
  }
}

extension Pins.Group {
  fileprivate mutating func add(bytes size: Int, since: Int) {
    blocks += 1
    bytes += size
    oldest = min(oldest, since)
    newest = max(newest, since)
  }
}

extension Pins.Site {
  fileprivate mutating func add(bytes size: Int) {
    blocks += 1
    bytes += size
  }
}

extension Timeline {
  /// The live blocks of an arena at this moment, and who took them.
  ///
  /// - Complexity: O(blocks in the arena); their call sites come with `Pins.advance`.
  public func pins(ofArena arena: Int) -> Pins {
    withHeap { Pins(trace, definitions: definitions, heap: $0, arenas: [arena], moment: position) }
  }

  /// The live blocks of all arenas of which at most so much is in use, 0 to 1, and who took them.
  ///
  /// - Complexity: O(blocks in these arenas); their call sites come with `Pins.advance`.
  public func pins(inArenasUsedUpTo share: Double) -> Pins {
    withHeap { heap in
      let limit = Int(share * Double(heap.rules.arenaSize))
      let arenas = heap.heldArenas.filter { handle in
        let used = heap.arena(handle).usedBytes
        return used > 0 && used <= limit
      }
      return Pins(trace, definitions: definitions, heap: heap, arenas: arenas, moment: position)
    }
  }
}
