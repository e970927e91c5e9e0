import Scene

extension SceneWords {
  /// The objects of a moment, the chosen one, what lies around it and what the collector counts.
  mutating func add(_ objects: ObjectsScene) {
    let cycles = objects.cycles.map { ", \(Numbers.count($0, "cycle"))" } ?? ""
    let all = objects.total == objects.listed ? "" : " of \(Numbers.count(objects.total))"
    lines.append("\(Numbers.count(objects.listed))\(all) objects\(cycles), \(objects.words).")
    if !objects.origin.isEmpty { lines.append(objects.origin) }
    let rows = objects.rows.prefix(Self.limit)
    for row in rows { lines.append(Self.words(of: row)) }
    if objects.listed > rows.count {
      lines.append(
        "\(Numbers.count(objects.first)) objects before these, "
          + "\(Numbers.count(max(objects.listed - objects.first - rows.count, 0))) after.")
    }
    if let detail = objects.detail { add(detail) }
    if let around = objects.around { add(around) }
    lines += objects.layers.map { "Layer \($0.layer): \($0.words)." }
    if let history = objects.history, let row = objects.detail?.row {
      let most = history.counts.compactMap(\.self).max() ?? 0
      lines.append("References to \(row.name) over time: \(history.words), up to \(Numbers.count(most)).")
    }
    if let generations = objects.generations { add(generations) }
  }

  private static func words(of row: ObjectRow) -> String {
    var words = row.name
    if !row.variables.isEmpty { words += " (\(row.variables.joined(separator: ", ")))" }
    words += row.references == 1 && row.referencesBefore == nil ? ": 1 reference" : ": \(row.count) references"
    words += ", in \(Numbers.count(row.fromOthers)), out \(Numbers.count(row.targets))"
    if !row.generation.isEmpty { words += ", generation \(row.generation)" }
    if let cycle = row.cycle { words += ", in cycle \(Numbers.count(cycle))" }
    if !row.block.isEmpty { words += ", block \(row.block)" }
    if !row.state.isEmpty { words += ", \(row.state)" }
    return words + "."
  }

  private mutating func add(_ detail: ObjectDetail) {
    let row = detail.row
    if !detail.facts.isEmpty { lines.append("\(row.name) is \(detail.facts.joined(separator: ", ")).") }
    var counts: [String] = []
    if !row.variables.isEmpty { counts.append("\(Numbers.count(row.variables.count)) by name") }
    counts.append("\(Numbers.count(row.fromOthers)) from objects")
    if detail.fromOutside > 0 { counts.append("\(Numbers.count(detail.fromOutside)) from outside") }
    if row.references != nil { lines.append("References to \(row.name): \(counts.joined(separator: ", ")).") }
    func more(_ shown: Int, of count: Int) -> String {
      count > shown ? " and \(Numbers.count(count - shown)) more" : ""
    }
    let holders = detail.holders.map { "\($0.name)\($0.label)" }.joined(separator: ", ")
    lines.append(
      "\(row.name) is held by \(holders.isEmpty ? "none of the objects" : holders)"
        + "\(more(detail.holders.count, of: detail.holderCount)).")
    let targets = detail.targets.map { $0.label.isEmpty ? $0.name : "\($0.label) \($0.name)" }.joined(separator: ", ")
    if !targets.isEmpty {
      lines.append("\(row.name) refers to \(targets)\(more(detail.targets.count, of: detail.targetCount)).")
    }
    if let cycle = row.cycle, detail.cycleCount > 0 {
      lines.append(
        "Cycle \(Numbers.count(cycle)), \(Numbers.count(detail.cycleCount, "object")): "
          + "\(detail.cycleMembers.joined(separator: ", ")).")
    }
    if let path = detail.path, !path.isEmpty {
      let ways = path.map { $0.label.isEmpty ? $0.name : "\($0.label) to \($0.name)" }
      lines.append("The way to \(row.name): \(ways.joined(separator: ", then ")).")
    }
    if !detail.verdict.isEmpty { lines.append(detail.verdict) }
  }

  /// What lies around an object, reference by reference.
  mutating func add(_ around: NeighbourhoodScene) {
    let steps = around.radius == 1 ? "1 step out" : "\(around.radius) steps out"
    lines.append(
      "Around \(around.centre), \(steps)\(around.more > 0 ? ", \(Numbers.count(around.more)) more as near" : ""):")
    for box in around.boxes { lines.append(Self.words(of: box.object)) }
    for arrow in around.arrows {
      guard around.boxes.indices.contains(arrow.from), around.boxes.indices.contains(arrow.to) else { continue }
      let label = arrow.label.isEmpty ? "" : " as \(arrow.label)"
      let verb = arrow.change == .gone ? "no longer refers" : arrow.change == .made ? "now refers" : "refers"
      let names = (around.boxes[arrow.from].object.name, around.boxes[arrow.to].object.name)
      lines.append("\(names.0) \(verb) to \(names.1)\(label).")
    }
  }

  private mutating func add(_ generations: GenerationsScene) {
    for (index, tray) in generations.trays.enumerated() {
      let objects = generations.sizes.indices.contains(index) ? Numbers.count(generations.sizes[index], "object") : ""
      add(tray, index, objects.isEmpty ? generations.note : objects)
    }
    if !generations.sizes.isEmpty, !generations.note.isEmpty { lines.append("Generations: \(generations.note).") }
    if !generations.words.isEmpty { lines.append(generations.words) }
  }

  private mutating func add(_ tray: GenerationTray, _ index: Int, _ note: String) {
    lines.append(
      "Generation \(index): count \(Numbers.count(tray.count)) of \(Numbers.count(tray.threshold))"
        + "\(tray.count > tray.threshold ? ", due" : "")\(note.isEmpty ? "" : ", \(note)").")
  }

  /// A collection at one of its steps.
  mutating func add(_ collection: CollectionScene) {
    let phase = collection.phases.indices.contains(collection.phase) ? collection.phases[collection.phase] : "done"
    lines.append(
      "Collection \(collection.number) of \(collection.total), generation \(collection.generation), "
        + "\(Numbers.count(collection.objects, "object")); phase \(phase), step \(Numbers.count(collection.step)).")
    lines.append("\(collection.caption.row1) \(collection.caption.row2)")
    for list in collection.lists {
      let cards = list.cards.filter { !$0.wasHere }.map(Self.words)
      let rest = list.count - cards.count
      let names = cards.isEmpty ? "nothing" : cards.joined(separator: ", ")
      let more = rest > 0 ? " and \(Numbers.count(rest)) more, \(Numbers.count(list.first)) of them before" : ""
      lines.append("\(list.title), \(list.note), \(Numbers.count(list.count, "object")): \(names)\(more).")
    }
    for list in [collection.rows, collection.looking].compactMap(\.self) {
      let after = max(list.count - list.first - list.cards.count, 0)
      lines.append(
        "\(list.title), \(Numbers.count(list.count, "object")): "
          + "\(list.cards.map(Self.words).joined(separator: ", ")); "
          + "\(Numbers.count(list.first)) before, \(Numbers.count(after)) after.")
    }
    if let graph = collection.graph { add(graph) }
    if let table = collection.table { add(table) }
    for fate in collection.fates { lines.append("\(fate.card.name): \(fate.card.state), \(fate.reason).") }
    for (index, tray) in collection.generations.enumerated() { add(tray, index, collection.generationNote) }
    if !collection.cause.isEmpty { lines.append("Begun by: \(collection.cause).") }
    for row in collection.log { lines.append("Step \(Numbers.count(row.number)) of \(phase): \(row.text)") }
  }

  private static func words(of card: CandidateCard) -> String {
    let count = card.gcRefs.map { count in
      ", gc_refs \(card.gcRefsBefore.map { "\(Numbers.count($0)) → " } ?? "")\(Numbers.count(count))"
    }
    return "\(card.name) (refs \(Numbers.count(card.references))\(count ?? ""), \(card.state))"
  }

  private mutating func add(_ graph: ReferenceGraph) {
    lines.append("References: \(graph.measure).")
    for path in graph.paths {
      var names = path.nodes.map { graph.nodes[$0].name }
      if path.isClosed, let first = names.first { names.append(first) }
      guard names.count > 1 else { continue }
      lines.append("References: \(names.joined(separator: " → ")).")
      for (place, refersBack) in path.refersBack.enumerated() where refersBack && place + 1 < path.nodes.count {
        lines.append("References: \(names[place + 1]) → \(names[place]).")
      }
    }
    for edge in graph.others {
      lines.append("References: \(graph.nodes[edge.from].name) → \(graph.nodes[edge.to].name).")
    }
    for (place, count) in graph.heldFromOutside.enumerated() where count > 0 && graph.nodes.indices.contains(place) {
      lines.append("\(graph.nodes[place].name) is held by \(Numbers.count(count)) from outside.")
    }
    lines += graph.notes
  }

  private mutating func add(_ table: GCRefsTable) {
    for (row, name) in table.names.enumerated() {
      let entries = table.columns.compactMap { column -> String? in
        guard column.entries.indices.contains(row) else { return nil }
        switch column.entries[row] {
        case .none: return nil
        case .count(let count): return "\(column.title) \(Numbers.count(count))"
        case .out: return "\(column.title) out"
        case .back(let count): return "\(column.title) back \(Numbers.count(count))"
        case .stays: return "\(column.title) stays"
        }
      }
      if !entries.isEmpty { lines.append("gc_refs of \(name): \(entries.joined(separator: ", ")).") }
    }
    if table.more > 0 { lines.append("And \(Numbers.count(table.more, "more object")).") }
  }
}
