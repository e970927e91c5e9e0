import HeapCore
import ObjectGraph

/// The statement of a text trace that an action is written as, FORMAT.md section 9.
struct ObjectSpelling {
  let text: String

  /// Spells an action before it is done.
  init(_ record: ObjectRecord, _ script: ObjectScript) {
    func name(_ id: ObjectID) -> String { script.spelling(of: id) }
    text =
      switch record.action {
      case .birth(let name, let type, let size, let isTracked):
        "\(name) = object \(Self.type(type)) \(size)" + (isTracked ? "" : " untracked")
      case .bind(let new, let id): "\(new) = \(name(id))"
      case .unbind(let name): "del \(name)"
      case .set(let id, let attribute, let target): "\(name(id)).\(attribute) = \(name(target))"
      case .unset(let id, let attribute): "del \(name(id)).\(attribute)"
      case .hold(let id): "hold \(name(id))"
      case .release(let id): "release \(name(id))"
      case .track(let id): "track \(name(id))"
      case .untrack(let id): "untrack \(name(id))"
      case .weakReference(let id, let referent, let hasCallback):
        "weakref \(name(id)) to \(name(referent))" + (hasCallback ? " callback" : "")
      case .finalizer(let id, .nothing): "finalizer \(name(id)) nothing"
      case .finalizer(let id, .drops(let attribute)): "finalizer \(name(id)) drops \(attribute)"
      case .finalizer(let id, .resurrects): "finalizer \(name(id)) resurrects"
      case .immortal(let id): "immortal \(name(id))"
      case .collect(let generation): "gc collect \(generation)"
      case .freeze: "gc freeze"
      case .unfreeze: "gc unfreeze"
      case .enable(let isEnabled): isEnabled ? "gc enable" : "gc disable"
      case .thresholds(let young, let middle, let old): "gc thresholds \(young) \(middle) \(old)"
      case .statement(let code): PythonText.spelling(of: code)
      case .count(let id, let count): "count \(name(id)) \(count)"
      case .death(let id): "dead \(name(id))"
      }
  }

  private static func type(_ name: String) -> String { TextNames.isName(name) ? name : quoted(name) }
}
