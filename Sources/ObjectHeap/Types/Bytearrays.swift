import ObjectGraph

/// bytearrays (`Objects/bytearrayobject.c: PyByteArray_Resize`).
extension ObjectMachine {
  mutating func makeBytearray(_ first: ObjectID?, _ place: Place) throws(StatementMistake) -> ObjectID {
    let size: UInt64 = objectRules.isAtLeast(15) ? 64 : 56
    let id = allocate(type: "bytearray", size: size, body: .bytearray(BytearrayBody()))
    var count = 0
    if let first {
      if case .bytes(let bytes) = bodies[first] { count = bytes.count } else { count = integer(first) ?? -1 }
      guard count >= 0 else { throw StatementMistake(place, "`bytearray` takes a number of bytes, or bytes") }
      try limit(count, place)
    }
    if count > 0 { resizeBytearray(id, to: count) }
    return id
  }

  mutating func resizeBytearray(_ id: ObjectID, to count: Int) {
    guard case .bytearray(var body) = bodies[id] else { return }
    let needed = count + 1
    let capacity: Int
    if needed < body.capacity / 2 {
      capacity = needed
    } else if needed <= body.capacity {
      capacity = body.capacity
    } else if Double(count) <= Double(body.capacity) * 1.125 {
      capacity = count + (count >> 3) + (count < 9 ? 3 : 6)
    } else {
      capacity = needed
    }
    body.count = count
    if objectRules.isAtLeast(15) {
      resizeBytes(of: id, &body, to: count)
    } else if capacity != body.capacity {
      body.capacity = capacity
      resize(.buffer, of: id, to: UInt64(capacity), domain: objectRules.isAtLeast(13) ? .mem : .obj)
    }
    bodies[id] = .bytearray(body)
  }
  /// From 3.15 on the buffer is a bytes object, with its header of 33 bytes.
  private mutating func resizeBytes(of id: ObjectID, _ body: inout BytearrayBody, to count: Int) {
    guard count > body.capacity || count < body.capacity / 2 else { return }
    let growsLittle = count > body.capacity && Double(count) <= Double(body.capacity) * 1.125
    body.capacity = growsLittle ? count + (count >> 3) + (count < 9 ? 3 : 6) : count
    let size = 33 + UInt64(body.capacity)
    if block(.buffer, of: id) == nil {
      _ = ask(.malloc, .obj, size, owner: id, part: .buffer)
    } else {
      resize(.buffer, of: id, to: size, domain: .obj)
    }
  }
}
