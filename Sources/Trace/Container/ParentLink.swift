/// What a forked child's recording says about the one that it continues.
struct ParentLink: Hashable, Sendable {
  var steps: Int
  var nodes: Int
  var codes: Int
  var strings: Int
  var marks: Int
  var fileName: String

  /// Reads a PARENT payload; nil when it's none.
  init?(payload: [UInt8]) {
    var reader = PayloadReader(payload)
    var numbers: [Int] = []
    for _ in 0..<5 {
      guard let number = reader.varint(), number <= UInt64(TraceLimit.lastStep) else { return nil }
      numbers.append(Int(number))
    }
    // A name with a slash or a null byte would lead out of the folder.
    guard let length = reader.varint(), let name = reader.take(length), !name.isEmpty, !name.contains(0x2F),
      !name.contains(0)
    else { return nil }
    (steps, nodes, codes, strings, marks) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    fileName = String(decoding: name, as: UTF8.self)
  }
}
