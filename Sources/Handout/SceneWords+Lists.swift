import Scene

extension SceneWords {
  /// The script at one of its lines.
  mutating func add(_ source: SourceScene, _ scene: ScreenScene) {
    let function = source.function.isEmpty ? "" : " in \(source.function)"
    if let line = source.line {
      let text = source.lines.indices.contains(line - 1) ? source.lines[line - 1] : ""
      lines.append("\(source.file):\(line)\(function): \(text)")
    } else {
      lines.append("\(source.file): the script has not begun.")
    }
    if source.count > 0 {
      lines.append("Line \(Numbers.count(source.number)) of \(Numbers.count(source.count)) that run.")
    }
    if source.lines.isEmpty {
      lines.append("Line \(source.line ?? 0); the script's text isn't in the recording.")
    }
    let numbers = source.numbers
    let middle = source.line.flatMap { line in numbers.firstIndex { $0 >= line } } ?? 0
    let first = max(min(middle - 20, numbers.count - 40), 0)
    for number in numbers.dropFirst(first).prefix(40) where !source.lines[number - 1].isEmpty {
      lines.append("Line \(number): \(source.lines[number - 1])")
    }
    for collection in source.collections { lines.append("The line starts \(collection).") }
    for scope in source.scopes {
      for variable in scope.variables.prefix(Self.limit) { add(variable, of: scope.title) }
    }
    for variable in source.nameless.prefix(Self.limit) { add(variable, of: "no name leads to") }
    if let around = source.around { add(around) }
    add(scene.stack)
    add(scene.events)
    if let arena = scene.map.arenas.first(where: { $0.name.arena == scene.map.chosen?.arena }) {
      let share = Self.share(arena.usedBytes, of: arena.size)
      lines.append("Arena \(arena.name): \(share) used.")
    }
    if let pool = scene.pool {
      lines.append(
        "Pool \(pool.name), \(pool.blockSize)-byte blocks: \(Numbers.count(pool.used)) of "
          + "\(Numbers.count(pool.blocks.count)) used.")
    }
  }

  private mutating func add(_ variable: SourceScene.Variable, of scope: String) {
    var words = "\(scope): \(variable.name)"
    if let object = variable.object {
      words += variable.name.isEmpty ? object : " is \(object)"
    } else {
      words += " has no value yet"
    }
    if !variable.references.isEmpty { words += ", \(variable.references)" }
    if let block = variable.block { words += ", block \(block)" }
    if variable.isFreed { words += ", given back" }
    if !variable.targets.isEmpty { words += ", \(variable.targets.joined(separator: ", "))" }
    lines.append(words + ".")
  }

  /// What keeps the arenas, and what keeps the chosen one.
  mutating func add(_ pins: PinsScene, _ arena: ArenaPinsScene?) {
    let fills = pins.fills.map { "\(Numbers.count($0.count)) \($0.title)" }
    lines.append(
      "\(Numbers.count(pins.held, "arena")) held: \(fills.joined(separator: ", ")); "
        + "\(Numbers.count(pins.nearlyEmpty)) nearly empty.")
    for site in pins.sites.prefix(Self.limit) {
      lines.append(
        "\(site.text) keeps \(Numbers.count(site.blocks, "block")), alone in \(Numbers.count(site.aloneIn, "arena")).")
    }
    more(pins.sites.count, Self.limit, "call site")
    if pins.together > 0 {
      lines.append("Two or more of these keep \(Numbers.count(pins.together, "arena")) together.")
    }
    if pins.sites.indices.contains(pins.chosen), pins.sites[pins.chosen].aloneIn > 0 {
      let site = pins.sites[pins.chosen]
      lines.append(
        "Without the blocks of \(site.text) \(Numbers.count(site.aloneIn, "arena")) would be empty and "
          + "\(Numbers.bytes(site.aloneIn * pins.arenaSize)) would go back to the system.")
    }
    if let kept = pins.keptArena { lines.append("Arena \(kept) is the empty one that is kept.") }
    guard let arena else { return }
    lines.append(
      "Arena \(arena.name) is held by \(Numbers.count(arena.blocks, "block")) in \(arena.poolsInUse) of "
        + "\(Numbers.count(arena.pools.count, "pool")), "
        + "\(Self.share(arena.usedBytes, of: arena.size)) in use.")
    for pin in arena.pins.prefix(Self.limit) {
      var words = "Pool \(pin.pool): \(Numbers.count(pin.blocks, "block"))"
      if let name = pin.blockName { words += ", \(name)" }
      if let site = pin.site {
        words += ", from \(site.text)\(site.function.isEmpty ? "" : " \(site.function)")"
      }
      if let oldest = pin.oldest { words += ", since event \(Numbers.count(oldest))" }
      lines.append(words + ".")
    }
    let left = arena.total - arena.first - min(arena.pins.count, Self.limit)
    if left > 0 { lines.append("And \(Numbers.count(left, "more group")) of blocks.") }
  }

  /// The requests that malloc serves.
  mutating func add(_ raw: RawScene) {
    lines.append("\(Numbers.count(raw.count, "block")) of malloc's, \(Numbers.bytes(raw.bytes)).")
    let sizes = raw.steps.map { step in
      let size = step.atLeast == 0 ? "up to 512 bytes" : "from \(Self.round(step.atLeast))"
      return "\(size) \(Numbers.count(step.count, "block")), \(Numbers.bytes(step.bytes))"
    }
    if !sizes.isEmpty { lines.append("Sizes: \(sizes.joined(separator: "; ")).") }
    for row in raw.rows.prefix(Self.limit) {
      var words = "\(Numbers.address(row.address)): \(Numbers.count(row.size)) bytes for \(row.domain)"
      words += ", since event \(Numbers.count(row.since))"
      if let site = row.site { words += ", from \(site.text)\(site.function.isEmpty ? "" : " \(site.function)")" }
      lines.append(words + ".")
    }
    more(raw.count, Self.limit, "block")
  }

  private static func round(_ bytes: Int) -> String {
    bytes < 1024 ? "513 bytes" : bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
  }

  /// The events around the moment.
  mutating func add(_ events: EventLogScene) {
    if events.total > 0 { lines.append("\(Numbers.count(events.total, "event")) in the trace.") }
    for row in events.rows.prefix(Self.limit) {
      let what = row.what.isEmpty ? "an object" : row.what
      let place = row.place == "malloc" ? "them from malloc" : row.place
      let words: String =
        switch row.kind {
        case .taken: "\(what) asks for \(Self.size(row)) and gets \(place)"
        case .given: "\(what), \(Self.size(row)), gives \(row.place) back"
        case .resized: "\(what) is resized to \(Self.size(row)) at \(row.place)"
        case .failed: "\(what) asks for \(Numbers.bytes(row.asked ?? 0)) and gets none"
        case .collection, .mark, .other: [row.what, row.place].filter { !$0.isEmpty }.joined(separator: " ")
        }
      let site = row.site.map { ", from \($0.text)\($0.function.isEmpty ? "" : " \($0.function)")" } ?? ""
      lines.append("Event \(Numbers.count(row.step)): \(words)\(site).")
    }
  }

  /// The bytes that an event asked for, and those that it got where they are more.
  private static func size(_ row: EventRow) -> String {
    let asked = Numbers.count(row.asked ?? 0, "byte")
    guard let given = row.given, given != row.asked else { return asked }
    return "\(asked) in \(Numbers.count(given))"
  }

  /// Who asked.
  mutating func add(_ stack: StackScene) {
    for (place, frame) in stack.frames.prefix(Self.limit).enumerated() {
      let function = frame.function.isEmpty ? "" : " in \(frame.function)"
      lines.append(
        "\(place == 0 ? stack.title.isEmpty ? "Asked" : stack.title : "Called") at \(frame.text)\(function).")
    }
    more(stack.frames.count, Self.limit, "frame")
    if stack.frames.isEmpty, !stack.absence.isEmpty {
      lines.append("\(stack.title.isEmpty ? "" : "Call stack, \(stack.title): ")\(stack.absence)")
    }
  }

  /// What the whole of the timeline has now; nothing where it is left out.
  mutating func add(_ time: TimelineScene) {
    guard !time.columns.isEmpty else { return }
    var words = "Live now: \(Numbers.bytes(time.live)) in \(Numbers.count(time.arenas, "arena"))"
    if time.peakArenas > time.arenas { words += ", \(Numbers.count(time.peakArenas)) at the peak" }
    lines.append(words + ".")
    for mark in time.marks { lines.append("Mark \(mark.name) at event \(Numbers.count(mark.step)).") }
  }
}
