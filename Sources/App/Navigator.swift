import Scene
import Views

/// Moves the choice on the screen: what is to the left of, below, … the chosen thing.
struct Navigator {
  /// What the last frame showed.
  let scene: ScreenScene
  /// How many things stood in its rows.
  let grid: Grid

  /// Moves the choice in the focused pane.
  func move(_ direction: Effect.Direction, page: Bool, in state: inout AppState) {
    let pane = state.view.focus
    switch pane {
    case .arenas: moveInMap(direction, page: page, &state)
    case .pool, .block: moveBlock(direction, page: page, &state)
    case .classes: moveRow(.classes, scene.classes.rows.count, direction, page: page, &state)
    case .sites: moveRow(.sites, scene.pins?.sites.count ?? 0, direction, page: page, &state)
    case .blocks: moveRow(.blocks, scene.arenaPins?.total ?? 0, direction, page: page, &state)
    case .rawList: moveRaw(direction, page: page, &state)
    case .eventList: moveEvent(direction, page: page, &state)
    case .candidates: moveCandidate(direction, page: page, &state)
    case .stack, .script, .names, .around: break
    }
  }

  private func moveInMap(_ direction: Effect.Direction, page: Bool, _ state: inout AppState) {
    let held = scene.map.cells.filter { !$0.isReturned }.map(\.index)
    guard !held.isEmpty else { return }
    let chosen = state.selection.place ?? scene.map.chosen ?? scene.pool?.name
    let place = chosen.flatMap { held.firstIndex(of: $0.arena) } ?? 0
    guard grid.arenas == nil || state.view.showsOneArena else {
      let next = step(place, count: held.count, perRow: grid.arenas ?? 64, direction, page ? 8 : 1)
      choose(PlaceName(heap: scene.map.heap, arena: held[next]), &state)
      return
    }
    if page {
      let next = min(max(place + (direction == .up ? -1 : 1), 0), held.count - 1)
      choose(PlaceName(heap: scene.map.heap, arena: held[next], pool: chosen?.pool ?? 0), &state)
      return
    }
    // Pools are counted through the arenas, which stand one below the other.
    let pools = max(scene.map.poolsPerArena, 1)
    let position = place * pools + (chosen?.pool ?? 0)
    let next = step(position, count: held.count * pools, perRow: grid.pools ?? 8, direction, 1)
    choose(PlaceName(heap: scene.map.heap, arena: held[next / pools], pool: next % pools), &state)
  }

  private func moveBlock(_ direction: Effect.Direction, page: Bool, _ state: inout AppState) {
    guard let pool = scene.pool, !pool.blocks.isEmpty else { return }
    let next = step(
      pool.chosen ?? 0, count: pool.blocks.count, perRow: grid.blocks ?? 25, direction, page ? 4 : 1)
    choose(PlaceName(heap: pool.name.heap, arena: pool.name.arena, pool: pool.name.pool, block: next), &state)
  }

  private func moveRow(
    _ pane: Pane, _ count: Int, _ direction: Effect.Direction, page: Bool, _ state: inout AppState
  ) {
    guard count > 0 else { return }
    let before = state.view.rows[pane] ?? (pane == .classes ? chosenClass ?? 0 : 0)
    state.view.rows[pane] = step(before, count: count, perRow: 1, direction, page ? 10 : 1)
  }

  /// To the left and right in a list, up and down between the lists; rows go up and down.
  private func moveCandidate(_ direction: Effect.Direction, page: Bool, _ state: inout AppState) {
    guard case .collection(let collection)? = scene.collection, collection.objects > 0 else { return }
    let before = collection.chosen ?? -1
    let lists = collection.lists.map { list in list.cards.filter { !$0.wasHere }.map(\.number) }
    guard collection.rows == nil, let list = lists.firstIndex(where: { $0.contains(before) }) else {
      let next = before < 0 ? lists.first { !$0.isEmpty }?.first ?? 0 : before
      let moved = before < 0 ? next : step(next, count: collection.objects, perRow: 1, direction, page ? 10 : 1)
      state.view.rows[.candidates] = moved
      return
    }
    let place = lists[list].firstIndex(of: before) ?? 0
    switch direction {
    case .left, .right:
      let next = place + (direction == .left ? -1 : 1)
      if lists[list].indices.contains(next) { state.view.rows[.candidates] = lists[list][next] }
    case .up, .down:
      let other = lists[1 - list]
      if direction == (list == 0 ? .down : .up), let last = other.last {
        state.view.rows[.candidates] = other.indices.contains(place) ? other[place] : last
      }
    }
  }

  private var chosenClass: Int? {
    scene.classes.chosen.flatMap { chosen in scene.classes.rows.firstIndex { $0.sizeClass == chosen } }
  }

  private func moveRaw(_ direction: Effect.Direction, page: Bool, _ state: inout AppState) {
    guard let raw = scene.raw, raw.count > 0 else { return }
    let next = step(raw.chosen, count: raw.count, perRow: 1, direction, page ? 10 : 1)
    state.view.rows[.rawList] = next
    // Rows beyond the shown ones have no address yet: the row is enough until they are drawn.
    if raw.rows.indices.contains(next - raw.first) {
      state.selection = Selection(.raw(raw.rows[next - raw.first].address), isChosen: true)
    }
  }

  private func moveEvent(_ direction: Effect.Direction, page: Bool, _ state: inout AppState) {
    guard scene.events.total > 0 else { return }
    let here = scene.events.chosen ?? scene.events.current ?? max(state.facts.position - 1, 0)
    // The newest is at the top.
    let isNewestFirst = scene.events.rows.count > 1 && scene.events.rows[0].step > scene.events.rows[1].step
    var distance = page ? 10 : 1
    if direction == .up || direction == .left { distance = -distance }
    if isNewestFirst { distance = -distance }
    let next = min(max(here + distance, 0), scene.events.total - 1)
    state.selection = Selection(.event(next), isChosen: true)
  }

  private func choose(_ place: PlaceName, _ state: inout AppState) {
    state.selection = Selection(.place(place), isChosen: true)
  }

  /// The place after a move among `count` things, `perRow` in a row.
  private func step(_ place: Int, count: Int, perRow: Int, _ direction: Effect.Direction, _ times: Int) -> Int {
    let distance: Int
    switch direction {
    case .left: distance = -1
    case .right: distance = 1
    case .up: distance = -perRow * times
    case .down: distance = perRow * times
    }
    let next = place + distance
    if (0..<count).contains(next) { return next }
    // At an edge a step stays, while a page goes as far as it can.
    if times > 1 || perRow == 1 { return min(max(next, 0), count - 1) }
    return place
  }
}

extension Navigator {
  /// Looks inside the chosen thing; gives what has to be done besides.
  func enter(_ state: inout AppState) -> [Effect] {
    switch state.view.focus {
    case .arenas:
      if grid.arenas != nil, !state.view.showsOneArena {
        state.view.showsOneArena = true
        return []
      }
      if let place = state.selection.place ?? scene.map.chosen, place.pool == nil {
        choose(PlaceName(heap: place.heap, arena: place.arena, pool: 0), &state)
      }
      return state.open(.pool)
    case .pool:
      if state.view.view != .pool { return state.open(.pool) }
      state.view.focus = .block
      state.view.showsStack = state.facts.hasStacks
      return []
    case .block:
      state.view.showsStack.toggle()
      return []
    case .classes:
      let row = state.view.rows[.classes] ?? chosenClass ?? 0
      guard scene.classes.rows.indices.contains(row) else { return [] }
      guard let next = scene.classes.rows[row].next else {
        state.message = "no pool of this size has a free block"
        return []
      }
      choose(next, &state)
      return []
    case .sites:
      state.view.focus = .blocks
      return []
    case .blocks:
      guard let pins = scene.arenaPins else { return [] }
      let row = (state.view.rows[.blocks] ?? 0) - pins.first
      guard pins.pins.indices.contains(row) else { return [] }
      choose(pins.pins[row].pool, &state)
      return state.open(.pool)
    case .rawList:
      guard let raw = scene.raw, raw.rows.indices.contains(raw.chosen - raw.first) else { return [] }
      return state.jump(to: raw.rows[raw.chosen - raw.first].since + 1)
    case .eventList:
      guard let chosen = scene.events.chosen else { return [] }
      return state.jump(to: chosen + 1)
    case .candidates:
      return [.enterObject]
    case .around:
      return [.enterObject]
    case .script, .names:
      return [.enterLine]
    case .stack:
      return []
    }
  }
}
