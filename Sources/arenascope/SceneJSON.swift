import Scene

extension ScreenScene {
  /// What the picture shows as numbers and words, for programs.
  var json: JSON {
    var members: [(String, JSON)] = [
      ("view", .string(state.view.name)), ("file", .string(title.file)), ("python", .string(title.python)),
      ("event", .integer(status.position)), ("events", .integer(status.total)),
      (
        "caption",
        .object([
          ("sign", .string(String(caption.sign))), ("what", .string(caption.row1)), ("why", .string(caption.row2)),
          ("site", caption.site.map { .string($0.text) } ?? .null),
        ])
      ),
      (
        "live",
        .object([
          ("blocks", .integer(status.liveBlocks)), ("bytes", .integer(status.liveBytes)),
          ("rawBlocks", .integer(status.rawBlocks)), ("rawBytes", .integer(status.rawBytes)),
        ])
      ),
      ("arenas", .array(map.arenas.map(\.json))),
      ("classes", .array(classes.rows.map(\.json))),
      ("pool", pool.map(\.json) ?? .null),
      ("stack", .array(stack.frames.map { .string("\($0.text) \($0.function)") })),
    ]
    // What only some views show stands behind what all have.
    if let objects { members.append(("objects", objects.json)) }
    if let collection { members.append(("collection", collection.json)) }
    return .object(members)
  }
}

extension ArenaScene {
  fileprivate var json: JSON {
    .object([
      ("arena", .string(name.description)), ("address", .string(Numbers.address(base))),
      ("held", .bool(!isReturned)), ("usedBytes", .integer(usedBytes)), ("full", .integer(count(.full))),
      ("part", .integer(count(.used))), ("empty", .integer(count(.empty))), ("notCarved", .integer(count(.notCarved))),
    ])
  }
}

extension SizeClassRow {
  fileprivate var json: JSON {
    .object([
      ("size", .integer(blockSize)), ("pools", .integer(pools)), ("used", .integer(used)), ("free", .integer(free)),
      ("next", next.map { .string($0.description) } ?? .null),
    ])
  }
}

extension PoolScene {
  fileprivate var json: JSON {
    .object([
      ("pool", .string(name.description)), ("address", .string(Numbers.address(base))),
      ("blockSize", .integer(blockSize)), ("used", .integer(used)), ("blocks", .integer(blocks.count)),
      ("freeChain", .array(chain.map { .integer($0) })),
    ])
  }
}
