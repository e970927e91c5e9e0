/// Spells collections as text, before the steps that they belong to.
struct TextCollectionWriter {
  private var reader: CollectionOperationReader
  private var nextStep: Int?
  private var isAtStart = true

  /// A line with more would be hard on readers.
  private static let referencesInLine = 1000

  init(_ trace: TraceFile) { reader = CollectionOperationReader(trace) }

  /// Writes what belongs before a step and isn't written yet, but for what follows from objects.
  mutating func write(
    upTo step: Int, unlessMadeBy objects: ObjectScriptReader, _ put: (String) throws(TraceError) -> Void
  ) throws(TraceError) {
    if isAtStart {
      isAtStart = false
      nextStep = try reader.nextStep()
    }
    while let next = nextStep, next <= step {
      switch try reader.next() {
      case .start(let start) where objects.makes(start.facts.step):
        while try reader.nextOperation() != nil {}
      case .outcome(let outcome) where objects.makes(outcome.step): break
      case .start(let start):
        try put(Self.line(start))
        while let operation = try reader.nextOperation() { try Self.write(operation, put) }
      case .outcome(let outcome):
        try put(
          "collected \(outcome.step)" + (outcome.left == nil ? " unknown" : "")
            + (outcome.secondLook.map { " again \($0.step) \($0.count)" } ?? ""))
        for range in outcome.left ?? [] { try put("| left \(range.lowerBound) \(range.count)") }
      case nil: break
      }
      nextStep = try reader.nextStep()
    }
  }

  private static func line(_ start: CollectionStart) -> String {
    let facts = start.facts
    let counts = facts.counts.map(signed).joined(separator: " ")
    let thresholds = facts.thresholds.map(signed).joined(separator: " ")
    return "collection \(facts.step) generation \(facts.generation) counts \(counts) thresholds \(thresholds)"
      + " total \(signed(facts.longLivedTotal)) pending \(signed(facts.longLivedPending))"
      + (facts.isEnabled ? "" : " disabled") + (facts.isOmitted ? " omitted" : "") + (start.isAfresh ? " afresh" : "")
      + word(facts.asker)
      + " candidates \(start.candidateCount) references \(start.referenceCount)"
  }

  private static func word(_ asker: CollectionAsker) -> String {
    switch asker {
    case .unknown: ""
    case .program: " asked"
    case .finalization: " finalizing"
    case .nobody: " unasked"
    }
  }

  private static func write(
    _ operation: CollectionOperation, _ put: (String) throws(TraceError) -> Void
  ) throws(TraceError) {
    switch operation {
    case .run(let count): try put("| same \(count)")
    case .jump(let distance): try put(distance < 0 ? "| back \(distance.magnitude)" : "| skip \(distance)")
    case .new(let object):
      try put(
        "| new \(hexadecimal(object.address)) \(line(object.type)) count \(object.referenceCount)"
          + (object.isFinalized ? " finalized" : ""))
      try write(object.references, put)
    case .changed(let change):
      var text = "| changed"
      if let type = change.type { text += " \(line(type))" }
      if change.referenceCount != 0 { text += " count \(signed(change.referenceCount))" }
      if change.flipsFinalized { text += " finalized" }
      if let references = change.references { text += " keeps \(references.prefix) \(references.suffix)" }
      try put(text)
      try write(change.references?.middle ?? [], put)
    }
  }

  private static func write(
    _ references: [CollectedReference], _ put: (String) throws(TraceError) -> Void
  ) throws(TraceError) {
    for start in stride(from: 0, to: references.count, by: referencesInLine) {
      var text = "| to"
      for reference in references[start..<min(start + referencesInLine, references.count)] {
        switch reference.kind {
        case .reference: text += " "
        case .weak: text += " weak "
        case .weakCallback: text += " callback "
        }
        text += hexadecimal(reference.address)
      }
      try put(text)
    }
  }

  private static func line(_ type: TypeReference) -> String {
    guard let definition = type.definition else { return "type \(type.number)" }
    return "type \(type.number) is \(quoted(definition.name)) at \(hexadecimal(definition.address))"
      + " traits \(definition.traits.rawValue) header \(definition.headerSize) size \(definition.basicSize)"
  }

  private static func hexadecimal(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }

  private static func signed(_ number: Int) -> String { number < 0 ? "less \(number.magnitude)" : "\(number)" }
}
