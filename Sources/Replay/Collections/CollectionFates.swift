import Collector
import HeapCore
import Trace

/// What became of each candidate, against what the simulated collector judged before any finalizer ran.
struct CollectionFates {
  let judged: JudgedCollection
  /// True for the candidates that were in none of the collector's lists afterwards.
  let left: [Bool]
  let python: PythonVersion
  let rules: CollectorRules
  /// The step in which a block was first freed since the collection's start.
  let freed: (UInt64) -> Int?

  /// 3.8 saves everything unreachable when one object was resurrected.
  private var savesAll: Bool { rules.resurrection == .everything && judged.finalizerCount > 0 }

  /// Who had to go has gone, and who is gone has had a reason to.
  func compare(_ comparison: inout CollectionComparison) {
    let isAffected = judged.affected(by: left)
    for object in left.indices {
      if judged.isTrash(Int32(object)), !left[object] {
        guard judged.isWithinFinalizers[object] || savesAll else {
          comparison.difference = difference(object, expected: "it stayed", actual: "unreachable")
          return
        }
        comparison.deviations.resurrected += 1
      } else if judged.isUncollectable[object], left[object] {
        comparison.difference = difference(
          object, expected: "it went", actual: "uncollectable because of tp_del")
        return
      } else if !judged.isUnreachable[object], left[object] {
        if mayBeUntracked(object) {
          comparison.deviations.untracked += 1
        } else if freed(block(of: object)) != nil {
          comparison.deviations.sideDeaths += 1
        } else if keepsBlock(object), mayDie(object, isAffected: isAffected) {
          comparison.deviations.sideDeaths += 1
        } else if keepsBlock(object), python < Self.stopIsExact {
          // It died between the collection's end and the next request: the count of what was collected is without it.
          comparison.deviations.afterwards += 1
        } else {
          comparison.difference = difference(object, expected: "it went", actual: "reachable")
          return
        }
      }
    }
  }

  /// From 3.12 on a request marks the end of each collection.
  private static let stopIsExact = PythonVersion(hex: 0x030C_0000)

  private func block(of object: Int) -> UInt64 {
    let candidate = judged.record.objects[object]
    return candidate.address &- UInt64(clamping: judged.record.types[candidate.type].headerSize)
  }

  /// A tuple, or in a full collection a dictionary, is untracked when nothing that it refers to is tracked.
  private func mayBeUntracked(_ object: Int) -> Bool {
    let record = judged.record
    switch record.types[record.objects[object].type].name {
    case "tuple": break
    case "dict" where record.facts.generation == 2 && python < PythonVersion(hex: 0x030E_0000): break
    default: return false
    }
    return judged.candidates.references(of: Int32(object)).allSatisfy { left[Int($0)] }
  }

  /// A reachable object dies when a callback or finalizer lets go of it, or when what holds it is outside or went.
  private func mayDie(_ object: Int, isAffected: [Bool]) -> Bool {
    if !judged.callbacks.isEmpty || judged.finalizerCount > 0 { return true }
    return judged.unreachableCount > 0 && (judged.outside[object] > 0 || isAffected[object])
  }

  /// Types whose dead objects can stay in a free list without an allocator event, of the collector's.
  private static let typesWithFreeLists: Set<String> = [
    "async_generator_asend", "async_generator_wrapped_value", "builtin_function_or_method", "context", "dict", "frame",
    "list", "method", "slice", "tuple",
  ]

  private func keepsBlock(_ object: Int) -> Bool {
    Self.typesWithFreeLists.contains(judged.record.types[judged.record.objects[object].type].name)
  }

  private func difference(
    _ object: Int, expected: String, actual: String
  ) -> CollectionComparison.Difference {
    let candidate = judged.record.objects[object]
    let type = judged.record.types[candidate.type].name
    let place = "0x" + String(candidate.address, radix: 16)
    return .init(object: object, expected: expected, actual: actual, what: "candidate \(object), \(type) at \(place)")
  }
}

extension CollectionFates {
  /// CPython counts what it still finds unreachable after the finalizers, and weak references that died with their callback.
  func compareCounts(_ stop: (collected: Int, uncollectable: Int), _ comparison: inout CollectionComparison) {
    guard stop.uncollectable == judged.uncollectableCount else {
      comparison.difference = .init(
        expected: "\(stop.uncollectable)", actual: "\(judged.uncollectableCount)", what: "how many are uncollectable")
      return
    }
    let look = judged.record.outcome?.secondLook
    let end = look?.step ?? judged.record.outcome?.step ?? .max
    let callbacks = judged.callbacks.count { died($0, before: end) }
    comparison.deviations.callbacks = callbacks
    let resurrected = comparison.deviations.resurrected
    if let look {
      comparison.deviations.diedEarly = judged.unreachableCount - look.count
      guard explains(comparison.deviations.diedEarly, before: look.step) else {
        comparison.difference = .init(
          expected: "\(look.count)", actual: "\(judged.unreachableCount)",
          what: "how many were unreachable when the finalizers had run")
        return
      }
      compare(stop.collected, with: look.count - resurrected + callbacks, &comparison)
    } else if judged.finalizerCount == 0 || resurrected == 0 && stop.collected == judged.unreachableCount + callbacks {
      compare(stop.collected, with: judged.unreachableCount - resurrected + callbacks, &comparison)
    } else if savesAll, resurrected > 0 {
      compare(stop.collected, with: callbacks, &comparison)
    } else {
      comparison.unjudged = "how many objects were unreachable when the finalizers had run isn't recorded"
    }
  }

  private func compare(_ collected: Int, with expected: Int, _ comparison: inout CollectionComparison) {
    guard collected != expected else { return }
    comparison.difference = .init(expected: "\(collected)", actual: "\(expected)", what: "how many were collected")
  }

  /// Whether recorded frees, and types that keep their objects' blocks, account for the objects that died while finalizers ran.
  private func explains(_ count: Int, before step: Int) -> Bool {
    guard count != 0 else { return true }
    guard count > 0, judged.finalizerCount > 0 || !judged.callbacks.isEmpty else { return false }
    var (least, most) = (0, 0)
    for object in left.indices where left[object] && judged.isTrash(Int32(object)) {
      if let freed = freed(block(of: object)), freed < step {
        least += 1
        most += 1
      } else if keepsBlock(object) {
        most += 1
      }
    }
    return (least...most).contains(count)
  }

  /// Whether a weak reference object died with its callback. One that is no candidate has a head of 16 bytes, or 32 with a dictionary.
  private func died(_ callback: JudgedCollection.Callback, before step: Int) -> Bool {
    let blocks =
      callback.candidate.map { [block(of: Int($0))] } ?? [callback.address &- 16, callback.address &- 32]
    return blocks.contains { block in freed(block).map { $0 < step } ?? false }
  }
}
