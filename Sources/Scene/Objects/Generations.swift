import Collector
import ObjectGraph
import Replay

extension SceneBuilder {
  /// The collector's counts at the moment; nil where nothing is known of them.
  func generationsScene() -> GenerationsScene? {
    if let written = objects.written(timeline) { return generations(of: written.graph(at: timeline.position)) }
    guard let number = timeline.collectionNumber(at: timeline.position),
      let facts = try? timeline.collectionFacts(number)
    else { return nil }
    let trays = zip(facts.counts, facts.thresholds).map { GenerationTray(count: $0, threshold: $1) }
    let collections = timeline.index.landmarks.collections
    var words = "Counts between collections aren't in the recording."
    if collections.indices.contains(number) {
      let next = collections[number]
      words =
        "The next collection is of generation \(next.generation), "
        + "\(Numbers.count(next.start - timeline.position + 1, "event")) from here."
    }
    return GenerationsScene(
      trays: trays, note: "as collection \(Numbers.count(number)) found them", words: words)
  }

  private func generations(of graph: ObjectGraph) -> GenerationsScene {
    let counters = graph.counters
    return GenerationsScene(
      trays: zip(counters.counts, counters.thresholds).map { GenerationTray(count: $0, threshold: $1) },
      sizes: [GenerationList.young, .middle, .old].map { graph.count(of: $0) },
      note: graph.count(of: .permanent) > 0 ? "\(Numbers.count(graph.count(of: .permanent))) permanent" : "",
      words: graph.collecting.map { "A collection of generation \($0) runs." }
        ?? counters.outlook(CollectorRules(timeline.trace.header.python)))
  }
}

extension CollectorCounters {
  /// What the next allocations of tracked objects will do, and why.
  func outlook(_ rules: CollectorRules) -> String {
    guard isEnabled else { return "Nothing is collected by itself: gc.disable() was called." }
    guard thresholds[0] > 0 else { return "Nothing is collected by itself: the first threshold is 0." }
    let left = max(thresholds[0] - counts[0], 0)
    let when =
      left == 0 ? "The next tracked object" : "After \(Numbers.count(left)) more tracked objects the next one"
    if rules.isIncremental { return "\(when) starts an increment: this version collects the old objects bit by bit." }
    // When the young count passes its threshold the older ones are as they are now.
    let choice = GenerationChoice(
      counts: [thresholds[0] + 1] + counts.dropFirst(), thresholds: thresholds, longLivedTotal: longLivedTotal,
      longLivedPending: longLivedPending)
    let generation = choice.generation ?? 0
    var words = "\(when) makes generation \(generation) be collected"
    if generation > 0 {
      words += ": its count, \(Numbers.count(counts[generation])), is above \(Numbers.count(thresholds[generation]))."
    } else {
      words += ", as no older one is due."
    }
    if choice.putsFullOff {
      words =
        "\(when) makes generation \(generation) be collected: a full one is due, but only "
        + "\(Numbers.count(longLivedPending)) objects wait, less than a quarter of the "
        + "\(Numbers.count(longLivedTotal)) that survived the last."
    }
    return words
  }
}
