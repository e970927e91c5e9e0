import ObjectGraph

/// The order of the items of a list.
extension ObjectMachine {
  /// `list.sort`.
  mutating func sort(
    _ id: ObjectID, keywords: [(name: String, value: ObjectID)], _ place: Place
  ) throws(StatementMistake) {
    let references = graph.objects[id - 1].attributes
    guard keywords.allSatisfy({ $0.name == "reverse" || $0.name == "key" }) else {
      throw StatementMistake(place, "`sort` takes `key` and `reverse`")
    }
    if let key = keywords.first(where: { $0.name == "key" })?.value, bodies[key] != ObjectBody.none {
      return try sort(id, key: key, isReversed: keywords.contains { $0.name == "reverse" && isTrue($0.value) }, place)
    }
    for pair in zip(references, references.dropFirst()) where order(pair.0.target, pair.1.target) == nil {
      throw StatementMistake(place, "these values have no order")
    }
    var sorted = references.enumerated().sorted {
      let order = order($0.element.target, $1.element.target) ?? 0
      return order == 0 ? $0.offset < $1.offset : order < 0
    }.map(\.element)
    if keywords.contains(where: { isTrue($0.value) }) { sorted.reverse() }
    reorder(id, sorted)
  }

  /// `list.sort` with a key: one of each item, which go after the sorting.
  private mutating func sort(_ id: ObjectID, key: ObjectID, isReversed: Bool, _ place: Place) throws(StatementMistake) {
    let references = graph.objects[id - 1].attributes
    var keyed: [(key: ObjectID, offset: Int)] = []
    for (offset, reference) in references.enumerated() {
      keyed.append((try call(key, Arguments(positional: [retain(reference.target)]), place), offset))
    }
    for pair in zip(keyed, keyed.dropFirst()) where order(pair.0.key, pair.1.key) == nil {
      throw StatementMistake(place, "these keys have no order")
    }
    if isReversed { keyed.reverse() }
    keyed.sort { left, right in
      let order = order(left.key, right.key) ?? 0
      if order != 0 { return isReversed ? order > 0 : order < 0 }
      return left.offset < right.offset
    }
    reorder(id, keyed.map { references[$0.offset] })
    for key in keyed { drop(key.key) }
  }

  mutating func reorder(_ id: ObjectID, _ references: [AttributeReference]) {
    let old = graph.objects[id - 1].attributes
    let new = references.enumerated().map { AttributeReference(name: "[\($0.offset)]", target: $0.element.target) }
    if old != new { make(.reordered(id, old: old, new: new)) }
  }
}
