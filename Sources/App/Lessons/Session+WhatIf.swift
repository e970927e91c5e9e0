import Input
import Lesson
import Replay
import Scene
import Trace

/// Where the path of a lesson was left, to go back to exactly that.
struct PathLeft {
  let trace: OpenTrace
  let view: ViewState
  let selection: Selection
}

extension Session {
  /// Takes a key while the lesson's path is left: a statement is typed and tried, or the lesson goes on.
  func typeWhatIf(_ key: Key, _ modifiers: Modifiers) -> [Effect]? {
    var line = state.lesson?.trying ?? ""
    switch key {
    case .escape:
      returnToLesson()
      return []
    case .enter:
      if line.isEmpty { returnToLesson() } else { tryOut(line) }
      return []
    case .backspace: _ = line.popLast()
    case .character(let scalar) where modifiers.isEmpty && line.unicodeScalars.count < 200:
      line.unicodeScalars.append(scalar)
    default: return nil
    }
    state.lesson?.trying = line
    state.lesson?.complaint = ""
    return []
  }

  private func tryOut(_ line: String) {
    guard let trace else { return }
    do {
      if whatIf == nil {
        whatIf = try WhatIf(trace.timeline.trace, at: trace.timeline.position)
        pathLeft = PathLeft(trace: trace, view: state.view, selection: state.selection)
      }
      guard let file = try whatIf?.add(line) else { return }
      let timeline = try Timeline(file)
      timeline.waitForIndex()
      try timeline.seek(to: timeline.stepCount)
      replace(trace: OpenTrace(timeline, path: trace.path))
      // What was looked at may be gone: the picture follows what is tried.
      state.selection = Selection()
      state.lesson?.tried.append(line)
      state.lesson?.trying = ""
    } catch let mistake as LessonMistake {
      state.lesson?.complaint = mistake.what
    } catch let error as TraceError {
      state.lesson?.complaint = error.message
    } catch {
      state.lesson?.complaint = (error as? ReplayError)?.message ?? "\(error)"
    }
  }

  private func returnToLesson() {
    if let pathLeft {
      replace(trace: pathLeft.trace)
      (state.view, state.selection) = (pathLeft.view, pathLeft.selection)
    }
    (whatIf, pathLeft) = (nil, nil)
    state.lesson?.trying = nil
    state.lesson?.tried = []
    state.lesson?.complaint = ""
  }
}
