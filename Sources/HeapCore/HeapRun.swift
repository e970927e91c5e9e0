extension Heap {
  /// Runs forward to moment `target` or to the end of the decoder's frame, whichever comes first.
  ///
  /// A decoder that stands before the heap's moment is moved there first. At the end of the frame what follows its last
  /// step is taken in too. About 10 ns a step.
  ///
  /// - Throws: `EventError`; the heap then stands at the step that couldn't be replayed and isn't to be run on.
  public mutating func run(_ decoder: inout EventDecoder, to target: Int) throws(EventError) {
    try prepare(&decoder)
    let payload = decoder.bytes
    let bytes = payload.span
    var offset = decoder.offset
    defer {
      decoder.offset = offset
      decoder.position = step
    }
    let last = decoder.lastStep
    // Facts behind the frame's last step have no step of their own frame to come before.
    while step < target || step >= last {
      guard offset < bytes.count else {
        decoder.position = step
        return try decoder.checkCount()
      }
      do {
        if try decoder.wire.read(bytes, &offset, into: &self) { continue }
      } catch {
        guard decoder.count == nil, case .truncated = error else { throw error }
      }
      decoder.offset = offset
      return try decoder.endHere()
    }
  }

  /// Takes one step and says everything about it; nil at the end of the decoder's frame.
  public mutating func step(_ decoder: inout EventDecoder) throws(EventError) -> StepOutcome? {
    try prepare(&decoder)
    var facts: [Fact] = []
    while let record = try decoder.next() {
      switch record {
      case .fact(let fact):
        facts.append(fact)
        try self.fact(fact)
      case .step(let event):
        let outcome = try apply(event, facts, decoder.context)
        if decoder.isPastLastStep(step) { try run(&decoder, to: step) }
        return outcome
      }
    }
    return nil
  }

  /// Brings decoder and heap to the same moment.
  private mutating func prepare(_ decoder: inout EventDecoder) throws(EventError) {
    if decoder.position < step { try decoder.skip(to: step) }
    guard decoder.position == step else {
      throw .invalid("the frame begins at step \(decoder.position), the heap stands at \(step)", offset: 0)
    }
    // No operation is shorter than a byte, so that this holds for what a frame can hold.
    guard step + decoder.bytes.count < Self.stepLimit else { throw .tooManySteps(step: step + decoder.bytes.count) }
    try select(heap: decoder.context.heap)
  }
}

extension EventDecoder {
  /// The moment after the frame's last step; never reached when the frame is open.
  var lastStep: Int {
    count.map { wire.context.firstStep + $0 } ?? .max
  }
}
