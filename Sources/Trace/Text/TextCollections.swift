/// A collection whose operations are being read.
struct TextCollection {
  var start: CollectionStart
  var encoder: CollectionOperationEncoder?
  /// The operation that may still get references, and how many it wants.
  var operation: CollectionOperation?
  var types: [CollectedType] = []
}

extension TextRule {
  static let collections: [String: TextRule] = [
    "collection": TextRule(.body) { (parser, statement) throws(TraceError) in
      let writer = try parser.body()
      let at: UInt32 = try statement.number("the number of a step")
      try statement.expect("generation")
      let start = statement
      let generation: UInt8 = try statement.number("a generation")
      guard generation < 3 else { throw start.mistake("there are the generations 0, 1 and 2") }
      var facts = CollectionFacts(step: Int(at), generation: Int(generation))
      try statement.expect("counts")
      for index in 0..<3 { facts.counts[index] = try statement.signedNumber("a count") }
      try statement.expect("thresholds")
      for index in 0..<3 { facts.thresholds[index] = try statement.signedNumber("a threshold") }
      try statement.expect("total")
      facts.longLivedTotal = try statement.signedNumber("long_lived_total")
      try statement.expect("pending")
      facts.longLivedPending = try statement.signedNumber("long_lived_pending")
      facts.isEnabled = !statement.takes("disabled")
      facts.isOmitted = statement.takes("omitted")
      var next = CollectionStart(facts)
      next.isAfresh = statement.takes("afresh")
      if statement.takes("asked") { next.facts.asker = .program }
      if statement.takes("finalizing") { next.facts.asker = .finalization }
      if statement.takes("unasked") { next.facts.asker = .nobody }
      try statement.expect("candidates")
      next.candidateCount = try statement.count("a number of candidates", limit: CollectedObjects.itemLimit)
      try statement.expect("references")
      next.referenceCount = try statement.count("a number of references", limit: CollectedObjects.referenceLimit)
      let isAfresh = next.isAfresh
      let encoder = facts.isOmitted ? nil : try writer.changeCollections { $0.begin(isAfresh: isAfresh) }
      let collection = TextCollection(start: next, encoder: encoder)
      parser.block = TextBlock(kind: .collection, place: statement.place)
      parser.collection = collection
    },
    "collected": TextRule(.body) { (parser, statement) throws(TraceError) in
      let at: UInt32 = try statement.number("the number of a step")
      let isKnown = !statement.takes("unknown")
      parser.block = TextBlock(kind: .outcome, place: statement.place)
      var outcome = CollectionOutcome(step: Int(at), left: isKnown ? [] : nil)
      if statement.takes("again") {
        let look: UInt32 = try statement.number("the number of a step")
        let count = try statement.count("a number of objects", limit: CollectedObjects.itemLimit)
        outcome.secondLook = .init(step: Int(look), count: count)
      }
      parser.outcome = outcome
      _ = try parser.body()
    },
  ]
}

extension TextStatement {
  mutating func signedNumber(_ what: String) throws(TraceError) -> Int {
    let isNegative = takes("less")
    let start = self
    let number: UInt64 = try self.number(what)
    guard number < 1 << 33 else { throw start.mistake("this is too large for \(what)") }
    return isNegative ? -Int(number) : Int(number)
  }

  fileprivate mutating func count(_ what: String, limit: Int) throws(TraceError) -> Int {
    let start = self
    let number: UInt32 = try self.number(what)
    guard number <= limit else { throw start.mistake("this is too large for \(what): at most \(limit) is possible") }
    return Int(number)
  }

  /// References to the end of the line: addresses, with `weak` or `callback` before those of weak references.
  fileprivate mutating func references() throws(TraceError) -> [CollectedReference] {
    var references: [CollectedReference] = []
    while !isAtEnd {
      let kind: CollectedReference.Kind = takes("weak") ? .weak : takes("callback") ? .weakCallback : .reference
      references.append(CollectedReference(try objectAddress(), kind))
    }
    return references
  }

  fileprivate mutating func objectAddress() throws(TraceError) -> UInt64 {
    let start = self
    let address: UInt64 = try number("an address")
    guard address % 8 == 0, address >> 58 == 0 else {
      throw start.mistake("the address of an object is a multiple of 8 below 2⁵⁸")
    }
    return address
  }

  /// A type by its number; the next number comes with what the type is.
  fileprivate mutating func type(known: Int) throws(TraceError) -> TypeReference {
    let start = self
    let number: UInt32 = try self.number("the number of a type")
    guard takes("is") else {
      guard number < known else { throw start.mistake("there is no type \(number) yet") }
      return TypeReference(number: Int(number))
    }
    guard number == known else { throw start.mistake("the next type has the number \(known)") }
    let name = try text("the name of a type")
    try expect("at")
    let address = try objectAddress()
    try expect("traits")
    let traits: UInt64 = try self.number("the traits of a type")
    try expect("header")
    let header: UInt32 = try self.number("the bytes before an object")
    try expect("size")
    let size: UInt32 = try self.number("the size of objects")
    let definition = CollectedType(
      address: address, name: name, traits: CollectedTypeTraits(rawValue: traits), headerSize: Int(header),
      basicSize: Int(size))
    return TypeReference(number: Int(number), definition: definition)
  }
}

extension TextParser {
  /// Reads a line that belongs to a collection or its outcome.
  mutating func readCollectionLine(_ statement: inout TextStatement) throws(TraceError) {
    if outcome != nil {
      try statement.expect("left")
      let place = statement
      let first: UInt32 = try statement.number("the number of a candidate")
      let count: UInt32 = try statement.number("how many candidates")
      guard outcome?.left != nil, first >= outcome?.left?.last?.upperBound ?? 0, count > 0,
        first <= CollectedObjects.itemLimit, count <= CollectedObjects.itemLimit
      else { throw place.mistake("these candidates should be behind the ones before") }
      outcome?.left?.append(Int(first)..<Int(first) + Int(count))
      return
    }
    let start = statement
    if statement.next != .word("to") { takeOperation(nil) }
    let known = collection?.encoder?.typeCount ?? 0
    guard collection?.encoder != nil else { throw start.mistake("a collection that is omitted has no candidates") }
    switch try statement.word("line of a collection", among: ["same", "skip", "back", "changed", "new", "to"]) {
    case "same": takeOperation(.run(Int(try statement.number("how many objects", as: UInt32.self))))
    case "skip": takeOperation(.jump(Int(try statement.number("how many objects", as: UInt32.self))))
    case "back": takeOperation(.jump(-Int(try statement.number("how many objects", as: UInt32.self))))
    case "new":
      let address = try statement.objectAddress()
      try statement.expect("type")
      let type = try statement.type(known: known)
      try statement.expect("count")
      let count: UInt32 = try statement.number("a reference count")
      let isFinalized = statement.takes("finalized")
      takeOperation(
        .new(
          NewCandidate(address: address, type: type, isFinalized: isFinalized, referenceCount: count, references: [])))
    case "changed":
      var change = CandidateChange()
      if statement.takes("type") { change.type = try statement.type(known: known) }
      if statement.takes("count") { change.referenceCount = try statement.signedNumber("a difference") }
      change.flipsFinalized = statement.takes("finalized")
      if statement.takes("keeps") {
        let prefix = try statement.count("how many references", limit: CollectedObjects.referenceLimit)
        let suffix = try statement.count("how many references", limit: CollectedObjects.referenceLimit)
        change.references = ReferenceChange(prefix: prefix, suffix: suffix, middle: [])
      }
      takeOperation(.changed(change))
    default:
      let references = try statement.references()
      switch collection?.operation {
      case .new(var object):
        object.references += references
        collection?.operation = .new(object)
      case .changed(var change) where change.references != nil:
        change.references?.middle += references
        collection?.operation = .changed(change)
      default: throw start.mistake("`to` follows a line that begins with `new`, or has `keeps`")
      }
    }
  }

  private mutating func takeOperation(_ operation: CollectionOperation?) {
    if let former = collection?.operation { collection?.encoder?.append(former) }
    collection?.operation = operation
  }

  /// Hands on a collection that is complete.
  mutating func endCollection() throws(TraceError) {
    takeOperation(nil)
    if let collection {
      self.collection = nil
      try body().changeCollections { $0.append(collection.start, operations: collection.encoder) }
    }
    if let outcome {
      self.outcome = nil
      try body().changeCollections { $0.append(outcome) }
    }
  }
}
