import Collector
import HeapCore
import SeededGenerators
import Testing
import Trace

@testable import Replay

/// A, B, C, P, Q with B→A, C→B, A→C, P→Q, Q→P; a variable holds C; Q has `__del__`.
private func workedExample(step: Int = 0, generation: Int = 0) -> CollectionRecord {
  let types = [
    CollectedType(address: 0x100, name: "Node"), CollectedType(address: 0x200, name: "Loud\u{1B}", traits: .finalizer),
  ]
  var record = CollectionRecord(CollectionFacts(step: step, generation: generation), types: types)
  let references = [[2], [0], [1], [4], [3]]
  for (number, others) in references.enumerated() {
    record.append(
      address: WrittenCollection.address(number), type: number == 4 ? 1 : 0, referenceCount: number == 2 ? 2 : 1,
      references: others.map { CollectedReference(WrittenCollection.address($0)) })
  }
  return record
}

private func completeRun(_ record: CollectionRecord, python: String = "3.13.0", slice: Int = 7) throws -> CollectionRun
{
  var run = try CollectionRun(record, python: try #require(PythonVersion(python)))
  while !run.isComplete { run.prepare(steps: slice) }
  return run
}

extension CollectionStepper {
  /// Moves there and back at once; false where there is nothing in that direction.
  @discardableResult
  fileprivate func move(_ move: CollectionMove) -> Bool {
    guard begin(move) else { return false }
    work()
    return true
  }

  /// All that can be seen at the moment.
  fileprivate var picture: [String] {
    let now = progress
    return [
      "\(now.position) \(now.phase) \(now.phaseSteps) \(now.isFinished)", "\(now.last.map { "\($0)" } ?? "")",
      "\(now.states)", "\(now.held) \(now.inDoubt)", "\(now.collection.gcRefs) \(now.collection.referenceCounts)",
      "\(now.recent)", "\(now.focus ?? -1) \(now.gcRefsBefore ?? -1)",
    ]
  }
}

@Suite struct CollectionStepperTests {
  @Test func `it goes to each change of one object, forward and back`() throws {
    let stepper = CollectionStepper(try completeRun(workedExample()).steps)
    var forward: [Int] = []
    while stepper.move(.change(of: 3, backwards: false)), !stepper.progress.isFinished {
      #expect(stepper.progress.last?.object == 3)
      forward.append(stepper.progress.position)
    }
    #expect(forward.count >= 6 && forward == forward.sorted())
    #expect(!stepper.move(.change(of: 3, backwards: false)))
    var back: [Int] = []
    while stepper.move(.change(of: 3, backwards: true)), stepper.progress.position > 0 {
      back.append(stepper.progress.position)
    }
    #expect(back == forward.reversed())
    #expect(!stepper.move(.change(of: 3, backwards: true)))
  }

  @Test func `the worked example has the real collector's phases`() throws {
    let run = try completeRun(workedExample())
    let counts = run.steps.phases.filter { $0.count > 0 }.map { "\($0.phase.name) \($0.count)" }
    #expect(
      counts == [
        "update_refs 5", "subtract_refs 5", "move_unreachable 10", "survivors 3", "finalizers 1",
        "recheck_update_refs 2", "recheck_subtract_refs 2", "recheck_move_unreachable 2", "clear 5",
      ])
    #expect(run.steps.phases.map(\.phase) == CollectionPhase.allCases)
    #expect(run.steps.stepCount == 35)
  }

  @Test func `the lists after a part are those of the real collector`() throws {
    let stepper = CollectionStepper(try completeRun(workedExample()).steps)
    stepper.move(.part(.moveUnreachable))
    stepper.move(.steps(3))
    #expect(stepper.progress.phaseSteps == 4)
    #expect(stepper.progress.last == .cameBack(1, from: 2))
    #expect(stepper.progress.collection.objects(in: .young) == [2, 3, 4, 1])
    #expect(stepper.progress.collection.objects(in: .unreachable) == [0])
    #expect(stepper.progress.collection.count(in: .young) == 4)
  }

  @Test func `control characters of a type's name don't come out`() throws {
    let run = try completeRun(workedExample())
    #expect(run.typeName(of: 4) == "Loud\u{FFFD}")
  }

  @Test func `every moment is the same forward, backward and by a jump`() throws {
    let steps = try completeRun(randomRecord(seed: 3, objects: 40)).steps
    let stepper = CollectionStepper(steps)
    var pictures = [stepper.picture]
    while stepper.move(.steps(1)) { pictures.append(stepper.picture) }
    #expect(pictures.count == steps.end + 1)
    for number in pictures.indices.reversed().dropFirst() {
      stepper.move(.steps(-1))
      #expect(stepper.picture == pictures[number])
    }
    #expect(!stepper.move(.steps(-1)))
    var random = SeededGenerator(seed: 9)
    for _ in 0..<60 {
      let number = Int(random.next() % UInt64(pictures.count))
      stepper.move(.steps(number - stepper.progress.position))
      #expect(stepper.picture == pictures[number])
    }
  }

  @Test func `parts are entered and left in both directions`() throws {
    let stepper = CollectionStepper(try completeRun(workedExample()).steps)
    var parts = [stepper.progress.part]
    while stepper.move(.nextPart) { parts.append(stepper.progress.part) }
    #expect(
      parts == [.start, .updateRefs, .subtractRefs, .moveUnreachable, .finalizers, .recheck, .clear, .done])
    stepper.move(.part(.subtractRefs))
    stepper.move(.steps(1))
    #expect(stepper.move(.previousPart))
    #expect(stepper.progress.part == .subtractRefs)
    #expect(stepper.progress.phaseSteps == 1)
    #expect(stepper.move(.previousPart))
    #expect(stepper.progress.part == .updateRefs)
    stepper.move(.part(.weakReferences))
    #expect(stepper.progress.part == .finalizers)
    stepper.move(.end)
    #expect(!stepper.move(.end))
  }

  @Test func `an object that stayed is resurrected again`() throws {
    var record = workedExample()
    record.outcome = CollectionOutcome(step: 1, left: [])
    var stepper = CollectionStepper(try completeRun(record).steps)
    stepper.move(.end)
    #expect(stepper.progress.collection.unreachableCount == 0)
    #expect(stepper.progress.collection.count(in: .freed) == 0)
    record.outcome = CollectionOutcome(step: 1, left: [3..<5])
    stepper = CollectionStepper(try completeRun(record).steps)
    stepper.move(.end)
    #expect(stepper.progress.collection.objects(in: .freed) == [4, 3])
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func `what is unreachable is what no outside reference reaches`(seed: UInt64) throws
  {
    let record = randomRecord(seed: seed, objects: 60)
    let stepper = CollectionStepper(try completeRun(record).steps)
    while stepper.progress.phase <= .moveUnreachable, stepper.move(.steps(1)) {}
    let found = Set(stepper.progress.collection.unreachable.map { Int($0) })
    let gone = Set(stepper.progress.inDoubt.map { Int($0) })
    #expect(found == reachedFromNowhere(record))
    #expect(gone == found)
  }

  @Test func `a long collection gives way in slices`() throws {
    let stepper = CollectionStepper(try completeRun(randomRecord(seed: 5, objects: 4000), slice: 1 << 20).steps)
    #expect(stepper.begin(.steps(6000)))
    var slices = 0
    while stepper.work(isLate: { true }) { slices += 1 }
    #expect(slices > 4)
    #expect(stepper.progress.position == 6000)
  }
}

/// Objects with references among them, some held from outside.
private func randomRecord(seed: UInt64, objects: Int) -> CollectionRecord {
  var random = SeededGenerator(seed: seed)
  let references = (0..<objects).map { _ in
    (0..<random.next() % 3).map { _ in Int(random.next() % UInt64(objects)) }
  }
  var counts = [UInt32](repeating: 0, count: objects)
  for target in references.joined() { counts[target] += 1 }
  for _ in 0..<objects / 10 { counts[Int(random.next() % UInt64(objects))] += 1 }
  var record = CollectionRecord(
    CollectionFacts(step: 0, generation: 0), types: [CollectedType(address: 0x100, name: "Node")])
  for (number, others) in references.enumerated() {
    record.append(
      address: WrittenCollection.address(number), type: 0, referenceCount: max(counts[number], 1),
      references: others.map { CollectedReference(WrittenCollection.address($0)) })
  }
  return record
}

/// The objects that aren't reached from one with a reference from outside, the plain way.
private func reachedFromNowhere(_ record: CollectionRecord) -> Set<Int> {
  let targets = record.objects.indices.map { index in
    record.references(of: index).map { Int($0.address - WrittenCollection.address(0)) / 64 }
  }
  var inside = [Int](repeating: 0, count: targets.count)
  for target in targets.joined() { inside[target] += 1 }
  var waiting = targets.indices.filter { Int(record.objects[$0].referenceCount) > inside[$0] }
  var reached = Set(waiting)
  while let object = waiting.popLast() {
    for target in targets[object] where reached.insert(target).inserted { waiting.append(target) }
  }
  return Set(targets.indices).subtracting(reached)
}

@Suite struct TimelineCollectionTests {
  func trace() throws -> TraceFile {
    try TraceFile.inMemory(WrittenTrace.header) { writer throws(TraceError) in
      for generation in 0..<3 {
        try writer.append(.step(.allocation(.malloc, .obj, size: 32, address: UInt64(16 + generation * 16))))
        let step = writer.step
        try writer.append(.step(.collectionStart(generation: UInt8(generation))))
        var record = workedExample(step: step, generation: generation)
        record.outcome = CollectionOutcome(step: step + 1, left: [3..<5])
        if generation != 1 { try writer.append(record) }
        try writer.append(.step(.collectionStop(generation: UInt8(generation), collected: 2, uncollectable: 0)))
      }
    }
  }

  @Test func `a moment inside a collection is found and its collection is loaded`() throws {
    let timeline = try Timeline(try trace())
    timeline.waitForIndex()
    #expect(timeline.hasCollections)
    let moment = try Moment("gc:3:move_unreachable")
    #expect(moment == .collection(3, phase: .inside(.moveUnreachable)))
    #expect(moment.description == "gc:3:move_unreachable")
    #expect(try timeline.resolve(moment) == 8)
    let run = try #require(try timeline.loadCollection(3)).wait()
    #expect(run.record.facts.generation == 2)
    #expect(run.steps.stepCount == 35)
    #expect(try timeline.loadCollection(1)?.wait().record.facts.generation == 0)
    #expect(try timeline.loadCollection(2) == nil)
    #expect(throws: ReplayError.unknownCollectionPhase("clear")) {
      try timeline.resolve(.collection(2, phase: .inside(.clear)))
    }
    #expect(timeline.collectionNumber(at: 1) == nil)
    #expect(timeline.collectionNumber(at: 2) == 1)
    #expect(timeline.collectionNumber(at: 9) == 3)
    #expect(try timeline.collectionFacts(3)?.generation == 2)
  }

  @Test func `verification names the collection and the object that differ`() throws {
    let good = try Verifier(try trace()).run()
    #expect(good.collections == .init(compared: 2, equal: 2))
    #expect(good.unreachableObjects == 4)
    let bad = try TraceFile.inMemory(WrittenTrace.header) { writer throws(TraceError) in
      try writer.append(.step(.collectionStart(generation: 0)))
      var record = randomRecord(seed: 3, objects: 40)
      record.outcome = CollectionOutcome(step: 1, left: [])
      try writer.append(record)
      try writer.append(.step(.collectionStop(generation: 0, collected: 0, uncollectable: 0)))
    }
    let result = try Verifier(bad).run()
    #expect(result.collections == .init(compared: 1, equal: 0))
    let mismatch = try #require(result.mismatch)
    #expect(mismatch.what.hasPrefix("collection 1, generation 0: candidate "))
    #expect(mismatch.expected == "it stayed")
  }
}
