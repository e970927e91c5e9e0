import ObjectGraph

/// The keys table of a dict. Its references stand in pairs, key and value, in the order of the entries.
struct DictBody: Hashable, Sendable {
  /// The places of its table as a power of two, nil while it uses the table that all empty dicts share.
  var log2: Int?
  var isStrings = true
  /// Entries in the table, deleted ones too.
  var entries = 0
  /// The keys that are in it, in order.
  var keys: [ValueKey] = []
  /// Where the keys are.
  var index: [ValueKey: Int] = [:]
  /// Of instances: the type whose keys it shares.
  var sharedWith: ObjectID?
  /// How many values there is room for then.
  var room = 0
}

/// dicts (`Objects/dictobject.c`).
extension ObjectMachine {
  func dict(_ id: ObjectID) -> DictBody? {
    if case .dict(let dict) = bodies[id] { dict } else { nil }
  }

  /// `PyDict_New`; `isFresh` as `dict()` makes it, without the free list (`dict_new`).
  mutating func makeDict(isFresh: Bool = false) -> ObjectID {
    let id = allocate(
      type: "dict", size: 64, hasHeader: true, from: isFresh ? nil : .dict, body: .dict(DictBody()))
    if objectRules.tracksDictsAtBirth { track(id) }
    if isFresh, !objectRules.isAtLeast(10) {
      makeKeys(log2: 3, isStrings: true, for: id)
      bodies[id] = .dict(DictBody(log2: 3))
    }
    return id
  }

  /// `_PyDict_NewPresized`: a table for so many entries, then the dict.
  mutating func makeDict(room count: Int, isStrings: Bool) -> ObjectID {
    guard count > objectRules.usable(log2: 3) else { return makeDict() }
    let log2 = keysLog2(for: (count * 3 + 1) / 2)
    // The table is asked for before the dict that it belongs to is there.
    let table = ask(
      .malloc, objectRules.keysDomain, objectRules.keysSize(log2: log2, isStrings: isStrings),
      owner: graph.objects.count + 1, part: .keys)
    let id = makeDict()
    adopt(table, by: id)
    bodies[id] = .dict(DictBody(log2: log2, isStrings: isStrings))
    return id
  }

  /// `calculate_log2_keysize`; 3.10 to 3.13 round small sizes up one step too far.
  func keysLog2(for size: Int) -> Int {
    if objectRules.isAtLeast(10), !objectRules.isAtLeast(14) {
      let bits = ((size | 8) - 1) | 7
      return Int.bitWidth - bits.leadingZeroBitCount
    }
    var log2 = 3
    while 1 << log2 < size { log2 += 1 }
    return log2
  }

  /// `new_keys_object`.
  mutating func makeKeys(log2: Int, isStrings: Bool, for id: ObjectID) {
    if keepsKeys(log2: log2, isStrings: isStrings), take(from: .keys, for: id) != nil { return }
    _ = ask(
      .malloc, objectRules.keysDomain, objectRules.keysSize(log2: log2, isStrings: isStrings), owner: id, part: .keys)
  }

  /// Whether tables of a kind have a free list.
  func keepsKeys(log2: Int, isStrings: Bool) -> Bool { log2 == 3 && (isStrings || !objectRules.hasStringKeys) }

  func isString(_ id: ObjectID) -> Bool { string(id) != nil }

  /// `insertdict` of a key and a value that are held.
  mutating func insert(_ key: ObjectID, _ value: ObjectID, intoDict id: ObjectID) throws(StatementMistake) {
    guard let hashed = self.key(of: key) else { throw unhashable(key) }
    if let place = dict(id)?.index[hashed] {
      let old = replace(at: 2 * place + 1, of: id, by: value)
      trackDict(id, value)
      drop(old)
      return drop(key)
    }
    guard case .dict(var dict) = bodies.take(id) else { return }
    let isString = isString(key)
    if dict.sharedWith != nil, !shareKey(hashed, &dict) { combine(id, &dict) }
    if dict.sharedWith != nil {
      // The class has the keys.
    } else if dict.log2 == nil {
      dict.log2 = 3
      dict.isStrings = isString
      makeKeys(log2: 3, isStrings: isString, for: id)
    } else if let log2 = dict.log2,
      dict.entries >= objectRules.usable(log2: log2) || objectRules.hasStringKeys && dict.isStrings && !isString
    {
      dict.isStrings = dict.isStrings && isString
      resizeDict(id, &dict, to: keysLog2(for: dict.keys.count * 3))
    }
    dict.index[hashed] = dict.keys.count
    dict.keys.append(hashed)
    dict.entries += 1
    bodies[id] = .dict(dict)
    trackDict(id, key)
    trackDict(id, value)
    let label = keyLabel(key)
    append(key, to: id, named: "key \(label)")
    append(value, to: id, named: "[\(label)]")
  }

  /// Whether a dict of an instance can have a key without a table of its own: keys come in the order of the class's.
  private mutating func shareKey(_ key: ValueKey, _ dict: inout DictBody) -> Bool {
    guard let typeID = dict.sharedWith, var type = type(typeID), case .string(let name) = key else { return false }
    let used = dict.keys.count
    guard used < dict.room else { return false }
    if let place = type.sharedKeys.firstIndex(of: name) {
      return place < dict.room && (objectRules.isAtLeast(11) || place == used)
    }
    guard type.usableKeys > 0, objectRules.isAtLeast(11) || used == type.sharedKeys.count else { return false }
    type.sharedKeys.append(name)
    type.usableKeys -= 1
    bodies[typeID] = .type(type)
    return true
  }

  /// A dict of an instance gets a table of its own (`dictresize` of a split table).
  private mutating func combine(_ id: ObjectID, _ dict: inout DictBody, log2: Int? = nil) {
    dict.sharedWith = nil
    dict.log2 = log2 ?? keysLog2(for: dict.keys.count * 3)
    dict.entries = dict.keys.count
    makeKeys(log2: dict.log2 ?? 3, isStrings: true, for: id)
    free(.values, of: id)
  }

  /// `MAINTAIN_TRACKING`.
  private mutating func trackDict(_ id: ObjectID, _ part: ObjectID) {
    if graph.objects[id - 1].place == nil, mayBeTracked(part) { track(id) }
  }

  /// `dictresize`: a new table, then the old one goes.
  mutating func resizeDict(_ id: ObjectID, _ dict: inout DictBody, to log2: Int) {
    let old = block(.keys, of: id)
    let oldIsKept = dict.log2.map {
      keepsKeys(log2: $0, isStrings: old?.size == objectRules.keysSize(log2: $0, isStrings: true))
    }
    makeKeys(log2: log2, isStrings: dict.isStrings, for: id)
    dict.log2 = log2
    dict.entries = dict.keys.count
    guard let old else { return }
    if oldIsKept == true, keep(old, in: .keys, of: id) { return }
    free(old, of: id)
  }

  /// The place of a key, nil when it isn't there.
  func place(of key: ObjectID, inDict id: ObjectID) -> Int? { self.key(of: key).flatMap { dict(id)?.index[$0] } }

  /// Takes an entry out; returns its value, held. The key goes first.
  mutating func remove(entry: Int, ofDict id: ObjectID) -> ObjectID {
    guard var dict = dict(id) else { return makeNone() }
    if dict.sharedWith != nil, !objectRules.isAtLeast(11) { combine(id, &dict, log2: 3) }
    let value = remove(at: 2 * entry + 1, of: id)
    let key = remove(at: 2 * entry, of: id)
    dict.index[dict.keys.remove(at: entry)] = nil
    for later in entry..<dict.keys.count { dict.index[dict.keys[later]] = later }
    bodies[id] = .dict(dict)
    drop(key)
    return value
  }

  /// What dies with a dict, or with `clear`: entries, then the table.
  func dictDying(_ dict: DictBody) -> [DeallocationStep] {
    let isKept = dict.log2.map { keepsKeys(log2: $0, isStrings: dict.isStrings) } ?? false
    return [
      .references(isReversed: false), .part(.values, keptIn: nil), .part(.keys, keptIn: isKept ? .keys : nil),
    ]
  }

  mutating func clearDict(_ id: ObjectID) {
    guard let dict = dict(id) else { return }
    bodies[id] = .dict(DictBody())
    empty(id, dictDying(dict))
  }

  /// `PyDict_Copy` of a dict without holes: the table, then the dict.
  mutating func makeDictCopy(of id: ObjectID) throws(StatementMistake) -> ObjectID {
    guard let dict = dict(id) else { return makeDict() }
    guard let log2 = dict.log2, dict.keys.count >= dict.entries * 2 / 3 else {
      let copy = makeDict()
      try update(copy, fromDict: id)
      return copy
    }
    let table = ask(
      .malloc, objectRules.keysDomain, objectRules.keysSize(log2: log2, isStrings: dict.isStrings),
      owner: graph.objects.count + 1, part: .keys)
    let copy = makeDict()
    adopt(table, by: copy)
    bodies[copy] = .dict(dict)
    if graph.objects[id - 1].place != nil { track(copy) }
    for reference in graph.objects[id - 1].attributes {
      append(retain(reference.target), to: copy, named: reference.name)
    }
    return copy
  }

  /// `dict_merge`.
  mutating func update(_ id: ObjectID, fromDict other: ObjectID, looksForKeys: Bool = true) throws(StatementMistake) {
    // 3.8 looks whether the other has a method `keys`.
    if !objectRules.isAtLeast(9), looksForKeys { drop(makeBuiltinMethod("keys", of: other)) }
    guard let source = dict(other), var dict = dict(id), !source.keys.isEmpty else { return }
    if dict.log2 == nil, source.keys.count == source.entries, let log2 = source.log2 {
      // 3.10 on: an empty dict takes a copy of the other's table.
      if objectRules.isAtLeast(10), log2 == 3 || source.keys.count > objectRules.usable(log2: log2 - 1) {
        dict.isStrings = source.isStrings
        dict.log2 = log2
        let size = objectRules.keysSize(log2: log2, isStrings: source.isStrings)
        _ = ask(.malloc, objectRules.keysDomain, size, owner: id, part: .keys)
        (dict.keys, dict.index, dict.entries) = (source.keys, source.index, source.entries)
        bodies[id] = .dict(dict)
        if graph.objects[other - 1].place != nil { track(id) }
        for reference in graph.objects[other - 1].attributes {
          append(retain(reference.target), to: id, named: reference.name)
        }
        return
      }
    }
    // At most one resize: the table may be larger than needed when keys are in both.
    let usable = dict.log2.map { objectRules.usable(log2: $0) - dict.entries } ?? 0
    if dict.log2 == nil ? source.keys.count > 5 : usable * 3 < source.keys.count * 2 {
      dict.isStrings = (dict.log2 == nil || dict.isStrings) && source.isStrings
      resizeDict(id, &dict, to: keysLog2(for: ((dict.keys.count + source.keys.count) * 3 + 1) / 2))
      bodies[id] = .dict(dict)
    }
    let references = graph.objects[other - 1].attributes
    for entry in source.keys.indices {
      try insert(
        retain(references[2 * entry].target), retain(references[2 * entry + 1].target), intoDict: id)
    }
  }

  /// A key as it stands in a reference's name.
  func keyLabel(_ id: ObjectID) -> String {
    switch bodies[id] {
    case .string(let text): "'\(String(text.prefix(24)))'"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let flag): flag ? "True" : "False"
    case .none?: "None"
    default: graph.objects[id - 1].name
    }
  }

  /// Says that a block that was asked for before belongs to an object.
  mutating func adopt(_ block: ObjectBlock, by id: ObjectID) {
    if !graph.objects[id - 1].blocks.contains(block) { make(.adopted(id, block)) }
  }
}
