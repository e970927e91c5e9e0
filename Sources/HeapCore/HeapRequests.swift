extension Heap: EventSink {
  /// A request of 1 to 512 bytes in the domains MEM and OBJ. CPython `pymalloc_alloc`, Objects/obmalloc.c.
  @inline(__always)
  mutating func allocateSmall(_ kind: Kind, at address: UInt64) throws(EventError) {
    let simulated = try takeSmall(kind)
    if simulated == address, isPlain {
      step &+= 1
    } else {
      rename(simulated, address)
      endStep()
    }
  }

  mutating func allocateOutside(
    _ function: RequestFunction, _ domain: Domain, size: UInt64, at address: UInt64
  ) throws(EventError) {
    if domain != .raw, rules.sizeClass(of: size) != nil {
      try placeSmall(Kind(function: 0, isMem: domain == .mem, size: Int(size)), at: address)
    } else {
      try placeRaw(address, size: size, domain)
    }
    endStep()
  }

  @inline(__always)
  mutating func freeSmall(isMem: Bool, _ address: UInt64) throws(EventError) {
    if isPlain, let found = liveBlock(address) {
      give(found)
      step &+= 1
    } else {
      freeElsewhere(address)
      endStep()
    }
  }

  mutating func freeOutside(_ domain: Domain, _ address: UInt64) throws(EventError) {
    freeElsewhere(address)
    endStep()
  }

  mutating func reallocate(_ domain: Domain, old: UInt64, size: UInt64, at address: UInt64) throws(EventError) {
    let place = placeOf(old)
    if let found = liveBlock(place) {
      try resize(found, isMem: domain == .mem, old: old, size: size, at: address)
    } else {
      // Not pymalloc's: malloc resizes it and keeps it, however small it becomes. CPython `pymalloc_realloc`.
      if !removeRaw(old) { noteGhost(old) }
      try placeRaw(address, size: size, domain)
    }
    endStep()
  }

  mutating func other(_ event: Step) throws(EventError) {
    if landmarks.isOpen { landmarks.append(event: event, at: step) }
    if case .failed = event { return endStep() }
    // A collection that is noticed late can stand between an arena and the request that needed it.
    step &+= 1
  }

  mutating func fact(_ fact: Fact) throws(EventError) {
    switch fact {
    case .interpreter(_, let heap): try select(heap: heap)
    case .arenaObtained(let base):
      guard placements == .recorded else { break }
      hasPending = true
      isPlain = false
      if !pending.obtain(base) { note(.arenaObtained, simulated: 0, recorded: base) }
    case .arenaReturned(let base):
      guard placements == .recorded else { break }
      hasPending = true
      isPlain = false
      if !pending.return(base) { note(.arenaReturned, simulated: 0, recorded: base) }
    case .heapDestroyed: destroyHeap()
    case .thread, .clock, .unknown: break
    }
  }

  /// Places a small block and compares the place with the recorded one.
  private mutating func placeSmall(_ kind: Kind, at recorded: UInt64) throws(EventError) {
    rename(try takeSmall(kind), recorded)
  }

  /// Places a small block and says where.
  @inline(__always)
  private mutating func takeSmall(_ kind: Kind) throws(EventError) -> UInt64 {
    let simulated = try take(kind.sizeClass, tag: kind.tag)
    totals.smallAllocations &+= 1
    totals.liveBytes &+= (kind.sizeClass &+ 1) << 4
    totals.slackBytes &+= Int(kind.tag & ~Cell.mem)
    if totals.liveBytes > highestLiveBytes { highestLiveBytes = totals.liveBytes }
    return simulated
  }

  /// Notes by which address the trace calls a block.
  @inline(never)
  private mutating func rename(_ simulated: UInt64, _ recorded: UInt64) {
    if simulated == recorded {
      if translation.count != 0 { _ = translation.remove(recorded) }
      return
    }
    translation.insert(AddressEntry(address: recorded, value: simulated, step: 0, domain: 0))
    note(.placement, simulated: simulated, recorded: recorded)
  }

  /// A request of malloc: more than 512 bytes, none, or in the domain RAW.
  private mutating func placeRaw(_ address: UInt64, size: UInt64, _ domain: Domain) throws(EventError) {
    guard raw.count < Self.rawLimit else {
      throw .limit("more than \(Self.rawLimit) blocks outside the pools", step: step)
    }
    if translation.count != 0 { _ = translation.remove(address) }
    let entry = AddressEntry(
      address: address, value: size, step: UInt32(truncatingIfNeeded: step), domain: domain.rawValue)
    if let replaced = raw.insert(entry) {
      totals.rawBytes &-= replaced.value
    } else {
      totals.rawBlocks += 1
    }
    totals.rawBytes &+= size
  }

  private mutating func removeRaw(_ address: UInt64) -> Bool {
    guard let entry = raw.remove(address) else { return false }
    totals.rawBlocks -= 1
    totals.rawBytes &-= entry.value
    return true
  }

  /// The simulation's address of what the trace calls by this one.
  private mutating func placeOf(_ address: UInt64) -> UInt64 {
    translation.count == 0 ? address : translation[address]?.value ?? address
  }

  /// A free that isn't of a block where the trace says it is.
  @inline(never)
  private mutating func freeElsewhere(_ address: UInt64) {
    let place = placeOf(address)
    if translation.count != 0 { _ = translation.remove(address) }
    if let found = liveBlock(place) {
      give(found)
    } else if !removeRaw(address) {
      noteGhost(address)
    }
  }

  /// CPython `pymalloc_realloc`, Objects/obmalloc.c: it stays if it fits and wastes less than a quarter; else the new
  /// block comes first, then the copy, then the free of the old one.
  private mutating func resize(
    _ found: FoundBlock, isMem: Bool, old: UInt64, size: UInt64, at recorded: UInt64
  ) throws(EventError) {
    let pool = pools.at(found.pool)
    let cell = slabs.at(Int(pool.pointee.slab) + found.block)
    let blockSize = (Int(pool.pointee.szidx) + 1) << 4
    let place = pool.pointee.page + UInt64(48 + found.block * blockSize)
    if translation.count != 0 { _ = translation.remove(old) }
    if size <= UInt64(blockSize), 4 * Int(size) > 3 * blockSize {
      let tag = cell.tag.pointee
      totals.slackBytes += blockSize - Int(size) - Int(tag & ~Cell.mem)
      cell.tag.pointee = UInt8(blockSize - Int(size)) | tag & Cell.mem
      touch(pool, found.pool)
      totals.resizesInPlace += 1
      if place != recorded { rename(place, recorded) }
      return
    }
    if rules.sizeClass(of: size) != nil {
      try placeSmall(Kind(function: 0, isMem: isMem, size: Int(size)), at: recorded)
    } else {
      try placeRaw(recorded, size: size, isMem ? .mem : .obj)
    }
    give(found)
  }

  /// Notes the free or realloc of a block whose allocation isn't known.
  private mutating func noteGhost(_ address: UInt64) {
    totals.ghosts += 1
    if totals.firstGhost == nil { totals.firstGhost = step }
    guard case .block(let block)? = locate(address), case .free = self.block(block) else { return }
    let index = block.arena << 6 + block.pool
    slabs.at(Int(pools[index].slab) + block.block).word.pointee |= Cell.ghost
    touch(pools.at(index), index)
  }

  /// Goes on to the next step; arena facts that the simulation had no use for are differences.
  @inline(never)
  private mutating func endStep() {
    if hasPending {
      for base in pending.obtained { note(.arenaObtained, simulated: 0, recorded: base) }
      for base in pending.returned { note(.arenaReturned, simulated: 0, recorded: base) }
      pending.clear()
      hasPending = false
    }
    isPlain = translation.count == 0
    step &+= 1
  }
}
