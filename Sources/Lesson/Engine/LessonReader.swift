import Collector
import HeapCore
import Replay
import Trace

/// A lesson with what is wrong in it.
public struct LessonReading: Sendable {
  /// The lesson; nil where mistakes keep it from being shown, or there is no prose.
  public var lesson: Lesson?
  /// What is wrong, by line; false claims don't keep a lesson from being shown.
  public var mistakes: [LessonMistake]
  /// What the lesson claims, in its order, with what is so.
  public var claims: [CheckedClaim]
}

extension Lesson {
  /// Reads the lesson that a trace holds, works out all answers and checks all claims; nil for traces without prose.
  ///
  /// O(trace), some replays more. Throws only where the trace itself can't be read.
  /// - Parameters:
  ///   - objects: the objects of the trace, where they have been read already.
  ///   - checksClaims: false where the lesson is only to be shown: what it claims stays unchecked, which is faster.
  public static func read(
    _ trace: TraceFile, objects: TraceObjects? = nil, checksClaims: Bool = true
  ) throws(TraceError) -> LessonReading? {
    let lines = trace.hasLines ? LineHistory(trace) : nil
    var mistakes: [LessonMistake] = []
    var prose = ScriptProse.plain(try trace.readProse(), file: trace.name)
    if let lines { prose = try ScriptProse.lines(of: trace, lines, &mistakes) + prose }
    guard !prose.isEmpty || !mistakes.isEmpty else { return nil }
    var draft = LessonDraft(prose)
    if !checksClaims { draft.dropClaims() }
    var reader = try LessonReader(trace, draft, prose, lines, objects)
    return reader.read(mistakes)
  }
}

/// Works out what a draft leaves open.
struct LessonReader {
  let trace: TraceFile
  let draft: LessonDraft
  let world: LessonWorld
  /// The recorded line at which a line of prose stands, by the line and column of the prose.
  private var linePlaces: [ProseLine: Int] = [:]
  let versions: LessonVersions
  var mistakes: [LessonMistake] = []
  var claims: [CheckedClaim] = []
  var questions = 0

  init(
    _ trace: TraceFile, _ draft: LessonDraft, _ prose: [PlacedProse], _ lines: LineHistory?, _ objects: TraceObjects?
  ) throws(TraceError) {
    self.trace = trace
    self.draft = draft
    for line in prose { linePlaces[line.prose] = line.place }
    let measures = draft.stops.flatMap { Self.measures(of: $0) } + draft.claims.flatMap { Self.measures(of: $0.claim) }
    let names = Set(measures.flatMap { $0.things.map(\.name) })
    let withPeak = measures.contains { $0.word == .peak }
    world = try LessonWorld(
      trace, moments: Set(prose.map(\.prose.step)), names: names, lines: lines, objects: objects,
      withPeak: withPeak)
    versions = LessonVersions(trace, prose.map(\.prose), names: names, withPeak: withPeak)
  }

  static func measures(of claim: Claim) -> [Measure] {
    if case .measure(let other)? = claim.value { [claim.measure, other] } else { [claim.measure] }
  }

  private static func measures(of stop: LessonDraft.Stop) -> [Measure] {
    var measures: [Measure] = []
    if case .measure(let measure)? = stop.look?.look.thing { measures.append(measure) }
    if let answer = stop.question?.answer { measures.append(answer.measure) }
    for choice in stop.question?.choices ?? [] {
      switch choice.key {
      case .value(.measure(let measure)): measures.append(measure)
      case .claim(let claim): measures += Self.measures(of: claim)
      default: break
      }
    }
    return measures
  }

  mutating func read(_ found: [LessonMistake]) -> LessonReading {
    mistakes = found + draft.mistakes
    let isUnreadable = !mistakes.isEmpty
    // In the order of the lesson, so that the replay goes forward.
    var waiting = draft.claims[...]
    var stops: [LessonStop] = []
    var previous: LessonDraft.Stop?
    for stop in draft.stops {
      while let next = waiting.first, next.item.line.step <= stop.item.line.step {
        check(next.claim, next.item)
        waiting.removeFirst()
      }
      stops.append(read(stop, after: previous, stops.last))
      previous = stop
    }
    for next in waiting { check(next.claim, next.item) }
    sortMistakes()
    guard !isUnreadable, !stops.isEmpty, !mistakes.contains(where: { $0.kind == .unreadable }) else {
      if stops.isEmpty, mistakes.isEmpty {
        mistakes.append(LessonMistake("the lesson tells nothing: write `say` lines", file: trace.name))
      }
      return LessonReading(lesson: nil, mistakes: mistakes, claims: claims)
    }
    let lesson = Lesson(
      title: draft.title ?? Self.name(of: trace.name), aim: draft.aim ?? "", minutes: draft.minutes,
      python: trace.header.python, chapters: chapters(stops), stops: stops, stepCount: trace.stepCount)
    return LessonReading(lesson: lesson, mistakes: mistakes, claims: claims)
  }

  /// Orders mistakes by their places; of those that a line in a `repeat` makes in each round, the first stays.
  private mutating func sortMistakes() {
    mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    var told: Set<[Int]> = []
    mistakes.removeAll { mistake in
      mistake.line > 0 && !told.insert([mistake.line, mistake.column, mistake.file.hashValue]).inserted
    }
  }

  private static func name(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return shown(name.split(separator: ".").first ?? name)
  }

  private func chapters(_ stops: [LessonStop]) -> [LessonChapter] {
    var chapters: [LessonChapter] = []
    for (number, title) in draft.chapters.enumerated() {
      let own = draft.stops.indices.filter { draft.stops[$0].chapter == number }
      let start = own.first ?? chapters.last?.stops.upperBound ?? 0
      chapters.append(LessonChapter(title: title, stops: start..<(own.last.map { $0 + 1 } ?? start)))
    }
    return chapters
  }

  // MARK: Stops

  func point(_ item: ProseItem) -> LessonWorld.Point {
    LessonWorld.Point(moment: item.line.step, line: linePlaces[item.line], prose: item.line)
  }

  func place(_ item: ProseItem) -> LessonPlace {
    LessonPlace(moment: item.line.step, phase: nil, line: linePlaces[item.line])
  }

  /// Reads a stop; one that looks nowhere itself stays in the phase of the stop before it, if no step lies between.
  private mutating func read(
    _ stop: LessonDraft.Stop, after draft: LessonDraft.Stop?, _ previous: LessonStop?
  ) -> LessonStop {
    var place = place(stop.item)
    var look: LessonLook?
    if let (written, item) = stop.look {
      (place, look) = picture(written, item)
    } else if let draft, let previous {
      let last = draft.question?.reveal?.line.step ?? draft.item.line.step
      let stood = previous.question?.reveal ?? previous.place
      if stood.phase != nil, last == stop.item.line.step, stood.line == place.line { place = stood }
    }
    var question = stop.question.flatMap { read($0) }
    if let asked = stop.question, let reveal = asked.reveal, let written = asked.revealLook {
      let (place, look) = picture(written, reveal)
      question?.reveal = place
      question?.revealLook = look
    } else if place.phase != nil, stop.question?.reveal?.line.step ?? stop.item.line.step == stop.item.line.step {
      question?.reveal = place
    }
    return LessonStop(
      place: place, narration: stop.narration.map(Self.paragraphs) ?? [], look: look, question: question,
      notes: stop.notes, pauses: stop.pauses, line: stop.item.line.line)
  }

  /// Where the picture stands and looks as a line says.
  private mutating func picture(_ written: ProseItem.Look, _ item: ProseItem) -> (LessonPlace, LessonLook) {
    var place = place(item)
    var point = point(item)
    if let phase = written.phase {
      if let number = world.counts.collection(before: item.line.step) {
        place.phase = LessonPlace.Phase(collection: number, name: phase, steps: written.phaseSteps)
        place.moment = world.counts.collections[number - 1].start + 1
        // Inside a collection things are what they were when it began.
        point.moment = place.moment
      } else {
        mistakes.append(item.reader.mistake("no collection has begun before this: write it behind `gc collect`"))
      }
    }
    return (place, read(written, item, at: point))
  }

  private static func paragraphs(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  private mutating func read(
    _ look: ProseItem.Look, _ item: ProseItem, at point: LessonWorld.Point
  ) -> LessonLook {
    var result = LessonLook(view: look.view)
    do throws(LessonWorld.Unknown) {
      if let python = look.beside {
        result.beside = LessonLook.Beside(python: python, moment: try versions.moment(of: item.line, on: python))
      }
      switch look.thing {
      case .arena(let number): result.thing = .arena(number)
      case .place(let arena, let pool, nil): result.thing = .pool(arena: arena, pool: pool)
      case .place(let arena, let pool, let block?):
        let place = LessonBlock.Place(arena: arena, pool: pool, block: block)
        result.thing = .block(LessonBlock(address: 0, place: place, reference: nil), name: "")
      case .measure(let measure):
        result.thing = try thing(measure, in: look.view, at: point, of: world)
        if let beside = result.beside {
          let there = LessonWorld.Point(moment: beside.moment, line: nil, prose: item.line)
          result.beside?.thing = try thing(measure, in: look.view, at: there, of: versions.world(on: beside.python))
        }
      case nil: break
      }
    } catch {
      mistakes.append(item.reader.mistake(error.what))
    }
    return result
  }

  private func thing(
    _ measure: Measure, in view: LessonView, at point: LessonWorld.Point, of world: LessonWorld
  ) throws(LessonWorld.Unknown) -> LessonLook.Thing? {
    guard let name = measure.things.first else {
      guard case .block(let block) = try world.value(of: measure, at: point) else { return nil }
      return .block(block, name: measure.text)
    }
    let block = try? world.place(of: name, at: point, mayBeGone: true)
    // Of an object that is dead memory still shows the block.
    if let block, block.place != nil, ![.objects, .collection, .source].contains(view) {
      return .block(block, name: name.text)
    }
    switch try world.thing(name, at: point, mayBeGone: true) {
    case .block: return block.map { .block($0, name: name.text) }
    case .object(_, _, let address): return .object(name: name.text, address: address, block: block)
    case .recorded(let address, _): return .object(name: name.text, address: address, block: block)
    }
  }
}
