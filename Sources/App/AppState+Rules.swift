extension AppState {
  /// Why an action can't be done now, in a sentence for the status row; nil if it can.
  public func reasonAgainst(_ action: Action) -> String? {
    if library != nil { return libraryReason(action) }
    switch action {
    case .stepForward, .nextInteresting, .nextArena, .nextPool, .overCollection, .end, .play:
      return facts.position >= facts.stepCount ? "this is the end of the trace: ← steps back" : nil
    case .stepBack, .previousInteresting, .previousArena, .previousPool, .backOverCollection, .start, .playBack:
      return facts.position == 0 ? "this is the start of the trace: → steps forward" : nil
    case .nextCollection, .nextPhase, .previousCollection, .previousPhase:
      return facts.isIndexed && facts.collections == 0 ? "no collection runs in this trace" : nil
    case .endOfPhase, .startOfPhase:
      return facts.isCollecting ? nil : "no collection runs at this event: } goes to the next one"
    case .nextBreakpoint, .previousBreakpoint:
      return breakpoints.contains(where: \.isOn) ? nil : "no breakpoint is set: b sets one"
    case .findNext, .findPrevious:
      return lastSearch == nil ? "nothing was searched for yet: / begins" : nil
    case .olderPlace, .lastPlace:
      return places.hasOlder ? nil : "no place was left by a jump yet"
    case .newerPlace:
      return places.hasNewer ? nil : "this is the newest place"
    case .objectsView:
      return facts.hasObjects ? nil : "this trace tells of no objects: record with --objects collections or lines"
    case .collectionView:
      return facts.hasCollectionObjects ? nil : "this trace doesn't tell what objects its collections looked at"
    case .sourceView:
      return facts.hasSource ? nil : "this trace has no script's text: arenascope run PROG.py records it"
    case .nextLine, .previousLine, .outOfCall, .backOutOfCall:
      return facts.hasLines ? nil : "this trace has no lines of a script: arenascope run PROG.py records them"
    case .stack:
      return facts.hasStacks ? nil : "this trace has no call stacks: record with --stacks full"
    case .largerStep:
      return stepSize.larger == nil ? "larger steps there are none: , makes them smaller" : nil
    case .smallerStep:
      return stepSize.smaller == nil ? "a step is one event already: . makes it larger" : nil
    case .timelineIn:
      let shown = view.window?.count ?? facts.stepCount
      return shown <= TimelineWindow.least ? "the timeline can't show less" : nil
    case .timelineOut:
      return view.window == nil ? "the timeline shows the whole trace already" : nil
    case .goToMark:
      return marks.isEmpty ? "no mark is set: m and a letter sets one" : nil
    default:
      return nil
    }
  }

  /// The lesson that is chosen in the library; nil where that is none.
  private var chosenLesson: LibraryLesson? {
    guard let library, library.entries.indices.contains(library.chosen) else { return nil }
    return library.entries[library.chosen].lesson
  }

  private func libraryReason(_ action: Action) -> String? {
    switch action {
    case .enter: library?.entries.isEmpty == true ? "there is nothing to open: arenascope record makes a trace" : nil
    case .lastPlace: library?.last == nil ? "there is no last place" : nil
    case .findNext, .findPrevious: library?.reasonAgainstFindingNext
    case .present: chosenLesson == nil ? "a class is shown lessons: choose one" : nil
    case .worksheet: chosenLesson?.questions ?? 0 == 0 ? "this asks no questions: choose a lesson" : nil
    default: nil
    }
  }
}
