import ObjectGraph

/// An action of a written program, and the steps of the trace that follow from it (FORMAT.md section 9).
struct ObjectRecord: Hashable, Sendable {
  /// The number of its first step, or of the step before which it happens when it has none.
  var step: Int
  var stepCount: Int
  var action: ObjectAction

  /// The record as it stands in a frame, with tag and length.
  var bytes: [UInt8] {
    let (tag, content) = Self.content(of: action)
    var body: [UInt8] = []
    body.append(varint: UInt64(step))
    body.append(varint: UInt64(stepCount))
    body += content
    var bytes = [tag]
    bytes.append(varint: UInt64(body.count))
    return bytes + body
  }

  private static func content(of action: ObjectAction) -> (tag: UInt8, bytes: [UInt8]) {
    var bytes: [UInt8] = []
    func numbers(_ numbers: Int...) { for number in numbers { bytes.append(varint: UInt64(number)) } }
    func text(_ text: String) { bytes.append(counted: text) }
    let tag: UInt8
    switch action {
    case .birth(let name, let type, let size, let isTracked):
      tag = 1
      text(name)
      text(type)
      bytes.append(varint: size)
      numbers(isTracked ? 1 : 0)
    case .bind(let name, let id):
      tag = 2
      text(name)
      numbers(id)
    case .unbind(let name):
      tag = 3
      text(name)
    case .set(let id, let attribute, let target):
      tag = 4
      numbers(id, target)
      text(attribute)
    case .unset(let id, let attribute):
      tag = 5
      numbers(id)
      text(attribute)
    case .hold(let id): (tag, _) = (6, numbers(id))
    case .release(let id): (tag, _) = (7, numbers(id))
    case .track(let id): (tag, _) = (8, numbers(id))
    case .untrack(let id): (tag, _) = (9, numbers(id))
    case .weakReference(let id, let referent, let hasCallback):
      (tag, _) = (10, numbers(id, referent, hasCallback ? 1 : 0))
    case .finalizer(let id, .nothing): (tag, _) = (11, numbers(id, 0))
    case .finalizer(let id, .drops(let attribute)):
      (tag, _) = (11, numbers(id, 1))
      text(attribute)
    case .finalizer(let id, .resurrects): (tag, _) = (11, numbers(id, 2))
    case .immortal(let id): (tag, _) = (12, numbers(id))
    case .collect(let generation): (tag, _) = (13, numbers(generation))
    case .freeze: tag = 14
    case .unfreeze: tag = 15
    case .enable(let isEnabled): (tag, _) = (16, numbers(isEnabled ? 1 : 0))
    case .thresholds(let young, let middle, let old): (tag, _) = (17, numbers(young, middle, old))
    case .statement(let code):
      tag = 20
      text(code)
    case .count(let id, let count): (tag, _) = (18, numbers(id, count))
    case .death(let id): (tag, _) = (19, numbers(id))
    }
    return (tag, bytes)
  }

  init(step: Int, stepCount: Int, action: ObjectAction) {
    self.step = step
    self.stepCount = stepCount
    self.action = action
  }

  /// Reads what stands behind tag and length; nil where it makes no sense.
  init?(tag: UInt8, bytes: ArraySlice<UInt8>) {
    var reader = PayloadReader(Array(bytes))
    guard let step = reader.number(), let count = reader.number(), let action = Self.action(tag, &reader),
      reader.isAtEnd
    else { return nil }
    self.init(step: step, stepCount: count, action: action)
  }

  private static func action(_ tag: UInt8, _ reader: inout PayloadReader) -> ObjectAction? {
    switch tag {
    case 1:
      guard let name = reader.name(), let type = reader.text(), let size = reader.varint(), size <= Int64.max,
        let isTracked = reader.flag()
      else { return nil }
      return .birth(name: name, type: type, size: size, isTracked: isTracked)
    case 2:
      guard let name = reader.name(), let id = reader.number() else { return nil }
      return .bind(name: name, id)
    case 3: return reader.name().map { .unbind(name: $0) }
    case 4:
      guard let id = reader.number(), let target = reader.number(), let name = reader.name() else { return nil }
      return .set(id, attribute: name, target)
    case 5:
      guard let id = reader.number(), let name = reader.name() else { return nil }
      return .unset(id, attribute: name)
    case 6: return reader.number().map { .hold($0) }
    case 7: return reader.number().map { .release($0) }
    case 8: return reader.number().map { .track($0) }
    case 9: return reader.number().map { .untrack($0) }
    case 10:
      guard let id = reader.number(), let referent = reader.number(), let flag = reader.flag() else { return nil }
      return .weakReference(id, to: referent, hasCallback: flag)
    case 11: return finalizer(&reader)
    case 12: return reader.number().map { .immortal($0) }
    case 13: return reader.number().map { .collect(generation: $0) }
    case 14: return .freeze
    case 15: return .unfreeze
    case 16: return reader.flag().map { .enable($0) }
    case 17:
      guard let young = reader.number(), let middle = reader.number(), let old = reader.number() else { return nil }
      return .thresholds(young, middle, old)
    case 18:
      guard let id = reader.number(), let count = reader.number() else { return nil }
      return .count(id, count)
    case 19: return reader.number().map { .death($0) }
    case 20: return reader.text().map { .statement($0) }
    default: return nil
    }
  }

  private static func finalizer(_ reader: inout PayloadReader) -> ObjectAction? {
    guard let id = reader.number(), let kind = reader.number() else { return nil }
    switch kind {
    case 0: return .finalizer(id, .nothing)
    case 1: return reader.name().map { .finalizer(id, .drops($0)) }
    case 2: return .finalizer(id, .resurrects)
    default: return nil
    }
  }
}

extension PayloadReader {
  fileprivate mutating func number() -> Int? { varint().flatMap { $0 <= UInt32.max ? Int($0) : nil } }

  fileprivate mutating func flag() -> Bool? { number().flatMap { $0 < 2 ? $0 == 1 : nil } }

  fileprivate mutating func text() -> String? {
    varint().flatMap { take($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A name or attribute: a word that a text trace can hold.
  fileprivate mutating func name() -> String? { text().flatMap { TextNames.isName($0) ? $0 : nil } }
}
