import Scene

/// The scenes that the design was drawn with: event 83,650 of a recording with three arenas, CPython 3.13.
enum MockScenes {
  static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEF")

  /// `d191` is a pool of 64-byte blocks with 191 in use, `.` one that was never carved.
  static func pools(_ text: String, poolSize: Int = 16384) -> [PoolTile] {
    text.split(separator: " ").map { word in
      guard let letter = word.first, letter != ".", let index = letters.firstIndex(of: letter) else {
        return .notCarved
      }
      let used = Int(word.dropFirst()) ?? 0
      let capacity = (poolSize - 48) / ((index + 1) * 16)
      let state: PoolTile.State = used == 0 ? .empty : used == capacity ? .full : .used
      return PoolTile(state, sizeClass: index, used: used, capacity: capacity)
    }
  }

  static let arena0 = """
    j102 D34 g145 c340 b510 d255 h127 e204 B32 f170 q25 n72 a91 u33 k92 y23 v41 s53 p63 d255 i113 e204 j102 d255 \
    f170 g86 j102 e204 d255 D9 j102 d255 f35 b85 d255 d255 b0 f0 d255 d255 b0 d255 f0 d255 b0 d255 f0 d255 \
    b0 d255 f0 d255 b0 d255 f15 d255 b53 d255 d255 f22 b59 d255 d255 b85
    """
  static let arena1 = """
    f29 c156 d255 d255 b85 f29 d255 b73 d255 f22 d255 b65 d255 d255 f29 b85 d255 d255 f22 b65 d255 d255 b78 f29 \
    d255 d255 b85 f25 d255 d255 b73 d255 f25 d255 b78 d255 f25 d255 b73 d255 f29 d255 b85 d255 f29 d255 b85 d255 \
    d255 b73 f92 d255 d255 b8 f3 x42 n72 F31 m78 e204 s53 j102 j102 p63
    """
  static let arena2 = """
    F31 e204 n72 j102 x42 j102 e204 s53 F31 j102 n72 h83 j102 m71 e204 x42 F31 p40 j102 k52 j102 e204 F31 s31 \
    n71 d255 i26 j102 d255 d255 d255 d255 j102 F22 d255 d255 e111 d255 x12 d255 j36 d255 d191 . . . . . \
    . . . . . . . . . . . . . . . .
    """

  static var map: ArenaMapScene {
    let mib = 1 << 20
    var last = pools(arena2)
    last[42].change = .taken
    let bytes = [734_003, 660_603, 618_660]
    let bases: [UInt64] = [0x7f3a_91e0_0000, 0x7f3a_91d0_0000, 0x7f3a_91c0_0000]
    let arenas = [pools(arena0), pools(arena1), last].enumerated().map { index, pools in
      ArenaScene(
        name: PlaceName(arena: index), base: bases[index], usedBytes: bytes[index] + 2048, size: mib, pools: pools)
    }
    let cells = arenas.map { ArenaCell(index: $0.name.arena, usedBytes: $0.usedBytes, capacity: mib) }
    return ArenaMapScene(
      held: 3, arenaSize: mib, poolSize: 16384, usedBytes: 2_020_352, cells: cells, arenas: arenas,
      chosen: PlaceName(arena: 2, pool: 42, block: 88))
  }

  static let chain = [121, 17, 170, 153, 41, 18, 97, 66, 199]

  static var pool: PoolScene {
    var blocks = Array(repeating: BlockTile(.used), count: 200) + Array(repeating: BlockTile(.notCarved), count: 55)
    for (order, block) in chain.enumerated() { blocks[block] = BlockTile(.free, order: order + 1) }
    blocks[88].change = .taken
    return PoolScene(
      name: PlaceName(arena: 2, pool: 42), base: 0x7f3a_91ca_8000, state: .used, sizeClass: 3, blockSize: 64,
      blocks: blocks, chain: chain, chosen: 88,
      header: [
        .init("count", "191", change: .taken), .init("freeblock", "block 121", change: .touched),
        .init("nextpool", "usedpools"), .init("prevpool", "usedpools"), .init("arenaindex", "2"), .init("szidx", "3"),
        .init("nextoffset", "12,848"), .init("maxnextoffset", "16,320"),
      ], note: "the only pool in use with 64-byte blocks that has free ones",
      delta: "+ pool 2.42: 190 → 191 used, 10 → 9 free")
  }

  static var classes: SizeClassScene {
    let rows: [(Character, Int, Int, Int, String, Int)] = [
      ("a", 1, 87, 934, "0.12", 0), ("b", 19, 1789, 7901, "0.33", 17), ("c", 2, 495, 185, "1.1", 0),
      ("d", 59, 14981, 64, "2.42", 0), ("e", 9, 1741, 95, "2.36", 0), ("f", 18, 787, 2273, "0.32", 15),
      ("g", 2, 231, 59, "0.25", 0), ("h", 2, 210, 44, "2.11", 0), ("i", 2, 139, 87, "2.26", 0),
      ("j", 15, 1464, 66, "2.40", 0), ("k", 2, 144, 40, "2.19", 0), ("m", 2, 149, 7, "2.13", 0),
      ("n", 5, 359, 1, "2.24", 0), ("p", 3, 166, 23, "2.17", 0), ("q", 1, 25, 35, "0.10", 0),
      ("s", 4, 190, 22, "2.23", 0), ("u", 1, 33, 15, "0.13", 0), ("v", 1, 41, 5, "0.16", 0),
      ("x", 4, 138, 30, "2.38", 0), ("y", 1, 23, 17, "0.15", 0), ("B", 1, 32, 4, "0.8", 0),
      ("D", 2, 43, 25, "0.29", 0), ("F", 6, 177, 9, "2.33", 0),
    ]
    return SizeClassScene(
      rows: rows.map { letter, pools, used, free, next, waiting in
        let index = letters.firstIndex(of: letter)!
        return SizeClassRow(
          sizeClass: index, blockSize: (index + 1) * 16, pools: pools, used: used, free: free, next: PlaceName(next),
          waiting: waiting, change: letter == "d" ? .taken : .none)
      }, chosen: 3)
  }

  static let site = CallSite(file: "orders.py", line: 31, function: "add_node")

  static var stack: StackScene {
    StackScene(
      frames: [
        site, CallSite(file: "orders.py", line: 64, function: "load"),
        CallSite(file: "orders.py", line: 118, function: "main"),
        CallSite(file: "orders.py", line: 131, function: "<module>"),
      ], title: "event 83,650")
  }

  static var block: BlockScene {
    BlockScene(
      name: PlaceName(arena: 2, pool: 42, block: 88), address: 0x7f3a_91ca_9630, state: .used, sizeClass: 3,
      blockSize: 64, asked: 56, since: 83_650, age: "this step", site: site, stack: stack,
      before: ["56 bytes, freed at event 83,649"], change: .taken)
  }

  static var events: EventLogScene {
    var rows = [
      EventRow(
        step: 83_650, kind: .taken, what: "add_node", sizeClass: 3, asked: 56, given: 64, place: "2.42.88", site: site)
    ]
    for (index, block) in [88, 121, 17, 170, 153, 41, 18, 97, 66].enumerated() {
      rows.append(
        EventRow(
          step: 83_649 - index, kind: .given, what: "drop", sizeClass: 3, asked: 56, given: 64, place: "2.42.\(block)"))
    }
    for (index, block) in [499, 498, 497, 496].enumerated() {
      rows.append(
        EventRow(
          step: 83_640 - index, kind: .given, what: "drop", sizeClass: 1, asked: 32, given: 32, place: "0.52.\(block)"))
    }
    return EventLogScene(rows: rows, current: 83_650, total: 97_926)
  }

  static func timeline(columns: Int) -> TimelineScene {
    let total = 97_926
    let mib = 1 << 20
    var values: [TimelineScene.Column] = []
    for column in 0..<columns {
      let x = Double(column) / Double(columns)
      let y =
        x < 0.5
        ? 0.02 + 1.62 * x / 0.5
        : x < 0.7 ? 1.64 - (x - 0.5) * 5 : x < 0.86 ? 0.64 + (x - 0.7) * 8.2 : 1.95 - (x - 0.86) * 4
      values.append(TimelineScene.Column(live: Int(y * Double(mib)), held: 3 * mib))
    }
    for share in [0.09, 0.15, 0.22, 0.29, 0.36, 0.42, 0.7, 0.74, 0.78, 0.81] {
      values[Int(share * Double(columns))].collection = 0
    }
    values[Int(0.88 * Double(columns))].collection = 1
    return TimelineScene(
      columns: values, window: 0..<total, position: 83_650, total: total,
      marks: [
        .init(name: "imported", step: 5400), .init(name: "loaded", step: 45_800), .init(name: "dropped", step: 66_000),
      ],
      live: 2_020_352, arenas: 3, peakArenas: 3, arenaSize: mib)
  }

  static let footer: [FooterEntry] = [
    .init("← →", "step"), .init("Space", "play"), .init("[ ]", "phase", isEnabled: false), .init("{ }", "collection"),
    .init("hjkl", "select"), .init("Tab", "pane"), .init("z", "zoom"), .init("/", "find"), .init("b", "break"),
    .init(":", "command"), .init("?", "help"), .init("q", "quit"),
  ]

  /// The moment of the heap mock on a screen so wide.
  static func heap(columns: Int, view: ViewKind = .heap) -> ScreenScene {
    ScreenScene(
      state: ViewState(view: view),
      title: TitleScene(file: "orders.trace", python: "CPython 3.13", state: "paused"),
      caption: CaptionScene(
        sign: "+", row1: "An object asks for 56 bytes and gets block 88 of pool 2.42: 64 bytes.",
        row2: "Block 88 was freed last, so it is handed out first.", more: "Next in line in this pool: block 121.",
        site: site),
      map: map, pool: pool, classes: classes, block: block, events: events, stack: stack,
      timeline: timeline(columns: TimelineScene.columnCount(screenColumns: columns)),
      status: StatusScene(
        position: 83_650, total: 97_926, liveBlocks: 23_444, liveBytes: 2_020_352, rawBlocks: 312, rawBytes: 655_360,
        collectionsRun: 10, collectionsTotal: 11, microseconds: 840_000), footer: footer)
  }
}
