/// Makes events of the bytes that a terminal sends.
///
/// Sequences may arrive in any number of pieces. What is none of ours, however long or broken, is dropped without a
/// trace; the memory used is bounded.
public struct InputDecoder: Sendable {
  private var pending: [UInt8] = []
  private var paste: [UInt8]?
  private let known: [[UInt8]: Key]

  /// The most bytes of one paste that are kept; the rest is dropped.
  public static let pasteLimit = 1 << 20
  private static let sequenceLimit = 64
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Makes a decoder; `known` adds the sequences that the terminal's own description gives for keys.
  public init(known: [[UInt8]: Key] = [:]) {
    self.known = known.filter { $0.key.count > 1 && $0.key.count <= InputDecoder.sequenceLimit && $0.key[0] == 0x1B }
  }

  /// How many milliseconds of silence mean that nothing more follows what has arrived in part; nil if nothing has.
  public var patience: Int? { paste != nil ? 1000 : pending.isEmpty ? nil : 25 }

  /// Takes bytes in and gives the events that they complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    return decode(isLast: false)
  }

  /// Gives the events of what is pending, as nothing more follows: a lone escape byte is the escape key.
  public mutating func flush() -> [InputEvent] {
    var events = decode(isLast: true)
    if let text = paste {
      events.append(.paste(String(decoding: text + pending, as: UTF8.self)))
      paste = nil
    }
    pending = []
    return events
  }

  private mutating func decode(isLast: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    var index = 0
    while index < pending.count {
      if paste != nil {
        guard let (text, length) = takePaste(from: index) else { break }
        index += length
        if let text { events.append(.paste(text)) }
        continue
      }
      switch step(pending[index...], isLast: isLast) {
      case .needMore:
        pending.removeFirst(index)
        return events
      case .skip(let count):
        index += count
      case .event(let event, let count):
        index += count
        events.append(event)
      case .pasteStart(let count):
        index += count
        paste = []
      }
    }
    pending.removeFirst(index)
    return events
  }

  /// Moves pasted bytes over, up to the end mark; the text is nil while that has not come.
  private mutating func takePaste(from start: Int) -> (text: String?, length: Int)? {
    let mark = InputDecoder.pasteEnd
    var index = start
    while index < pending.count {
      let rest = pending[index...]
      if rest.starts(with: mark) {
        let text = String(decoding: paste ?? [], as: UTF8.self)
        paste = nil
        return (text, index + mark.count - start)
      }
      if mark.starts(with: rest) { break }
      if (paste?.count ?? 0) < InputDecoder.pasteLimit { paste?.append(pending[index]) }
      index += 1
    }
    return index == start ? nil : (nil, index - start)
  }

  enum Step {
    case needMore
    case skip(Int)
    case event(InputEvent, Int)
    case pasteStart(Int)
  }

  private func step(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> Step {
    let first = bytes[bytes.startIndex]
    guard first == 0x1B else { return InputDecoder.character(bytes, isLast: isLast) }
    if let (key, count) = knownKey(bytes) { return .event(.key(key), count) }
    guard bytes.count > 1 else { return isLast ? .event(.key(.escape), 1) : .needMore }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "["):
      return shortened(ControlSequence.step(bytes), bytes, isLast: isLast)
    case UInt8(ascii: "O"):
      return shortened(ControlSequence.singleShift(bytes), bytes, isLast: isLast)
    case 0x1B:
      // Alt with a key that is a sequence itself; otherwise the first is the escape key.
      guard bytes.count > 2 else { return isLast ? .event(.key(.escape), 1) : .needMore }
      let third = bytes[bytes.startIndex + 2]
      let isSequence = third == UInt8(ascii: "[") || third == UInt8(ascii: "O")
      return isSequence ? withAlt(step(bytes.dropFirst(), isLast: isLast)) : .event(.key(.escape), 1)
    default:
      return withAlt(step(bytes.dropFirst(), isLast: isLast))
    }
  }

  /// What cannot be completed: the two bytes of Alt-[ or Alt-O, or rubbish.
  private func shortened(_ step: Step, _ bytes: ArraySlice<UInt8>, isLast: Bool) -> Step {
    guard case .needMore = step else { return step }
    if bytes.count > InputDecoder.sequenceLimit { return .skip(bytes.count) }
    guard isLast else { return .needMore }
    return bytes.count == 2 ? withAlt(InputDecoder.character(bytes.dropFirst(), isLast: true)) : .skip(bytes.count)
  }

  private func withAlt(_ step: Step) -> Step {
    switch step {
    case .event(.key(let key, let modifiers), let count): .event(.key(key, modifiers.union(.alt)), count + 1)
    case .event(let event, let count): .event(event, count + 1)
    case .skip(let count): .skip(count + 1)
    case .pasteStart(let count): .pasteStart(count + 1)
    case .needMore: .needMore
    }
  }

  private func knownKey(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    var best: (Key, Int)?
    for (sequence, key) in known where sequence.count > best?.1 ?? 0 && bytes.starts(with: sequence) {
      best = (key, sequence.count)
    }
    return best
  }

  /// One character in UTF-8, or one control character.
  private static func character(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> Step {
    let first = bytes[bytes.startIndex]
    switch first {
    case 0x09: return .event(.key(.tab), 1)
    case 0x0A, 0x0D: return .event(.key(.enter), 1)
    case 0x08, 0x7F: return .event(.key(.backspace), 1)
    case 0x00...0x1F:
      let letter = Unicode.Scalar(first < 27 && first > 0 ? first + 0x60 : first + 0x40)
      return .event(.key(.control(Character(letter))), 1)
    case 0x20..<0x7F: return .event(.key(.character(Unicode.Scalar(first))), 1)
    default: break
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    if bytes.count < length, !isLast, first >= 0xC2, first <= 0xF4, bytes.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 })
    {
      return .needMore
    }
    var iterator = bytes.prefix(length).makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), scalar.value > 0x9F else { return .skip(1) }
    return .event(.key(.character(scalar)), length)
  }
}
