import HeapCore

/// A line that only asks for a named block, or frees one: by far most lines of long traces are such.
private enum PlainRequest {
  case allocation(name: Range<Int>, RequestFunction, size: UInt64)
  case free(name: Range<Int>)

  /// Reads `NAME = malloc SIZE`, `NAME = calloc SIZE` or `free NAME`; nil for a line with anything else in it.
  init?(_ line: UnsafeBufferPointer<UInt8>) {
    var index = 0
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    func skipBlanks() { while index < line.count, isBlank(line[index]) { index += 1 } }
    func word() -> Range<Int> {
      let start = index
      while index < line.count,
        line[index] == UInt8(ascii: "_") || isDigit(line[index]) || (line[index] | 0x20) &- UInt8(ascii: "a") < 26
      { index += 1 }
      return start..<index
    }
    func isWord(_ range: Range<Int>, _ word: StaticString) -> Bool {
      guard range.count == word.utf8CodeUnitCount else { return false }
      return range.indices.allSatisfy { line[$0] == word.utf8Start[$0 - range.lowerBound] }
    }
    func isName(_ range: Range<Int>) -> Bool {
      (1...100).contains(range.count) && !isDigit(line[range.lowerBound]) && !isWord(range, "null")
    }
    skipBlanks()
    let first = word()
    guard isName(first), index < line.count else { return nil }
    if isWord(first, "free"), isBlank(line[index]) {
      skipBlanks()
      let name = word()
      skipBlanks()
      guard index == line.count, isName(name) else { return nil }
      self = .free(name: name)
      return
    }
    skipBlanks()
    guard index < line.count, line[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    skipBlanks()
    let function = word()
    let isMalloc = isWord(function, "malloc")
    guard isMalloc || isWord(function, "calloc"), index < line.count, isBlank(line[index]) else { return nil }
    skipBlanks()
    let digits = word()
    skipBlanks()
    guard index == line.count, (1...12).contains(digits.count), digits.allSatisfy({ isDigit(line[$0]) }) else {
      return nil
    }
    let size = digits.reduce(0 as UInt64) { $0 * 10 + UInt64(line[$1] - UInt8(ascii: "0")) }
    self = .allocation(name: first, isMalloc ? .malloc : .calloc, size: size)
  }
}

extension TextParser {
  /// Takes a plain request without going through it word by word; false for every other line, and for mistakes.
  mutating func readPlainRequest(_ line: ArraySlice<UInt8>, number: Int) throws(TraceError) -> Bool {
    guard let writer, openPython == nil, block == nil, ending == nil, head.placements == .symbolic else { return false }
    let request = line.withUnsafeBufferPointer { PlainRequest($0) }
    func text(_ range: Range<Int>) -> String {
      String(decoding: line[line.startIndex + range.lowerBound..<line.startIndex + range.upperBound], as: UTF8.self)
    }
    switch request {
    case .allocation(let range, let function, let size):
      let text = text(range)
      guard let address = names.nextAddress, !objects.hasObject(named: text), !objects.hasObject(at: address) else {
        return false
      }
      let name = names.number(of: text)
      guard names.block(numbered: name) == nil else { return false }
      try writer.append(.step(.allocation(function, .obj, size: size, address: address)))
      names.place(TextNames.Block(address: address, domain: .obj, line: number), numbered: name)
      written.add(step: writer.step - 1, line: number)
      let string = try names.string(numbered: name) { text throws(TraceError) in try writer.define(string: text) }
      try writer.label(string: string, step: writer.step - 1)
    case .free(let range):
      guard let block = names[text(range)], !objects.hasObject(at: block.address) else { return false }
      try writer.append(.step(.free(block.domain, address: block.address)))
      names.release(block.address, line: number)
    case nil: return false
    }
    place = TextPlace(file: file, line: number)
    return true
  }
}
