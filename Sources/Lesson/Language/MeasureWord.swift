/// Something that can be asked of a moment: how many, how large, which block, whether.
public enum MeasureWord: String, CaseIterable, Hashable, Sendable {
  /// Arenas held now, ever obtained, given back.
  case arenas, obtained, returned
  /// Pools with a block in use, of one class or all; empty and never carved ones.
  case pools, freepools
  /// Blocks in use in pools, and free or never carved ones in pools that are in use; of one class or all.
  case blocks, free
  /// Bytes of the blocks in use in pools; bytes that were asked for them.
  case bytes, asked
  /// Blocks that malloc served, and their bytes.
  case raw, rawbytes
  /// Bytes of the arenas held; bytes of their pages that blocks have reached, which at least are physical memory.
  case held, resident
  /// Requests that got a block, blocks that were given another size, and frees so far.
  case requests, reallocs, frees
  /// The most bytes that were asked for and in use at once so far, in pools and elsewhere.
  case peak
  /// Collections so far, of one generation or all; objects that the last one collected.
  case collections, collected
  /// Objects alive.
  case objects
  /// The collector's count and threshold of a generation; objects in its list.
  case count, threshold, generation
  /// Blocks in the free list of a type; what served the last step: a free list, pymalloc, malloc or nothing.
  case kept, served
  /// The block that the next request of a size gets.
  case next
  /// A block or object itself.
  case thing
  /// Bytes asked for, bytes of its blocks.
  case size, cost
  /// The value of a number or text, the name of the type.
  case value, type
  /// Its pool, the number of its arena, its number in the pool, its address.
  case pool, arena, index, address
  /// Whether two names have the same block, or had when they had one.
  case same
  /// Its reference count, how many references it has.
  case refcount, references
  /// Whether it lives, is dead, is tracked by the collector, is immortal.
  case alive, dead, tracked, immortal

  /// What stands behind the word.
  enum Arguments {
    case none, size, optionalSize, generation, optionalGeneration, list, thing, twoThings
  }

  var arguments: Arguments {
    switch self {
    case .arenas, .obtained, .returned, .freepools, .bytes, .asked, .raw, .rawbytes, .held, .resident, .requests,
      .reallocs, .frees, .peak, .collected, .objects, .served:
      .none
    case .kept: .list
    case .pools, .blocks, .free: .optionalSize
    case .next: .size
    case .collections: .optionalGeneration
    case .count, .threshold, .generation: .generation
    case .thing, .size, .cost, .value, .type, .pool, .arena, .index, .address, .refcount, .references, .alive, .dead,
      .tracked,
      .immortal:
      .thing
    case .same: .twoThings
    }
  }

  /// Whether it is so or not, instead of a value.
  var isTruth: Bool { [.same, .alive, .dead, .tracked, .immortal].contains(self) }

  /// The words that can be written.
  static let written = allCases.filter { $0 != .thing }
}

/// What a pending question is about and a picture must not show.
public enum HiddenFact: Hashable, Sendable, CaseIterable {
  /// Which block comes next, and the order of the free ones.
  case nextBlock
  /// How many arenas there are.
  case arenas
  /// Numbers of pools and blocks, and bytes.
  case amounts
  /// Reference counts.
  case referenceCounts
  /// Which objects live.
  case liveness
  /// The collector's counts and lists.
  case generations
  /// Sizes of blocks.
  case sizes
}

extension MeasureWord {
  /// What would give the answer away.
  var hides: Set<HiddenFact> {
    switch self {
    case .arenas, .obtained, .returned, .held: [.arenas, .amounts]
    case .pools, .freepools, .blocks, .free, .bytes, .asked, .raw, .rawbytes, .resident, .requests, .reallocs, .frees,
      .peak:
      [.amounts]
    case .next, .thing, .pool, .arena, .index, .address, .same: [.nextBlock]
    case .size, .cost: [.sizes]
    // What a picture shows of values and types is anywhere in it.
    case .value, .type: []
    case .refcount, .references: [.referenceCounts]
    case .alive, .dead, .immortal, .objects: [.liveness, .referenceCounts]
    case .kept, .served: [.amounts, .nextBlock]
    case .collections, .collected, .count, .threshold, .generation, .tracked: [.generations, .liveness]
    }
  }
}
