import Scene

/// What the panes of a picture show, in sentences for those who don't see it.
public struct SceneWords {
  /// The sentences, each of them for a line of its own.
  public private(set) var lines: [String] = []

  /// How many things of a kind are named before the rest is only counted.
  private static let limit = 12

  /// Puts the panes of the view that is open into words.
  public init(_ scene: ScreenScene) {
    switch scene.state.view {
    case .heap:
      add(scene.map)
      if let pool = scene.pool { add(pool) }
      add(scene.classes)
    case .pool:
      if let pool = scene.pool { add(pool) }
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
    case .source: if let source = scene.source { add(source) }
    case .pins: if let pins = scene.pins { add(pins, scene.arenaPins) }
    case .raw: if let raw = scene.raw { add(raw) }
    case .events: add(scene.events)
    }
  }

  private mutating func add(_ map: ArenaMapScene) {
    guard map.held > 0 else {
      lines.append("No arena is held.")
      return
    }
    let size = Numbers.bytes(map.arenaSize)
    lines.append("\(Numbers.count(map.held, "arena")) of \(size) held, \(Numbers.bytes(map.usedBytes)) in use.")
    let arenas = map.arenas.filter { !$0.isReturned }
    for arena in arenas.prefix(Self.limit) {
      let pools = [
        (arena.count(.full), "full"), (arena.count(.used), "in part"), (arena.count(.empty), "empty"),
        (arena.count(.notCarved), "not carved"),
      ].filter { $0.0 > 0 }.map { "\(Numbers.count($0.0)) \($0.1)" }
      lines.append(
        "Arena \(arena.name): pools \(pools.joined(separator: ", ")); "
          + "\(Numbers.percent(arena.usedBytes, of: arena.size)) in use.")
    }
    more(map.held, arenas.prefix(Self.limit).count, "arena")
  }

  private mutating func add(_ classes: SizeClassScene) {
    for row in classes.rows {
      var words = "\(row.blockSize)-byte blocks: \(Numbers.count(row.pools, "pool")), \(Numbers.count(row.used)) used"
      words += ", \(Numbers.count(row.free)) free or not carved"
      if let next = row.next { words += ", the next from pool \(next)" }
      lines.append(words + ".")
    }
  }

  private mutating func add(_ pool: PoolScene) {
    guard !pool.blocks.isEmpty else {
      lines.append("Pool \(pool.name) isn't carved.")
      return
    }
    let counts = [(BlockTile.State.used, "used"), (.free, "free"), (.notCarved, "not carved"), (.ghost, "ghosts")]
    let words = counts.map { (pool.count($0.0), $0.1) }.filter { $0.0 > 0 }.map { "\(Numbers.count($0.0)) \($0.1)" }
    lines.append("Pool \(pool.name), \(pool.blockSize)-byte blocks: \(words.joined(separator: ", ")).")
    if !pool.chain.isEmpty {
      let chain = pool.chain.prefix(Self.limit).map(String.init).joined(separator: ", ")
      lines.append(
        "Free blocks of pool \(pool.name), the next out first: \(chain)\(pool.chain.count > Self.limit ? " …" : "").")
    }
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
    if let asked = block.asked { words += ", \(Numbers.bytes(asked)) of \(Numbers.bytes(block.blockSize)) asked for" }
    if !block.type.isEmpty { words += ", \(block.type)" }
    if let since = block.since { words += ", since event \(Numbers.count(since))" }
    if let site = block.site { words += ", from \(site.text)" }
    lines.append(words + ".")
    lines += block.before.map { "Before: \($0)." }
  }

  private mutating func add(_ objects: ObjectsScene) {
    lines.append("\(Numbers.count(objects.listed, "object")), \(objects.words).")
    for row in objects.rows.prefix(Self.limit) {
      var words = row.name
      if !row.variables.isEmpty { words += " (\(row.variables.joined(separator: ", ")))" }
      words += ": \(row.references == 1 ? "1 reference" : "\(row.count) references")"
      if row.targets > 0 { words += ", refers to \(row.targets)" }
      if !row.generation.isEmpty { words += ", generation \(row.generation)" }
      if let cycle = row.cycle { words += ", in cycle \(cycle)" }
      if !row.block.isEmpty { words += ", block \(row.block)" }
      if !row.state.isEmpty { words += ", \(row.state)" }
      lines.append(words + ".")
    }
    more(objects.listed, Self.limit, "object")
    guard let detail = objects.detail else { return }
    let holders = detail.holders.map { "\($0.name) as \($0.label)" }
    if !holders.isEmpty { lines.append("\(detail.row.name) is held by \(holders.joined(separator: ", ")).") }
    let targets = detail.targets.map { "\($0.name) as \($0.label)" }
    if !targets.isEmpty { lines.append("\(detail.row.name) refers to \(targets.joined(separator: ", ")).") }
    if !detail.verdict.isEmpty { lines.append(detail.verdict) }
  }

  private mutating func add(_ collection: CollectionScene) {
    let phase = collection.phases.indices.contains(collection.phase) ? collection.phases[collection.phase] : "done"
    lines.append(
      "Collection \(collection.number) of \(collection.total), generation \(collection.generation), "
        + "\(Numbers.count(collection.objects, "object")); phase \(phase), step \(collection.step).")
    lines.append("\(collection.caption.row1) \(collection.caption.row2)")
    for list in collection.lists {
      let cards = list.cards.filter { !$0.wasHere }.map { card in
        let count = card.gcRefs.map { ", gc_refs \($0)" } ?? ""
        return "\(card.name) (refs \(card.references)\(count), \(card.state))"
      }
      let rest = list.count - cards.count
      let names = cards.isEmpty ? "nothing" : cards.joined(separator: ", ")
      lines.append("\(list.title), \(list.note): \(names)\(rest > 0 ? " and \(Numbers.count(rest)) more" : "").")
    }
    guard let graph = collection.graph else { return }
    lines.append("References: \(graph.measure).")
    lines += graph.notes
  }

  private mutating func add(_ source: SourceScene) {
    if let line = source.line {
      let text = source.lines.indices.contains(line - 1) ? source.lines[line - 1] : ""
      lines.append("\(source.file):\(line) in \(source.function): \(text)")
    }
    for scope in source.scopes {
      for variable in scope.variables.prefix(Self.limit) {
        var words = "\(scope.title): \(variable.name)"
        if let object = variable.object { words += " is \(object)" }
        if !variable.references.isEmpty { words += ", \(variable.references)" }
        if let block = variable.block { words += ", block \(block)" }
        lines.append(words + ".")
      }
    }
  }

  private mutating func add(_ pins: PinsScene, _ arena: ArenaPinsScene?) {
    let fills = pins.fills.filter { $0.count > 0 }.map { "\(Numbers.count($0.count)) \($0.title)" }
    lines.append("\(Numbers.count(pins.held, "arena")) held: \(fills.joined(separator: ", ")).")
    for site in pins.sites.prefix(Self.limit) {
      lines.append(
        "\(site.text) keeps \(Numbers.count(site.blocks, "block")), alone in \(Numbers.count(site.aloneIn, "arena")).")
    }
    more(pins.sites.count, Self.limit, "call site")
    guard let arena else { return }
    lines.append(
      "Arena \(arena.name) is held by \(Numbers.count(arena.blocks, "block")) in "
        + "\(Numbers.count(arena.poolsInUse, "pool")), \(Numbers.percent(arena.usedBytes, of: arena.size)) in use.")
  }

  private mutating func add(_ raw: RawScene) {
    lines.append("\(Numbers.count(raw.count, "block")) of malloc's, \(Numbers.bytes(raw.bytes)).")
    for row in raw.rows.prefix(Self.limit) {
      lines.append(
        "\(Numbers.address(row.address)): \(Numbers.bytes(row.size)), since event \(Numbers.count(row.since)).")
    }
    more(raw.count, Self.limit, "block")
  }

  private mutating func add(_ events: EventLogScene) {
    for row in events.rows.prefix(Self.limit) {
      let what = row.what.isEmpty ? "an object" : row.what
      let place = row.place == "malloc" ? "them from malloc" : row.place
      let words: String =
        switch row.kind {
        case .taken: "\(what) asks for \(Numbers.bytes(row.asked ?? 0)) and gets \(place)"
        case .given: "\(what) gives \(row.place) back"
        case .resized: "\(what) is resized to \(Numbers.bytes(row.asked ?? 0)) at \(row.place)"
        case .failed: "\(what) asks for \(Numbers.bytes(row.asked ?? 0)) and gets none"
        case .collection, .mark, .other: [row.what, row.place].filter { !$0.isEmpty }.joined(separator: " ")
        }
      lines.append("Event \(Numbers.count(row.step)): \(words).")
    }
  }

  private mutating func more(_ count: Int, _ named: Int, _ noun: String) {
    if count > named { lines.append("And \(Numbers.count(count - named, "more \(noun)")).") }
  }
}
