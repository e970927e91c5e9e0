/// Something that a user can have done by a key, a button or a command.
///
/// The raw value is the word that `:` and the completion know it by; `ActionTable` says what each one does.
public enum Action: String, CaseIterable, Sendable {
  // Time.
  case stepForward = "step"
  case stepBack = "step-back"
  case largerStep = "larger-step"
  case smallerStep = "smaller-step"
  case play
  case playBack = "play-back"
  case faster
  case slower
  case nextInteresting = "next-interesting"
  case previousInteresting = "previous-interesting"
  case nextPhase = "next-phase"
  case previousPhase = "previous-phase"
  case nextCollection = "next-collection"
  case previousCollection = "previous-collection"
  case overCollection = "over-collection"
  case backOverCollection = "back-over-collection"
  case endOfPhase = "end-of-phase"
  case startOfPhase = "start-of-phase"
  case nextLine = "next-line"
  case previousLine = "previous-line"
  case outOfCall = "out-of-call"
  case backOutOfCall = "back-out-of-call"
  case nextArena = "next-arena"
  case previousArena = "previous-arena"
  case nextPool = "next-pool"
  case previousPool = "previous-pool"
  case nextBreakpoint = "next-breakpoint"
  case previousBreakpoint = "previous-breakpoint"
  case nextChange = "next-change"
  case previousChange = "previous-change"
  case start
  case end
  case percent
  case lastPlace = "back"
  case olderPlace = "older-place"
  case newerPlace = "newer-place"
  case setMark = "set-mark"
  case goToMark = "go-to-mark"
  case commandLine = "where"
  // Space.
  case left = "choose-left"
  case down = "choose-down"
  case up = "choose-up"
  case right = "choose-right"
  case pageDown = "page-down"
  case pageUp = "page-up"
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case zoom
  case timelineIn = "timeline-in"
  case timelineOut = "timeline-out"
  case enter = "look-inside"
  case leave = "leave"
  case heapView = "heap"
  case poolView = "pool"
  case objectsView = "objects"
  case collectionView = "collection"
  case nextOrder = "next-order"
  case sameType = "same-type"
  case cyclesOnly = "cycles-only"
  case wider
  case closer
  case path
  case otherObjects = "other-objects"
  case nextDeath = "death"
  case lastHolder = "last-holder"
  case nextResurrection = "resurrection"
  case sourceView = "source"
  case pinsView = "pins"
  case whoKeeps = "who-keeps-it"
  case rawView = "raw"
  case eventsView = "events"
  case stack
  // Finding.
  case find
  case findNext = "find-next"
  case findPrevious = "find-previous"
  case filter
  case breakpoints = "breaks"
  case command
  // The program.
  case help
  case nextTheme = "next-theme"
  case library
  case openFile = "open-file"
  /// Show the chosen lesson to a class.
  case present
  /// Say how the questions of the chosen lesson get on paper.
  case worksheet
  case redraw
  case quit
}
