import ObjectGraph

/// The blocks of 64 places that a deque uses.
struct DequeBody: Hashable, Sendable {
  /// The place of the first item in the first block.
  var left = 32
  /// Blocks in use, the first one first.
  var blocks: [ObjectBlock] = []
  /// Blocks that it keeps for later, from 3.11 on.
  var kept: [ObjectBlock] = []
}

extension ObjectRules {
  /// Bytes of a deque with its header; from 3.11 on it keeps blocks of its own.
  var dequeSize: UInt64 { isAtLeast(11) ? 232 : 96 }

  /// Bytes of a block: two pointers and 64 places.
  var dequeBlockSize: UInt64 { 528 }
}

/// deques (`Modules/_collectionsmodule.c`).
extension ObjectMachine {
  mutating func makeDeque(_ iterable: ObjectID?, _ place: Place) throws(StatementMistake) -> ObjectID {
    let id = allocate(
      type: "deque", size: objectRules.dequeSize, hasHeader: true, body: .deque(DequeBody()), isSequence: true)
    var deque = DequeBody()
    deque.blocks.append(makeDequeBlock(&deque, of: id))
    bodies[id] = .deque(deque)
    track(id)
    guard let iterable else { return id }
    let iterator = try makeIterator(over: iterable, place)
    while let item = try next(of: iterator, place) { push(item, toDeque: id, isLeft: false) }
    drop(iterator)
    return id
  }

  /// `newblock`.
  private mutating func makeDequeBlock(_ deque: inout DequeBody, of id: ObjectID) -> ObjectBlock {
    if let block = deque.kept.popLast() { return block }
    if let block = take(from: .dequeBlock, for: id) { return block }
    return ask(.malloc, .mem, objectRules.dequeBlockSize, owner: id, part: .other)
  }

  /// `freeblock`.
  private mutating func leave(_ block: ObjectBlock, _ deque: inout DequeBody, of id: ObjectID) {
    if objectRules.isAtLeast(11) {
      if deque.kept.count < 16 { return deque.kept.append(block) }
    } else if keep(block, in: .dequeBlock, of: id) {
      return
    }
    free(block, of: id)
  }

  private mutating func push(_ item: ObjectID, toDeque id: ObjectID, isLeft: Bool) {
    guard case .deque(var deque) = bodies[id] else { return }
    let count = count(of: id)
    if isLeft {
      if deque.left == 0 {
        deque.blocks.insert(makeDequeBlock(&deque, of: id), at: 0)
        deque.left = 64
      }
      deque.left -= 1
    } else if (deque.left + count) >= deque.blocks.count * 64 {
      deque.blocks.append(makeDequeBlock(&deque, of: id))
    }
    bodies[id] = .deque(deque)
    insert(item, into: id, at: isLeft ? 0 : count)
  }

  private mutating func pop(fromDeque id: ObjectID, isLeft: Bool) -> ObjectID {
    guard case .deque(var deque) = bodies[id] else { return makeNone() }
    let item = remove(at: isLeft ? 0 : count(of: id) - 1, of: id)
    if isLeft { deque.left += 1 }
    if count(of: id) == 0 {
      deque.left = 32
    } else if isLeft, deque.left == 64 {
      leave(deque.blocks.removeFirst(), &deque, of: id)
      deque.left = 0
    } else if !isLeft, deque.left + count(of: id) <= (deque.blocks.count - 1) * 64 {
      leave(deque.blocks.removeLast(), &deque, of: id)
    }
    bodies[id] = .deque(deque)
    return item
  }

  /// Gives the blocks of a deque that dies back: those in use are put beside those that it kept.
  mutating func freeBlocks(ofDeque id: ObjectID) {
    guard case .deque(var deque) = bodies[id] else { return }
    for block in deque.blocks { leave(block, &deque, of: id) }
    for block in deque.kept { free(block, of: id) }
    bodies[id] = .deque(DequeBody())
  }

  /// Calls a method of a deque; nil where there is none of this name.
  mutating func callDeque(
    _ name: String, _ id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch name {
    case "append", "appendleft":
      guard let item = arguments.positional.first else { throw StatementMistake(place, "`\(name)` needs an argument") }
      try limit(count(of: id) + 1, place)
      push(retain(item), toDeque: id, isLeft: name == "appendleft")
      return makeNone()
    case "pop", "popleft":
      guard count(of: id) > 0 else { throw StatementMistake(place, "there is nothing to pop: the deque is empty") }
      return pop(fromDeque: id, isLeft: name == "popleft")
    default: return nil
    }
  }
}
