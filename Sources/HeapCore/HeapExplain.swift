extension Heap {
  /// Applies a step and describes it.
  mutating func apply(_ event: Step, _ facts: [Fact], _ context: FrameContext) throws(EventError) -> StepOutcome {
    var outcome = StepOutcome(
      step: step, event: event, facts: facts, context: context, effect: .none, turns: [], agrees: true)
    let before = totals.mismatches
    turns = turnsAhead(event)
    changedArena = 0
    switch event {
    case .allocation(let function, let domain, let size, let address):
      try allocateOutside(function, domain, size: size, at: address)
      describeNew(address, size, into: &outcome)
      switch locate(recorded: address) {
      case .block(let block)? where outcome.sizeClass != nil: outcome.effect = .placed(block)
      default: outcome.effect = .rawPlaced(address)
      }
    case .free(let domain, let address):
      let old = describeOld(address, into: &outcome)
      try freeOutside(domain, address)
      switch old {
      case .block(let block)?:
        outcome.effect = .freed(block)
        outcome.nextBlock = turns.contains(.arenaReturned) ? nil : pool(block.poolRef).freeblock
      case .raw?: outcome.effect = .rawFreed(address)
      default: outcome.effect = .ghost(address)
      }
    case .realloc(let domain, let address, let size, let new):
      let old = describeOld(address, into: &outcome)
      try reallocate(domain, old: address, size: size, at: new)
      let place = locate(recorded: new)
      if let old, let place {
        if old == place, case .block(let block) = old {
          outcome.effect = .resizedInPlace(block)
        } else {
          if case .block = place { describeNew(new, size, into: &outcome) }
          outcome.effect = .moved(from: old, to: place, copied: min(outcome.oldSize ?? 0, size))
        }
        outcome.simulated = simulatedAddress(new)
        outcome.recorded = new
      } else {
        outcome.effect = .ghost(address)
      }
    case .failed, .collectionStart, .collectionStop, .mark, .fork, .moment: try other(event)
    }
    outcome.turns = turns
    outcome.arena = changedArena == 0 ? nil : changedArena
    outcome.agrees = totals.mismatches == before
    return outcome
  }

  /// The turns of an allocation that can be told beforehand.
  private func turnsAhead(_ event: Step) -> Turns {
    switch event {
    case .allocation(_, let domain, let size, _):
      guard domain != .raw, let sizeClass = rules.sizeClass(of: size) else { return [] }
      return turnsOfTaking(sizeClass)
    case .realloc(_, let old, let size, _):
      guard let sizeClass = rules.sizeClass(of: size), case .block(let block)? = locate(recorded: old),
        case .used = self.block(block), let oldClass = pool(block.poolRef).sizeClass
      else { return [] }
      let blockSize = rules.blockSize(oldClass)
      return Int(size) <= blockSize && 4 * Int(size) > 3 * blockSize ? [] : turnsOfTaking(sizeClass)
    default: return []
    }
  }

  /// The simulation's address of what the trace calls by this one.
  private func simulatedAddress(_ address: UInt64) -> UInt64 {
    translation[address]?.value ?? address
  }

  private func describeNew(_ address: UInt64, _ size: UInt64, into outcome: inout StepOutcome) {
    outcome.recorded = address
    outcome.simulated = simulatedAddress(address)
    guard case .block(let block)? = locate(recorded: address), let sizeClass = rules.sizeClass(of: size) else { return }
    outcome.sizeClass = sizeClass
    outcome.blockSize = rules.blockSize(sizeClass)
    outcome.nextBlock = pool(block.poolRef).freeblock
  }

  /// Describes a block that is about to go; nil when it isn't known.
  private func describeOld(_ address: UInt64, into outcome: inout StepOutcome) -> Place? {
    outcome.recorded = address
    outcome.simulated = simulatedAddress(address)
    if case .block(let block)? = locate(recorded: address), self.address(of: block) == simulatedAddress(address),
      case .used(let since, let size, _) = self.block(block)
    {
      outcome.oldSize = UInt64(size)
      outcome.bornAt = since
      outcome.sizeClass = pool(block.poolRef).sizeClass
      outcome.blockSize = outcome.sizeClass.map(rules.blockSize)
      return .block(block)
    }
    guard let raw = rawBlock(address) else { return nil }
    outcome.oldSize = raw.size
    outcome.bornAt = raw.since
    return .raw(address)
  }
}
