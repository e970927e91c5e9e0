import HeapCore

/// The clauses of a condition that only the simulated heap decides.
struct OutcomeFilter {
  private let clauses: [Condition.Clause]
  /// Handles of the arenas that are named, as far as there were such arenas.
  private var handles: [Condition.PoolNumber: Int] = [:]

  init(_ condition: Condition, placements: Placements) {
    clauses = condition.clauses.filter { $0.needsHeap(placements) }
  }

  /// Whether nothing is asked of the heap.
  var isEmpty: Bool { clauses.isEmpty }

  /// Whether a stretch of the trace with this least and most may hold a hit.
  func mayHold(in bucket: Overview.Bucket) -> Bool {
    clauses.allSatisfy { clause in
      guard case .total(let total, let comparison, let limit) = clause else { return true }
      let range: ClosedRange<UInt64>? =
        switch total {
        case .live: bucket.minLive...bucket.maxLive
        case .arenas: UInt64(bucket.minArenas)...UInt64(bucket.maxArenas)
        case .raw, .blocks: nil
        }
      guard let range else { return true }
      // A total passes its limit only where both sides of it are seen.
      let holds = comparison.holds(range.lowerBound, limit) != comparison.holds(range.upperBound, limit)
      return holds || comparison == .equal || comparison == .notEqual
    }
  }

  /// Finds the arenas that are named; to be called at the start and when an arena was obtained.
  mutating func findArenas(in heap: borrowing Heap) {
    for clause in clauses {
      switch clause {
      case .pool(let number, _), .block(let number, _):
        let slots = heap.arenaSlots(of: number.heap)
        handles[number] = slots.indices.contains(number.arena) ? slots[number.arena] : nil
      default: break
      }
    }
  }

  /// Whether all its clauses hold for a step.
  func holds(_ outcome: StepOutcome, before: HeapTotals, after: HeapTotals) -> Bool {
    clauses.allSatisfy { holds($0, outcome, before, after) }
  }

  private func holds(
    _ clause: Condition.Clause, _ outcome: StepOutcome, _ before: HeapTotals, _ after: HeapTotals
  ) -> Bool {
    switch clause {
    case .arena(let change): outcome.turns.changesArena(change)
    case .address(let address): outcome.simulated == address || outcome.recorded == address
    case .poolState: !outcome.turns.isDisjoint(with: .poolState)
    case .pool(let number, let change):
      handles[number].map { outcome.changes(PoolRef(arena: $0, pool: number.pool), change) } ?? false
    case .block(let number, let block):
      handles[number].map { outcome.blocks.contains(BlockRef(arena: $0, pool: number.pool, block: block)) } ?? false
    case .total(let total, let comparison, let limit):
      comparison.holds(after.value(of: total), limit) && !comparison.holds(before.value(of: total), limit)
    case .surprise(.mismatch): !outcome.agrees
    case .surprise(.ghost):
      if case .ghost = outcome.effect { true } else { false }
    default: true
    }
  }
}

extension HeapTotals {
  /// The total that a condition names.
  func value(of total: Condition.Total) -> UInt64 {
    switch total {
    case .live: UInt64(max(0, liveBytes))
    case .raw: rawBytes
    case .blocks: UInt64(max(0, liveBlocks))
    case .arenas: UInt64(max(0, arenas))
    }
  }
}

extension Turns {
  /// The turns that bring a pool from one state to another.
  static let poolState: Turns = [.newPool, .poolFilled, .poolWasFull, .poolEmptied]

  fileprivate func changesArena(_ change: Condition.ArenaChange) -> Bool {
    switch change {
    case .obtained: contains(.newArena)
    case .returned: contains(.arenaReturned)
    case .any: !isDisjoint(with: [.newArena, .arenaReturned])
    }
  }
}

extension StepOutcome {
  /// The blocks of pools that the step handed out, gave back or resized; of a move the new one first.
  var blocks: [BlockRef] {
    switch effect {
    case .placed(let block), .freed(let block), .resizedInPlace(let block): [block]
    case .moved(let from, let to, _):
      [to, from].compactMap { place in
        if case .block(let block) = place { block } else { nil }
      }
    case .rawPlaced, .rawFreed, .ghost, .none: []
    }
  }

  /// Whether a pool went through this change at the step.
  fileprivate func changes(_ pool: PoolRef, _ change: Condition.PoolChange) -> Bool {
    guard let index = blocks.firstIndex(where: { $0.poolRef == pool }) else { return false }
    // Of a move the first block is the one handed out, the second the one freed; else the effect says which.
    let isHandedOut: Bool
    if case .freed = effect { isHandedOut = false } else { isHandedOut = index == 0 }
    switch change {
    case .changes: return true
    case .full: return isHandedOut && turns.contains(.poolFilled)
    case .taken: return isHandedOut && turns.contains(.newPool)
    case .empty: return !isHandedOut && turns.contains(.poolEmptied)
    case .state: return !turns.isDisjoint(with: isHandedOut ? [.newPool, .poolFilled] : [.poolWasFull, .poolEmptied])
    }
  }
}
