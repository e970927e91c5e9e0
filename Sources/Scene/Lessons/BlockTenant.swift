import HeapCore
import Replay

/// Who has a block of a pool, or had it last.
public struct BlockTenant: Sendable, Hashable {
  /// The name that the trace has for it; empty without one.
  public var name: String
  /// The type of its object; empty where nobody knows it.
  public var type: String
  /// Bytes that were asked; 0 for one that is gone.
  public var asked: Int

  /// Makes a tenant.
  public init(name: String = "", type: String = "", asked: Int) {
    (self.name, self.type, self.asked) = (name, type, asked)
  }
}

extension SceneBuilder {
  /// So many blocks at the beginning of a pool, and on either side of the chosen one, are told with their tenants.
  private static let reach = 24

  /// Notes who has the first blocks of the pool that is shown, and those around the chosen one.
  public func nameTenants(of scene: inout ScreenScene) {
    guard let pool = scene.pool, let handle = handle(of: pool.name), let number = pool.name.pool else { return }
    let chosen = pool.chosen ?? 0
    let near = Set(0..<Self.reach).union(max(chosen - Self.reach, 0)..<max(chosen + Self.reach, 1))
    let list = hasObjects ? objectList(scene.state) : nil
    if case .collection? = list?.network.origin { return note([:], near, handle, number, &scene) }
    var objects: [Int: (name: String, type: String)] = [:]
    for (object, address) in (list?.network.addresses ?? []).enumerated() {
      guard let place = place(ofObjectAt: address), place.poolName == pool.name, let block = place.block,
        let network = list?.network
      else { continue }
      let variables = network.variables[Int32(object)] ?? []
      let (name, type) = (network.name(Int32(object)), network.types.type(of: Int32(object)))
      objects[block] = (variables.isEmpty ? (name == type ? "" : name) : variables.joined(separator: ", "), type)
    }
    note(objects, near, handle, number, &scene)
  }

  private func note(
    _ objects: [Int: (name: String, type: String)], _ near: Set<Int>, _ arena: Int, _ pool: Int,
    _ scene: inout ScreenScene
  ) {
    let blocks = scene.pool?.blocks ?? []
    let labels = blockLabels()
    for block in near where blocks.indices.contains(block) && blocks[block].state == .used {
      let state = timeline.withHeap { $0.block(BlockRef(arena: arena, pool: pool, block: block)) }
      guard case .used(let since, let size, _) = state else { continue }
      let object = objects[block]
      scene.pool?.tenants[block] = BlockTenant(
        name: LineWork.shown(labels[since] ?? object?.name ?? ""), type: object?.type ?? "", asked: size)
    }
    noteLast(labels, near, &scene)
  }

  /// Notes who had the free blocks last, as far as a short written trace has names for them.
  private func noteLast(_ labels: [Int: String], _ near: Set<Int>, _ scene: inout ScreenScene) {
    guard !labels.isEmpty, let pool = scene.pool, let arena = handle(of: pool.name), let number = pool.name.pool else {
      return
    }
    for block in near where pool.blocks.indices.contains(block) && pool.blocks[block].state == .free {
      let reference = BlockRef(arena: arena, pool: number, block: block)
      guard let step = stepsByBlock()[reference]?.last(where: { $0 < timeline.position }) else { continue }
      scene.pool?.tenants[block] = BlockTenant(name: LineWork.shown(labels[step] ?? ""), asked: 0)
    }
  }

  /// The most steps that are gone through to find who had which block.
  private static let mostSteps = 2000

  /// The steps that took each block, in order, of those that a written trace has names for; none in a long trace.
  private func stepsByBlock() -> [BlockRef: [Int]] {
    if let labelledBlocks { return labelledBlocks }
    var steps: [BlockRef: [Int]] = [:]
    if timeline.stepCount <= Self.mostSteps, let other = try? Timeline(timeline.trace) {
      for step in blockLabels().keys.sorted() {
        guard (try? other.seek(to: step + 1)) != nil, case .placed(let block)? = other.outcome?.effect else { continue }
        steps[block, default: []].append(step)
      }
    }
    labelledBlocks = steps
    return steps
  }
}
