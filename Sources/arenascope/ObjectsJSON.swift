import Scene

extension ObjectsPicture {
  /// The objects as numbers and words, for programs.
  var json: JSON {
    switch self {
    case .absence(let words): .object([("absence", .string(words))])
    case .objects(let scene): scene.json
    }
  }
}

extension ObjectsScene {
  fileprivate var json: JSON {
    .object([
      ("origin", .string(origin)), ("objects", .integer(total)), ("listed", .integer(listed)),
      ("first", .integer(first)), ("order", .string(words)), ("cycles", cycles.map { .integer($0) } ?? .null),
      ("rows", .array(rows.map(\.json))), ("chosen", detail.map(\.json) ?? .null),
      ("around", around.map(\.json) ?? .null), ("generations", generations.map(\.json) ?? .null),
      ("layers", .array(layers.map { .object([("layer", .string($0.layer)), ("does", .string($0.words))]) })),
    ])
  }
}

extension ObjectRow {
  fileprivate var json: JSON {
    .object([
      ("name", .string(name)), ("type", .string(type)), ("variables", .array(variables.map { .string($0) })),
      ("references", references.map { .integer($0) } ?? "immortal"),
      ("referencesBefore", referencesBefore.map { .integer($0) } ?? .null), ("heldByObjects", .integer(fromOthers)),
      ("refersTo", .integer(targets)), ("block", .string(block)), ("generation", .string(generation)),
      ("cycle", cycle.map { .integer($0) } ?? .null), ("state", .string(state)),
    ])
  }
}

extension ObjectDetail {
  fileprivate var json: JSON {
    .object([
      ("name", .string(row.name)), ("facts", .array(facts.map { .string($0) })), ("fromOutside", .integer(fromOutside)),
      ("heldBy", .array(holders.map { .string($0.name + $0.label) })),
      ("refersTo", .array(targets.map { .string($0.label.isEmpty ? $0.name : "\($0.label) \($0.name)") })),
      ("path", path.map { ways in .array(ways.map { .string("\($0.label) \($0.name)") }) } ?? .null),
      ("verdict", .string(verdict)), ("cycle", .array(cycleMembers.map { .string($0) })),
    ])
  }
}

extension NeighbourhoodScene {
  fileprivate var json: JSON {
    .object([
      ("centre", .string(centre)), ("radius", .integer(radius)),
      (
        "boxes",
        .array(
          boxes.map {
            .object([
              ("name", .string($0.object.name)), ("row", .integer($0.row)), ("column", .integer($0.column)),
            ])
          })
      ),
      (
        "references",
        .array(
          arrows.map { arrow in
            .object([
              ("from", .string(boxes[arrow.from].object.name)), ("to", .string(boxes[arrow.to].object.name)),
              ("label", .string(arrow.label)), ("gone", .bool(arrow.change == .gone)),
            ])
          })
      ),
      ("more", .integer(more)),
    ])
  }
}

extension GenerationsScene {
  fileprivate var json: JSON {
    .object([
      ("counts", .array(trays.map { .integer($0.count) })),
      ("thresholds", .array(trays.map { .integer($0.threshold) })),
      ("sizes", .array(sizes.map { .integer($0) })), ("counted", .string(note)), ("outlook", .string(words)),
    ])
  }
}
