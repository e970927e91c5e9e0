import HeapCore
import ObjectGraph
import SeededGenerators
import Testing

@testable import ObjectHeap

@Suite struct HistoryTests {
  private static func action(_ random: inout SeededGenerator, _ count: Int) -> ObjectAction {
    func id() -> Int { Int.random(in: max(1, count - 12)...max(1, count), using: &random) }
    func name() -> String { ["a", "b", "c", "d"].randomElement(using: &random) ?? "a" }
    switch Int.random(in: 0..<28, using: &random) {
    case 0..<7: return .birth(name: name(), type: "Node", size: 48, isTracked: Bool.random(using: &random))
    case 7..<9: return .bind(name: name(), id())
    case 9..<11: return .unbind(name: name())
    case 11..<16: return .set(id(), attribute: name(), id())
    case 16: return .unset(id(), attribute: name())
    case 17: return .hold(id())
    case 18: return .release(id())
    case 19: return Bool.random(using: &random) ? .track(id()) : .untrack(id())
    case 20: return .weakReference(id(), to: id(), hasCallback: Bool.random(using: &random))
    case 21: return .finalizer(id(), [.nothing, .resurrects, .drops(name())].randomElement(using: &random) ?? .nothing)
    case 22: return Int.random(in: 0..<6, using: &random) == 0 ? .immortal(id()) : .thresholds(5, 2, 2)
    case 23..<26: return .collect(generation: Int.random(in: 0...2, using: &random))
    case 26: return .freeze
    default: return .unfreeze
    }
  }

  /// The reference counts that follow from the references of a graph.
  private static func counts(_ graph: ObjectGraph) -> [Int] {
    var counts = graph.objects.map(\.outsideCount)
    for id in graph.names.values { counts[id - 1] += 1 }
    for object in graph.objects { for other in object.attributes { counts[other.target - 1] += 1 } }
    return counts
  }

  @Test(arguments: 0..<60)
  func `any actions forward and back give the same states, and counts equal references`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var performer = ObjectMachine(PythonVersion(hex: seed % 2 == 0 ? 0x030D_00F0 : 0x0308_00F0))
    var history = ObjectHistory(performer.graph, spacing: 1 + Int(seed % 40))
    var step = 0
    for _ in 0..<250 {
      let action = Self.action(&random, performer.graph.objects.count)
      guard (try? performer.perform(action)) != nil else { continue }
      history.append(performer.changes, step: step)
      let steps = performer.changes.count(where: \.isStep)
      let graph = performer.graph
      for (object, count) in zip(graph.objects, Self.counts(graph)) where !object.isImmortal {
        #expect(object.referenceCount == count)
        #expect(object.isAlive == (count > 0))
      }
      step += steps
    }
    history.seek(to: step)
    #expect(history.graph == performer.graph)
    var forward: [Int: ObjectGraph] = [:]
    for moment in 0...step {
      history.seek(to: moment)
      forward[moment] = history.graph
    }
    for moment in (0...step).reversed() {
      history.seek(to: moment)
      #expect(history.graph == forward[moment])
    }
    for _ in 0..<20 {
      let moment = Int.random(in: 0...step, using: &random)
      history.seek(to: moment)
      #expect(history.graph == forward[moment])
    }
    #expect(forward[0]?.objects.isEmpty == true)
  }
}
