import Scene

/// How many things stand in a row of the picture, so that keys for above and below know where that is.
public struct Grid: Hashable, Sendable {
  /// Pools in a row of the map; nil where it shows none.
  public var pools: Int?
  /// Blocks in a row of the pool; nil where it shows none.
  public var blocks: Int?
  /// Arenas in a row of the map, where each has one cell; nil where it doesn't.
  public var arenas: Int?

  /// Makes a grid.
  public init(pools: Int? = nil, blocks: Int? = nil, arenas: Int? = nil) {
    self.pools = pools
    self.blocks = blocks
    self.arenas = arenas
  }
}

extension Frame {
  /// The panes that this picture shows, in the order in which they were drawn.
  public var panes: [Pane] {
    var panes: [Pane] = []
    for region in regions {
      if case .one(.pane(let pane)) = region.kind, !panes.contains(pane) { panes.append(pane) }
    }
    return panes
  }

  /// How many things stand in a row of this picture.
  public var grid: Grid {
    var grid = Grid()
    for region in regions {
      switch region.kind {
      case .pools(_, _, _, let perRow, _): grid.pools = perRow
      case .blocks(_, _, _, let perRow, _): grid.blocks = perRow
      case .arenas(_, _, let perRow): grid.arenas = perRow
      case .one, .timeline: break
      }
    }
    return grid
  }
}
