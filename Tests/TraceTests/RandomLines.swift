import HeapCore
import SeededGenerators

@testable import Trace

/// Makes LINES payloads as FORMAT.md, section 8, describes them: lines of a script with variables, objects and references.
struct RandomLines {
  private var random: SeededGenerator
  private var payload: [UInt8] = []
  private var strings = 0
  private var state = LineState()
  private var step = 0

  /// What was written, moment by moment.
  private(set) var states: [LineState] = []
  private(set) var places: [LinePlace] = []
  private(set) var ours: [Range<Int>] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A payload of some records, whose moments lie between two steps.
  mutating func make(from first: Int, through last: Int) -> [UInt8] {
    payload = []
    step = max(step, first)
    for _ in 0..<below(12) {
      switch below(12) {
      case 0:
        let count = 1 + below(3)
        record(3, [varint(UInt64(step)), varint(UInt64(count))].flatMap { $0 })
        ours.append(step..<step + count)
      case 1: record(200, [UInt8(below(256))])
      default: moment(through: last)
      }
    }
    return payload
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private mutating func record(_ tag: UInt8, _ bytes: [UInt8]) {
    payload += [tag] + varint(UInt64(bytes.count)) + bytes
  }

  /// Defines a string each time it is used.
  private mutating func number(_ text: String) -> [UInt8] {
    if text.isEmpty { return [0] }
    record(1, Array(text.utf8))
    strings += 1
    return varint(UInt64(strings))
  }

  private mutating func text() -> String { RandomTrace.texts[below(RandomTrace.texts.count)] }

  /// Addresses of a record are differences to the one before.
  private struct Addresses {
    var last: UInt64 = 0

    mutating func next(_ address: UInt64) -> UInt64 {
      let difference = Int64(bitPattern: address &- last)
      last = address
      return UInt64(bitPattern: difference << 1 ^ difference >> 63)
    }
  }

  private mutating func moment(through most: Int) {
    step = min(step + below(4), most)
    let event = below(3)
    let isCut = below(8) == 0
    var addresses = Addresses()
    var body = varint(UInt64(step)) + [UInt8(event | (isCut ? 4 : 0))]
    let count = max(state.scopes.count + below(3) - 1, 0)
    state.scopes = Array(state.scopes.prefix(count))
    body += varint(UInt64(count))
    for index in 0..<count {
      let isThere = index < state.scopes.count
      if isThere, below(3) == 0 {
        body.append(1)
        continue
      }
      var scope = LineScope(function: text(), file: text(), line: below(300))
      if isThere, below(4) != 0 { scope.variables = state.scopes[index].variables }
      let isNew = scope.variables.isEmpty
      body += [isNew ? 0 : 2] + number(scope.function) + number(scope.file) + varint(UInt64(scope.line))
      let changes = below(4)
      body += varint(UInt64(changes))
      var gone: Set<String> = []
      for number in 0..<changes {
        let name = "v\(number)\(below(3))"
        body += self.number(name)
        let place = scope.variables.firstIndex { $0.name == name }
        switch below(4) {
        case 0:
          body.append(0)
          gone.insert(name)
        case 1:
          body.append(1)
          if let place { scope.variables[place].address = nil } else { scope.variables.append(.init(name: name)) }
        default:
          let address = UInt64(below(50)) << 40 | 16
          body += [2] + varint(addresses.next(address))
          if let place {
            scope.variables[place].address = address
          } else {
            scope.variables.append(.init(name: name, address: address))
          }
        }
      }
      scope.variables.removeAll { gone.contains($0.name) }
      if isThere { state.scopes[index] = scope } else { state.scopes.append(scope) }
    }
    body += objects(&addresses)
    record(2, body)
    states.append(state)
    let scope = state.scopes.last
    places.append(
      LinePlace(
        step: step, event: LinePlace.Event(rawValue: UInt8(event)) ?? .line, file: scope?.file ?? "",
        line: scope?.line ?? 0, function: scope?.function ?? "", depth: state.scopes.count, isCut: isCut))
  }

  private mutating func objects(_ addresses: inout Addresses) -> [UInt8] {
    let gone = state.objects.keys.sorted().filter { _ in below(4) == 0 }
    var body = varint(UInt64(gone.count))
    for address in gone {
      body += varint(addresses.next(address))
      state.objects[address] = nil
    }
    let count = below(4)
    body += varint(UInt64(count))
    for _ in 0..<count {
      let address = UInt64(below(50)) << 40 | 16
      var object = LineObject(type: text())
      let references = below(5)
      object.referenceCount = references == 0 ? nil : UInt64(references)
      let value = text()
      object.value = value.isEmpty ? nil : value
      body += varint(addresses.next(address)) + number(object.type) + varint(UInt64(references)) + number(value)
      let targets = below(3)
      body += varint(UInt64(targets))
      for _ in 0..<targets {
        let reference = LineReference(label: text(), target: UInt64(below(50)) << 40 | 16)
        body += number(reference.label) + varint(addresses.next(reference.target))
        object.references.append(reference)
      }
      state.objects[address] = object
    }
    return body
  }
}
