import ObjectGraph

extension IteratorBody {
  /// Whether it says how many objects are to come.
  var knowsLength: Bool {
    switch kind {
    case .list, .tuple, .string, .range, .dictKeys, .dictValues, .dictItems, .set, .reversed, .bytes: true
    default: false
    }
  }

  /// The free list of a kind of iterator.
  var freeList: FreeList? {
    switch kind {
    case .list: .listIterator
    case .tuple: .tupleIterator
    case .range: .rangeIterator
    default: nil
    }
  }
}

/// ranges and iterators.
extension ObjectMachine {
  /// `PyObject_GetIter`; the object is held by the caller and stays so.
  mutating func makeIterator(over id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    switch bodies[id] {
    case .deque: return makeIterator(.deque, "deque_iterator", size: 72, over: id)
    case .list: return makeIterator(.list, "list_iterator", size: 48, over: id)
    case .tuple: return makeIterator(.tuple, "tuple_iterator", size: 48, over: id)
    case .string(let text):
      let isASCII = text.unicodeScalars.allSatisfy { $0.value < 128 }
      return makeIterator(
        .string, objectRules.isAtLeast(12) && isASCII ? "str_ascii_iterator" : "str_iterator", size: 48, over: id)
    case .bytes: return makeIterator(.bytes, "bytes_iterator", size: 48, over: id)
    case .dict: return makeIterator(.dictKeys, "dict_keyiterator", size: 72, over: id)
    case .set: return makeIterator(.set, "set_iterator", size: 64, over: id)
    case .range(let start, let stop, let step):
      return allocate(
        type: "range_iterator", size: objectRules.isAtLeast(12) ? 40 : 48, from: .rangeIterator,
        body: .iterator(IteratorBody(kind: .range, index: start, stop: stop, step: step)))
    case .view(let kind):
      let name = kind == .dictKeys ? "key" : kind == .dictValues ? "value" : "item"
      return makeIterator(kind, "dict_\(name)iterator", size: 72, over: item(0, of: id))
    case .iterator, .generator: return retain(id)
    default: return try makeOtherIterator(over: id, place)
    }
  }

  mutating func makeIterator(
    _ kind: IteratorBody.Kind, _ type: String, size: UInt64, over id: ObjectID
  ) -> ObjectID {
    let body = IteratorBody(kind: kind)
    let iterator = allocate(
      type: type, size: size, hasHeader: true, from: body.freeList, body: .iterator(body))
    append(retain(id), to: iterator, named: "object")
    if kind == .dictItems {
      let none = makeNone()
      append(makeTuple(of: [none, retain(none)]), to: iterator, named: "result")
    }
    track(iterator)
    return iterator
  }

  /// `tp_iternext`: the next object, held, or nil at the end.
  mutating func next(of id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID? {
    try spend(place)
    guard case .iterator(var iterator) = bodies[id] else { return try nextOfOther(id, place) }
    switch iterator.kind {
    case .range:
      let isOver = iterator.step > 0 ? iterator.index >= iterator.stop : iterator.index <= iterator.stop
      if isOver { return nil }
      let number = iterator.index
      iterator.index += iterator.step
      bodies[id] = .iterator(iterator)
      return makeInteger(number)
    case .list, .tuple, .set, .deque, .string, .bytes, .dictKeys, .dictValues, .dictItems, .reversed:
      guard count(of: id) > 0 else { return nil }
      let source = item(0, of: id)
      guard let item = nextItem(iterator, of: source, iteratorID: id) else {
        // The iterator lets go of what it went through.
        drop(remove(at: 0, of: id))
        return nil
      }
      iterator.index += 1
      bodies[id] = .iterator(iterator)
      return item
    default: return try nextOfOther(id, place)
    }
  }

  private mutating func nextItem(_ iterator: IteratorBody, of source: ObjectID, iteratorID: ObjectID) -> ObjectID? {
    let index = iterator.index
    switch iterator.kind {
    case .list, .tuple, .set, .deque: return index < count(of: source) ? retain(item(index, of: source)) : nil
    case .reversed: return index < count(of: source) ? retain(item(count(of: source) - 1 - index, of: source)) : nil
    case .string:
      guard let text = string(source) else { return nil }
      let scalars = text.unicodeScalars
      guard let at = scalars.index(scalars.startIndex, offsetBy: index, limitedBy: scalars.endIndex),
        at < scalars.endIndex
      else { return nil }
      return makeString(String(Character(scalars[at])))
    case .bytes:
      guard case .bytes(let bytes) = bodies[source], index < bytes.count else { return nil }
      return makeInteger(Int(bytes[index]))
    case .dictKeys: return 2 * index < count(of: source) ? retain(item(2 * index, of: source)) : nil
    case .dictValues: return 2 * index < count(of: source) ? retain(item(2 * index + 1, of: source)) : nil
    case .dictItems:
      guard 2 * index < count(of: source) else { return nil }
      return nextPair(of: source, index, iteratorID)
    default: return nil
    }
  }

  /// `dictiter_iternextitem`: the pair that nobody else holds is used again.
  private mutating func nextPair(of source: ObjectID, _ index: Int, _ iterator: ObjectID) -> ObjectID {
    let key = retain(item(2 * index, of: source))
    let value = retain(item(2 * index + 1, of: source))
    let result = item(1, of: iterator)
    if referenceCount(result) == 1 {
      retain(result)
      let oldKey = replace(at: 0, of: result, by: key)
      let oldValue = replace(at: 1, of: result, by: value)
      drop(oldKey)
      drop(oldValue)
      return result
    }
    return makeTuple(of: [key, value])
  }

  /// `range(…)` of ints that are held.
  mutating func makeRange(_ numbers: [Int], _ place: Place) throws(StatementMistake) -> ObjectID {
    let start = numbers.count > 1 ? numbers[0] : 0
    let stop = numbers.count > 1 ? numbers[1] : numbers[0]
    let step = numbers.count > 2 ? numbers[2] : 1
    guard step != 0 else { throw StatementMistake(place, "the step of a range can't be 0") }
    guard start.magnitude < 1 << 40, stop.magnitude < 1 << 40, step.magnitude < 1 << 40 else {
      throw StatementMistake(place, "such a range is too large here: at most 2 ** 40 is possible")
    }
    let length = try computeRangeLength(start, stop, step)
    let id = allocate(
      type: "range", size: 48, from: .range, body: .range(start: start, stop: stop, step: step))
    if !objectRules.smallInts.contains(length.value) {
      append(length.id, to: id, named: "length")
    } else {
      drop(length.id)
    }
    return id
  }

  /// `compute_range_length`: four ints, of which the last is kept.
  private mutating func computeRangeLength(
    _ start: Int, _ stop: Int, _ step: Int
  ) throws(StatementMistake) -> (id: ObjectID, value: Int) {
    let (low, high) = step > 0 ? (start, stop) : (stop, start)
    guard low < high else { return (makeInteger(0), 0) }
    if objectRules.isAtLeast(12) {
      let length = (high - low - 1) / abs(step) + 1
      return (makeInteger(length), length)
    }
    let difference = makeInteger(high - low)
    let before = makeInteger(high - low - 1)
    let quotient = (high - low - 1) / abs(step)
    let steps = makeInteger(quotient)
    let length = makeInteger(quotient + 1)
    drop(steps)
    drop(before)
    drop(difference)
    return (length, quotient + 1)
  }
}
