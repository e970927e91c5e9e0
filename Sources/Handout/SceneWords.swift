import Scene

/// What the panes of a picture show, in sentences for those who don't see it.
public struct SceneWords {
  /// The sentences, each of them for a line of its own.
  public internal(set) var lines: [String] = []

  /// How many things of a kind are named before the rest is only counted.
  static let limit = 100

  /// Puts the panes of the view that is open into words.
  public init(_ scene: ScreenScene) {
    switch scene.state.view {
    case .heap:
      add(scene.map)
      if let pool = scene.pool { add(pool) }
      add(scene.classes)
    case .pool:
      if let pool = scene.pool {
        add(pool)
        addHeader(pool)
      } else {
        lines.append("No pool yet: the first small request gets one.")
      }
      if let block = scene.block { add(block) }
    case .objects:
      switch scene.objects {
      case .objects(let objects): add(objects)
      case .absence(let words): lines.append(words)
      case nil: break
      }
    case .collection:
      switch scene.collection {
      case .collection(let collection): add(collection)
      case .absence(let words): lines.append(words)
      case nil: break
      }
    case .source: if let source = scene.source { add(source, scene) }
    case .pins: if let pins = scene.pins { add(pins, scene.arenaPins) }
    case .raw: if let raw = scene.raw { add(raw) }
    case .events:
      add(scene.events)
      add(scene.stack)
      if let block = scene.block { add(block) }
    }
    if ![.objects, .collection].contains(scene.state.view) { add(scene.timeline) }
  }

  private mutating func add(_ map: ArenaMapScene) {
    guard map.held > 0 else {
      lines.append(
        "No arena is held: the first small request gets one of \(Numbers.bytes(map.arenaSize)), "
          + "\(map.poolsPerArena) pools of \(Numbers.bytes(map.poolSize)).")
      return
    }
    let size = Numbers.bytes(map.arenaSize)
    let share = Numbers.percent(map.usedBytes, of: map.held * map.arenaSize)
    lines.append(
      "\(Numbers.count(map.held, "arena")) of \(size) held, \(Numbers.bytes(map.usedBytes)) or \(share) in use; "
        + "each has \(map.poolsPerArena) pools of \(Numbers.bytes(map.poolSize)).")
    let arenas = map.arenas.filter { !$0.isReturned }
    for arena in arenas.prefix(Self.limit) {
      let pools = [
        (arena.count(.full), "full"), (arena.count(.used), "in part"), (arena.count(.empty), "empty"),
        (arena.count(.notCarved), "not carved"),
      ].filter { $0.0 > 0 }.map { "\(Numbers.count($0.0)) \($0.1)" }
      lines.append(
        "Arena \(arena.name) at \(Numbers.address(arena.base)): pools \(pools.joined(separator: ", ")); "
          + "\(Self.share(arena.usedBytes, of: arena.size)) in use.")
    }
    let returned = map.arenas.filter(\.isReturned).prefix(Self.limit).map { "\($0.name)" }
    if !returned.isEmpty {
      lines.append(
        "\(returned.count == 1 ? "Arena" : "Arenas") \(returned.joined(separator: ", ")) went back to the system.")
    }
    more(map.held, arenas.prefix(Self.limit).count, "arena")
  }

  private mutating func add(_ classes: SizeClassScene) {
    lines.append("\(classes.rows.count) of \(classes.total) size classes in use.")
    for row in classes.rows {
      let share = Numbers.percent(row.used, of: row.used + row.free)
      var words =
        "\(row.blockSize)-byte blocks: \(Numbers.count(row.pools, "pool")), \(Numbers.count(row.used)) or \(share) used"
      words += ", \(Numbers.count(row.free)) free or not carved"
      if let next = row.next { words += ", the next from pool \(next)" }
      if row.waiting > 0 { words += ", \(Numbers.count(row.waiting)) more in the ring" }
      lines.append(words + ".")
    }
  }

  /// The fields of the pool's header, and who has its blocks.
  private mutating func addHeader(_ pool: PoolScene) {
    let fields = pool.header.map { "\($0.name) \($0.value)" }
    if !fields.isEmpty {
      lines.append("Header of pool \(pool.name), \(pool.headerSize) bytes: \(fields.joined(separator: ", ")).")
    }
    for (block, tenant) in pool.tenants.sorted(by: { $0.key < $1.key }) {
      let who = [tenant.name, tenant.type].filter { !$0.isEmpty }
      guard !who.isEmpty else { continue }
      lines.append(
        "Block \(block) of pool \(pool.name): \(tenant.asked > 0 ? "" : "was ")\(who.joined(separator: ", "))"
          + "\(tenant.asked > 0 ? ", \(Numbers.bytes(tenant.asked)) asked for" : "").")
    }
  }

  private mutating func add(_ pool: PoolScene) {
    guard !pool.blocks.isEmpty else {
      lines.append("Pool \(pool.name) isn't carved.")
      return
    }
    let counts = [(BlockTile.State.used, "used"), (.free, "free"), (.notCarved, "not carved"), (.ghost, "ghosts")]
    let words = counts.map { (pool.count($0.0), $0.1) }.filter { $0.0 > 0 }.map { "\(Numbers.count($0.0)) \($0.1)" }
    lines.append(
      "Pool \(pool.name), \(Numbers.count(pool.blocks.count)) \(pool.blockSize)-byte blocks: "
        + "\(words.joined(separator: ", ")).")
    if !pool.chain.isEmpty {
      let chain = pool.chain.prefix(Self.limit).map(String.init).joined(separator: ", ")
      lines.append(
        "Free blocks of pool \(pool.name), the next out first: \(chain)\(pool.chain.count > Self.limit ? " …" : "").")
    }
    if !pool.delta.isEmpty { lines.append("This step: \(pool.delta).") }
    if !pool.note.isEmpty { lines.append("Pool \(pool.name): \(pool.note)\(pool.note.hasSuffix(".") ? "" : ".")") }
  }

  private mutating func add(_ block: BlockScene) {
    var words = "\(block.title) "
    switch block.state {
    case .used: words += "is used"
    case .free:
      words += block.order.map { $0 == 1 ? "is free, the next out" : "is free, number \($0) to go out" } ?? "is free"
    case .notCarved: words += "was never handed out"
    case .ghost: words += "is used since before the recording"
    }
    words += ", at \(Numbers.address(block.address))"
    if !block.type.isEmpty { words += ", holds \(block.type)" }
    if let asked = block.asked {
      words += ", \(Numbers.bytes(asked)) asked for, it has \(Numbers.bytes(block.blockSize))"
      let unused = max(block.blockSize - asked, 0)
      let share = Numbers.fixed(unused * 100, over: max(block.blockSize, 1), digits: 1)
      if block.sizeClass != nil { words += ": \(unused) unused, \(share) %" }
    }
    if block.state == .used {
      switch block.domain {
      case "OBJ": words += ", for an object (OBJ)"
      case "MEM": words += ", for an object's parts (MEM)"
      default: words += ", for the interpreter (RAW)"
      }
    }
    if let since = block.since {
      words += ", since event \(Numbers.count(since))\(block.age.isEmpty ? "" : ", \(block.age)")"
    }
    if let site = block.site { words += ", from \(site.text)\(site.function.isEmpty ? "" : " \(site.function)")" }
    lines.append(words + ".")
    if block.state == .free { lines.append("Its first 8 bytes hold the next free block.") }
    if let stack = block.stack { add(stack) }
    lines += block.before.map { "Before: \($0)." }
  }

  /// A share in percent, of less than 1 % with a digit behind the point; something is never told as nothing.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0, part * 100 < whole else { return Numbers.percent(part, of: whole) }
    let text = Numbers.fixed(part * 100, over: whole, digits: 1)
    return text == "0.0" ? "<0.1 %" : "\(text) %"
  }

  mutating func more(_ count: Int, _ named: Int, _ noun: String) {
    if count > named { lines.append("And \(Numbers.count(count - named, "more \(noun)")).") }
  }
}
