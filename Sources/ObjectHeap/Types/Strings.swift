import ObjectGraph

/// strings, bytes and bytearrays (`Objects/unicodeobject.c`, `bytesobject.c`, `bytearrayobject.c`).
extension ObjectMachine {
  /// The most characters that a string of a simulated program has.
  static let stringLimit = 1 << 16

  /// Bytes of a compact string (`PyUnicode_New`).
  func stringSize(_ text: String) -> UInt64 {
    var largest: UInt32 = 0
    var count: UInt64 = 0
    for scalar in text.unicodeScalars {
      largest = max(largest, scalar.value)
      count += 1
    }
    let width: UInt64 = largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4
    return objectRules.stringHeader(isASCII: largest < 0x80) + (count + 1) * width
  }

  /// Makes a string; the empty one and those of one character below U+0100 exist.
  mutating func makeString(_ text: String) -> ObjectID {
    if let id = sharedString(text) { return retain(id) }
    return allocate(
      type: "str", name: "'\(String(text.prefix(16)))'", size: stringSize(text), body: .string(text))
  }

  private mutating func sharedString(_ text: String) -> ObjectID? {
    guard let first = text.unicodeScalars.first else { return sharedObject(.string("")) }
    guard text.unicodeScalars.count == 1, first.value < 0x100 else { return nil }
    let id = sharedObject(.string(text))
    make(.layer(LayerNote(id, .shared("one-character string"))))
    return id
  }

  /// `str(object)`: digits of an int are worked out in an int of their own.
  mutating func makeText(of id: ObjectID) -> ObjectID {
    if case .boolean = bodies[id] { return retain(sharedObject(.string(text(of: id)))) }
    guard case .integer(let number) = bodies[id] else { return makeString(text(of: id)) }
    let digits = makeDecimalDigits(number)
    let text = "\(number)"
    let string = allocate(type: "str", name: "'\(text)'", size: stringSize(text), body: .string(text))
    drop(digits)
    return string
  }

  func string(_ id: ObjectID) -> String? {
    if case .string(let text) = bodies[id] { text } else { nil }
  }

  /// `left += right` where only a variable holds the left one (`PyUnicode_Append`); both are held by the caller.
  mutating func appendString(_ left: ObjectID, _ text: String) {
    guard case .string(let old) = bodies[left] else { return }
    let new = old + text
    bodies[left] = .string(new)
    resize(.object, of: left, to: stringSize(new), domain: .obj)
  }

  mutating func makeBytes(_ bytes: [UInt8]) -> ObjectID {
    if bytes.count <= 1 { return retain(sharedObject(.bytes(bytes))) }
    return allocate(type: "bytes", name: "bytes", size: 33 + UInt64(bytes.count), body: .bytes(bytes))
  }
}

struct BytearrayBody: Hashable, Sendable {
  var count = 0
  var capacity = 0
}
