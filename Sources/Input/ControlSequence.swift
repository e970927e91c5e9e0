/// Reads the sequences of ECMA-48 that terminals send for keys, the mouse, focus and pasting.
enum ControlSequence {
  /// Reads a sequence that begins with `ESC [`.
  static func step(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
    let start = bytes.startIndex
    var index = start + 2
    // The Linux console sends F1 to F5 as ESC [ [ A to E.
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: "[") {
      guard index + 1 < bytes.endIndex else { return .needMore }
      let number = Int(bytes[index + 1]) - 0x40
      return (1...5).contains(number) ? .event(.key(.function(number)), 4) : .skip(4)
    }
    while index < bytes.endIndex, (0x20...0x3F).contains(bytes[index]) { index += 1 }
    guard index < bytes.endIndex else { return .needMore }
    let final = bytes[index]
    let count = index + 1 - start
    // A byte that no sequence may hold ends it: it is read again as what it is.
    guard (0x40...0x7E).contains(final) else { return .skip(count - 1) }
    let body = String(decoding: bytes[start + 2..<index], as: UTF8.self)
    if final == UInt8(ascii: "M"), body.isEmpty { return oldMouse(bytes, from: index + 1, count: count) }
    if body.hasPrefix("<") {
      let report = body.dropFirst() + String(Unicode.Scalar(final))
      return MouseEvent(sgr: String(report)).map { .event(.mouse($0), count) } ?? .skip(count)
    }
    if body == "200", final == UInt8(ascii: "~") { return .pasteStart(count) }
    return event(body, final).map { .event($0, count) } ?? .skip(count)
  }

  /// Reads a sequence that begins with `ESC O`.
  static func singleShift(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
    var index = bytes.startIndex + 2
    var modifier = 1
    // Some terminals put the modifier between, as in ESC O 5 A.
    if index < bytes.endIndex, (0x31...0x38).contains(bytes[index]) {
      modifier = Int(bytes[index]) - 0x30
      index += 1
    }
    guard index < bytes.endIndex else { return .needMore }
    let count = index + 1 - bytes.startIndex
    if bytes[index] == UInt8(ascii: "M") { return .event(.key(.enter), count) }
    guard (0x40...0x7E).contains(bytes[index]) else { return .skip(count - 1) }
    guard let key = key(final: bytes[index]) else { return .skip(count) }
    return .event(.key(key, Modifiers(parameter: modifier)), count)
  }

  /// Mode 1000 without 1006: three bytes, each 32 more than its number.
  private static func oldMouse(_ bytes: ArraySlice<UInt8>, from index: Int, count: Int) -> InputDecoder.Step {
    guard index + 3 <= bytes.endIndex else { return .needMore }
    let numbers = bytes[index..<index + 3].map { Int($0) - 32 }
    // Any button that is released reports 3.
    let released = numbers[0] & 0x63 == 3
    let code = released ? numbers[0] & ~3 : numbers[0]
    guard numbers[0] >= 0,
      let event = MouseEvent(code: code, column: numbers[1], row: numbers[2], released: released)
    else { return .skip(count + 3) }
    return .event(.mouse(event), count + 3)
  }

  private static func event(_ body: String, _ final: UInt8) -> InputEvent? {
    // Answers to questions that somebody else asked.
    if let mark = body.utf8.first, (0x3C...0x3F).contains(mark) { return nil }
    let fields = body.split(separator: ";", omittingEmptySubsequences: false).map { field in
      // Kitty adds alternates and event types after a colon: only the first number counts.
      field.isEmpty ? 1 : Int(field.prefix { $0 != ":" }) ?? -1
    }
    let first = fields.first ?? 1
    let modifiers = Modifiers(parameter: fields.count > 1 ? fields[1] : 1)
    switch final {
    case UInt8(ascii: "I") where body.isEmpty: return .focus(true)
    case UInt8(ascii: "O") where body.isEmpty: return .focus(false)
    case UInt8(ascii: "~"):
      if first == 27, fields.count > 2 { return character(fields[2], modifiers) }
      return key(number: first).map { .key($0, modifiers) }
    // rxvt ends the sequence differently where xterm adds a parameter.
    case UInt8(ascii: "^"): return key(number: first).map { .key($0, .control) }
    case UInt8(ascii: "@"): return key(number: first).map { .key($0, [.control, .shift]) }
    case UInt8(ascii: "a")...UInt8(ascii: "d") where body.isEmpty:
      return key(final: final - 32).map { .key($0, .shift) }
    case UInt8(ascii: "u"): return character(first, modifiers)
    default: return key(final: final).map { .key($0, modifiers) }
    }
  }

  /// A character with its number written out (`CSI u`, and xterm's modifyOtherKeys).
  private static func character(_ code: Int, _ modifiers: Modifiers) -> InputEvent? {
    switch code {
    case 9: return modifiers.contains(.shift) ? .key(.backTab) : .key(.tab, modifiers)
    case 13: return .key(.enter, modifiers)
    case 27: return .key(.escape, modifiers)
    case 127: return .key(.backspace, modifiers)
    default:
      guard code >= 0x20, code < 0x7F || code > 0x9F, let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
      else { return nil }
      if modifiers.contains(.control), (0x40..<0x7F).contains(code) {
        let lower = scalar.properties.lowercaseMapping
        return .key(.control(Character(lower)), modifiers.subtracting([.control, .shift]))
      }
      return .key(.character(scalar), modifiers.subtracting(.shift))
    }
  }

  private static func key(final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "Z"): .backTab
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final) - 0x4F)
    default: nil
    }
  }

  private static func key(number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }
}
