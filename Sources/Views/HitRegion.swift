import Cells
import Scene

/// What a place on the screen stands for.
public enum HitTarget: Hashable, Sendable {
  /// The tab of a view.
  case tab(ViewKind)
  /// A pane as a whole.
  case pane(Pane)
  /// An arena, a pool or a block.
  case place(PlaceName)
  /// A size class.
  case sizeClass(Int)
  /// A row of a pane's list, by its number in the whole list.
  case row(Pane, Int)
  /// A step in a list.
  case event(Int)
  /// A request that malloc served.
  case raw(UInt64)
  /// An object, by its address.
  case object(UInt64)
  /// A moment on the timeline.
  case moment(Int)
  /// A footer entry, by its action.
  case action(String)
}

/// A part of the screen and what it stands for.
struct HitRegion: Sendable {
  enum Kind: Sendable {
    case one(HitTarget)
    /// Pools `first` and on of an arena, `perRow` a row, every `stride` columns.
    case pools(PlaceName, first: Int, count: Int, perRow: Int, stride: Int)
    /// Blocks of a pool: `perRow` a row, `stride` half columns each.
    case blocks(PlaceName, first: Int, count: Int, perRow: Int, halfColumns: Int)
    /// Arenas as cells, by their names in order.
    case arenas([Int], heap: Int, perRow: Int)
    case timeline(window: Range<Int>, columns: Int)
  }

  let rect: Rect
  let kind: Kind

  func target(x: Int, y: Int) -> HitTarget? {
    guard rect.contains(x: x, y: y) else { return nil }
    let (column, row) = (x - rect.x, y - rect.y)
    switch kind {
    case .one(let target): return target
    case .pools(let arena, let first, let count, let perRow, let stride):
      let index = row * perRow + min(column / stride, perRow - 1)
      guard index < count else { return .place(arena) }
      return .place(PlaceName(heap: arena.heap, arena: arena.arena, pool: first + index))
    case .blocks(let pool, let first, let count, let perRow, let halfColumns):
      let index = row * perRow + min(column * 2 / halfColumns, perRow - 1)
      guard index < count else { return .place(pool) }
      return .place(PlaceName(heap: pool.heap, arena: pool.arena, pool: pool.pool, block: first + index))
    case .arenas(let names, let heap, let perRow):
      let index = row * perRow + column
      guard index < names.count else { return nil }
      return .place(PlaceName(heap: heap, arena: names[index]))
    case .timeline(let window, let columns):
      guard columns > 1 else { return .moment(window.lowerBound) }
      if column >= columns - 1 { return .moment(window.upperBound) }
      return .moment(window.lowerBound + Int(Double(column) / Double(columns) * Double(window.count)))
    }
  }
}

extension Frame {
  mutating func region(_ rect: Rect, _ target: HitTarget) {
    regions.append(HitRegion(rect: rect, kind: .one(target)))
  }

  mutating func region(_ rect: Rect, _ kind: HitRegion.Kind) { regions.append(HitRegion(rect: rect, kind: kind)) }

  /// What stands at a place, the innermost thing first; empty where there is nothing.
  public func targets(x: Int, y: Int) -> [HitTarget] {
    regions.reversed().compactMap { $0.target(x: x, y: y) }
  }

  /// The moment that a column of the timeline stands for, also beside and below it: for dragging. Nil without a timeline.
  public func moment(column x: Int) -> Int? {
    for region in regions {
      if case .timeline = region.kind {
        let column = min(max(x, region.rect.x), region.rect.maxX - 1)
        if case .moment(let step)? = region.target(x: column, y: region.rect.y) { return step }
      }
    }
    return nil
  }
}
