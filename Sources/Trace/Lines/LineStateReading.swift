/// Reads the records of LINES frames, FORMAT.md section 8: what has changed since the record before.
struct LineStateReader {
  private(set) var state = LineState()
  private var strings: [String] = []
  /// References of all objects of the state.
  private var referenceCount = 0

  static let scopeLimit = 64
  static let variableLimit = 1 << 12
  static let objectLimit = 1 << 12
  static let referenceLimit = 1 << 14

  mutating func define(_ bytes: ArraySlice<UInt8>) { strings.append(String(decoding: bytes, as: UTF8.self)) }

  /// Reads the record of a moment; throws where it contradicts the format.
  mutating func read(_ bytes: ArraySlice<UInt8>) throws(PayloadError) -> LinePlace {
    var reader = LineRecordReader(bytes)
    let step = try reader.number("a step", through: UInt64(TraceLimit.lastStep) + 1)
    let flags = try reader.number("flags", through: 7)
    guard let event = LinePlace.Event(rawValue: UInt8(flags & 3)) else {
      throw reader.mistake("an event that doesn't exist")
    }
    try readScopes(&reader)
    try readObjects(&reader)
    guard reader.isAtEnd else { throw reader.mistake("bytes behind the end") }
    let scope = state.scopes.last
    return LinePlace(
      step: step, event: event, file: scope?.file ?? "", line: scope?.line ?? 0, function: scope?.function ?? "",
      depth: state.scopes.count, isCut: flags & 4 != 0)
  }

  private func string(_ reader: inout LineRecordReader) throws(PayloadError) -> String {
    let number = try reader.number("the number of a string", through: UInt64(strings.count))
    return number == 0 ? "" : strings[number - 1]
  }

  private mutating func readScopes(_ reader: inout LineRecordReader) throws(PayloadError) {
    let count = try reader.number("a number of frames", through: UInt64(Self.scopeLimit))
    if count < state.scopes.count { state.scopes.removeLast(state.scopes.count - count) }
    var total = 0
    for index in 0..<count {
      let form = try reader.number("what became of a frame", through: 2)
      guard form == 0 || index < state.scopes.count else { throw reader.mistake("a frame that wasn't there before") }
      if form == 1 {
        total += state.scopes[index].variables.count
        continue
      }
      let function = try string(&reader)
      let file = try string(&reader)
      let line = try reader.number("a line", through: UInt64(Int32.max))
      var scope = form == 0 ? LineScope(function: function, file: file, line: line) : state.scopes[index]
      (scope.function, scope.file, scope.line) = (function, file, line)
      try readVariables(of: &scope, &reader)
      total += scope.variables.count
      guard total <= Self.variableLimit else { throw reader.mistake("too many variables") }
      if index < state.scopes.count { state.scopes[index] = scope } else { state.scopes.append(scope) }
    }
  }

  private func readVariables(of scope: inout LineScope, _ reader: inout LineRecordReader) throws(PayloadError) {
    var gone: Set<String> = []
    for _ in 0..<(try reader.number("a number of variables", through: UInt64(Self.variableLimit))) {
      let name = try string(&reader)
      let form = try reader.number("what became of a variable", through: 2)
      if form == 0 {
        gone.insert(name)
        continue
      }
      let address = form == 2 ? try reader.address() : nil
      if let place = scope.variables.firstIndex(where: { $0.name == name }) {
        scope.variables[place].address = address
      } else {
        scope.variables.append(LineVariable(name: name, address: address))
      }
    }
    if !gone.isEmpty { scope.variables.removeAll { gone.contains($0.name) } }
  }

  private mutating func readObjects(_ reader: inout LineRecordReader) throws(PayloadError) {
    for _ in 0..<(try reader.number("a number of objects", through: UInt64(Self.objectLimit))) {
      let address = try reader.address()
      guard let object = state.objects.removeValue(forKey: address) else {
        throw reader.mistake("an object goes that wasn't there")
      }
      referenceCount -= object.references.count
    }
    for _ in 0..<(try reader.number("a number of objects", through: UInt64(Self.objectLimit))) {
      let address = try reader.address()
      var object = LineObject(type: try string(&reader))
      let count = try reader.count()
      object.referenceCount = count == 0 ? nil : count
      let value = try string(&reader)
      object.value = value.isEmpty ? nil : value
      let references = try reader.number("a number of references", through: UInt64(Self.referenceLimit))
      for _ in 0..<references {
        let label = try string(&reader)
        object.references.append(LineReference(label: label, target: try reader.address()))
      }
      referenceCount += references - (state.objects[address]?.references.count ?? 0)
      state.objects[address] = object
      guard state.objects.count <= Self.objectLimit, referenceCount <= Self.referenceLimit else {
        throw reader.mistake("too many objects or references")
      }
    }
  }
}

/// A cursor over one record.
private struct LineRecordReader {
  private var reader: PayloadReader
  private var last: UInt64 = 0

  init(_ bytes: ArraySlice<UInt8>) { reader = PayloadReader(Array(bytes)) }

  var isAtEnd: Bool { reader.isAtEnd }

  func mistake(_ what: String) -> PayloadError { PayloadError(what, at: reader.offset) }

  mutating func count() throws(PayloadError) -> UInt64 {
    guard let number = reader.varint() else { throw mistake("it ends in a reference count") }
    return number
  }

  mutating func number(_ what: String, through most: UInt64) throws(PayloadError) -> Int {
    guard let number = reader.varint(), number <= most else { throw mistake("\(what) that can't be") }
    return Int(number)
  }

  mutating func address() throws(PayloadError) -> UInt64 {
    guard let code = reader.varint() else { throw mistake("it ends in an address") }
    last = last &+ (code >> 1 ^ (0 &- (code & 1)))
    return last
  }
}
