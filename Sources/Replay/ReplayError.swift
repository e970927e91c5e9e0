import HeapCore
import Trace

/// What can go wrong when a trace is replayed or asked about.
public enum ReplayError: Error, Hashable, Sendable {
  case unreadableMoment(String)
  case momentBeyondEnd(step: Int, count: Int)
  case unknownMark(String, known: [String])
  case unknownCollection(Int, count: Int)
  case unknownCollectionPhase(String)
  case lineNeverRuns(file: String, line: Int)
  case unreadableCondition(String, column: Int, expected: String)
  case unreadableReport(line: Int, text: String)
  case unreadableFrame(firstStep: Int, reason: String)
  case tooManySteps(Int)
  case unreadableCollections(String)
  case unreadableObjects(String)

  /// One lower-case sentence: what, where, what to do.
  public var message: String {
    switch self {
    case .unreadableMoment(let text):
      "\"\(text)\" is not a moment: write an event number, N%, end, mark:NAME, gc:K or line:FILE:N"
    case .momentBeyondEnd(let step, let count):
      "the trace has \(count) events, so there is no event \(step): the last moment is \(count) or \"end\""
    case .unknownMark(let name, let known):
      if known.isEmpty {
        "there is no mark \"\(name)\": the trace has no marks"
      } else {
        "there is no mark \"\(name)\": the trace has \(known.prefix(8).joined(separator: ", "))"
      }
    case .unknownCollection(let number, let count):
      "there is no collection \(number): the trace has \(count), counted from 1"
    case .unknownCollectionPhase(let phase):
      "\"\(phase)\" is not a phase that this trace records: write start, stop, or where objects were recorded a phase as update_refs"
    case .lineNeverRuns(let file, let line):
      "no request was made at \(file):\(line): check the file's name, or record with --stacks full or --objects lines"
    case .unreadableCondition(let text, let column, let expected):
      "\"\(text)\" can't be understood at column \(column): \(expected)"
    case .unreadableReport(let line, let text):
      "line \(line) of a statistics report can't be read: \"\(text)\""
    case .unreadableFrame(let step, let reason):
      "the events from \(step) on can't be read: \(reason)"
    case .unreadableObjects(let reason): "the objects of this trace can't be told: \(reason)"
    case .unreadableCollections(let reason):
      "the objects of the collections can't be read: \(reason)"
    case .tooManySteps(let count):
      "\(count) events are more than the 4,294,967,295 that can be replayed: cut the trace"
    }
  }
}

extension ReplayError {
  /// Says that the events from a step on can't be read.
  init(_ error: any Error, firstStep: Int) {
    switch error {
    case let error as ReplayError: self = error
    case let error as TraceError: self = .unreadableFrame(firstStep: firstStep, reason: error.message)
    case let error as EventError: self = .unreadableFrame(firstStep: firstStep, reason: error.message)
    default: self = .unreadableFrame(firstStep: firstStep, reason: "\(error)")
    }
  }
}
