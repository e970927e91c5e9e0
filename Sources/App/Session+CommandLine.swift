import Lesson
import Scene

extension Session {
  /// The command line that opens this trace with this screen; nil in the library.
  ///
  /// A lesson is opened at its step. What is chosen is named where it has a number: an arena, a pool or a block.
  public var commandLine: String? {
    guard let trace else { return nil }
    var words = ["arenascope", Session.quoted(trace.path)]
    var usual: (view: ViewKind, place: PlaceName?) = (.heap, nil)
    if let lesson = state.lesson {
      words += ["--step", "\(lesson.player.index + 1)"]
      if lesson.player.stop.question != nil, lesson.player.pendingQuestion == nil { words.append("--answer") }
      if trace.timeline.position != Session.moment(of: lesson.player) {
        words += ["--at", "\(trace.timeline.position)"]
      }
      let look = lesson.look
      usual = (ViewKind(look), Selection(look?.thing).place)
      if lesson.options.isPresented { words.append("--present") }
      if lesson.options.showsNotes { words.append("--notes") }
    } else {
      words += ["--at", "\(trace.timeline.position)"]
    }
    if state.view.view != usual.view { words += ["--view", state.view.view.name] }
    if state.selection.isChosen, let place = state.selection.place, place != usual.place {
      words += ["--select", "\(place)"]
    }
    return words.joined(separator: " ")
  }

  /// The moment that the step of a lesson stands at.
  private static func moment(of player: LessonPlayer) -> Int {
    guard let question = player.stop.question, player.pendingQuestion == nil else { return player.stop.place.moment }
    return question.reveal.moment
  }

  /// A word as a shell takes it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "/._-+,=@%".utf8.contains($0)
    }
    return isPlain && !word.isEmpty
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
