import Scene

extension CollectionPicture {
  /// The collection as numbers and words, for programs.
  var json: JSON {
    switch self {
    case .absence(let words): .object([("absence", .string(words))])
    case .collection(let scene): scene.json
    }
  }
}

extension CollectionScene {
  fileprivate var json: JSON {
    .object([
      ("collection", .integer(number)), ("collections", .integer(total)), ("generation", .integer(generation)),
      ("objects", .integer(objects)), ("phase", .string(phases[phase])), ("step", .integer(step)),
      ("cause", .string(cause)), ("lists", .array(lists.map(\.json))),
      (
        "references",
        graph.map { graph in
          .array(
            graph.edges.map {
              .object([("from", .string(graph.nodes[$0.from].name)), ("to", .string(graph.nodes[$0.to].name))])
            })
        } ?? .null
      ),
      ("counts", .array(generations.map { .integer($0.count) })),
      ("thresholds", .array(generations.map { .integer($0.threshold) })),
      ("steps", .array(log.map { .string($0.text) })),
    ])
  }
}

extension CandidateListScene {
  fileprivate var json: JSON {
    .object([
      ("list", .string(title)), ("count", .integer(count)), ("first", .integer(first)),
      (
        "objects",
        .array(
          cards.filter { !$0.wasHere }.map {
            .object([
              ("name", .string($0.name)), ("references", .integer($0.references)),
              ("gcRefs", $0.gcRefs.map { .integer($0) } ?? .null), ("state", .string($0.state)),
            ])
          })
      ),
    ])
  }
}

extension ReferenceGraph {
  /// All references among the objects: those of the rows, then the others.
  fileprivate var edges: [Edge] {
    var edges: [Edge] = []
    for path in paths {
      for (place, pair) in zip(path.nodes, path.nodes.dropFirst()).enumerated() {
        edges.append(Edge(pair.0, pair.1))
        if path.refersBack[place] { edges.append(Edge(pair.1, pair.0)) }
      }
      if path.isClosed, let last = path.nodes.last { edges.append(Edge(last, path.nodes[0])) }
    }
    return edges + others
  }
}
