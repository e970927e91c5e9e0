import Scene

/// How much of each pool the map shows; the more arenas there are, the less.
enum MapDensity: Hashable {
  /// A letter and a tray of so many cells, eight pools a row.
  case trays(Int)
  /// A letter and a tray of one cell, sixteen pools a row.
  case letters
  /// A tray of one cell without a letter, thirty-two pools a row.
  case strips
  /// A tray of one cell without a letter, one row an arena.
  case rows
  /// One cell an arena, so many a row.
  case cells(perRow: Int)

  /// The columns that the map takes, row numbers with it.
  var columns: Int {
    switch self {
    case .trays(let width): 2 + 8 * (width + 2) + width / 8
    case .letters: 50
    case .strips: 37
    case .rows: 75
    case .cells(let perRow): 6 + perRow
    }
  }

  /// The rows of one arena, its title with it.
  func rowsPerArena(pools: Int) -> Int {
    switch self {
    case .trays: 1 + (pools + 7) / 8
    case .letters: 1 + (pools + 15) / 16
    case .strips: 1 + (pools + 31) / 32
    case .rows, .cells: 1
    }
  }

  /// Chooses the most that lets every arena be seen in `width` x `rows` cells, which are those of the map alone.
  ///
  /// `beside` is what must be left for the panes at the right. Up to twelve arenas keep their letters where they can be
  /// paged through; where there are more, each gets a row, and above that a cell.
  static func fitting(arenas: Int, pools: Int, width: Int, rows: Int, beside: Int) -> MapDensity {
    func fits(_ density: MapDensity) -> Bool {
      density.columns + beside <= width && arenas * density.rowsPerArena(pools: pools) <= rows
    }
    for density in [MapDensity.trays(8), .trays(5), .letters] where fits(density) { return density }
    let besideRows = beside == 0 ? 0 : 42
    if arenas <= rows, MapDensity.rows.columns + besideRows <= width { return .rows }
    if arenas <= 12 { return width >= MapDensity.letters.columns + beside ? .letters : .strips }
    return .cells(perRow: MapDensity.cells(perRow: 64).columns + besideRows <= width ? 64 : 32)
  }
}
