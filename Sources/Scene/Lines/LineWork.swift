import Replay
import Trace

/// The recorded lines of the open trace, read once, and the one that is shown.
final class LineWork {
  private var known: LineHistory?
  private var texts: [String: [String]]?
  /// The line that was gone to: several can lie at the same moment.
  var chosen: Int?

  func history(_ trace: TraceFile) -> LineHistory {
    if let known { return known }
    let history = LineHistory(trace)
    known = history
    return history
  }

  /// The texts of the trace's files by their names.
  func files(_ trace: TraceFile) -> [String: [String]] {
    if let texts { return texts }
    var read: [String: [String]] = [:]
    for source in (try? trace.readSources()) ?? [] where read[source.name] == nil {
      read[source.name] = LineWork.lines(of: source.text)
    }
    texts = read
    return read
  }

  /// The lines of a text, without what would steer a terminal.
  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var shown = ""
      for scalar in line.unicodeScalars {
        if scalar == "\t" {
          shown += String(repeating: " ", count: 8 - shown.count % 8)
        } else if scalar != "\r" {
          shown.unicodeScalars.append(LineWork.isControl(scalar) ? "?" : scalar)
        }
      }
      return shown
    }
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  static func shown(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }
}

/// A way through the recorded lines.
public enum LineMove: Hashable, Sendable {
  /// So many lines on, back if negative.
  case lines(Int)
  /// Out of the function, forward to where it returned to, or back to where it was called.
  case out(backwards: Bool)
}

extension SceneBuilder {
  /// Whether the trace tells the lines of a script.
  public var hasLines: Bool { timeline.trace.hasLines }

  /// Whether there is the text of a script, of which call sites can be shown.
  public var hasSource: Bool { hasLines || !lineWork.files(timeline.trace).isEmpty }

  /// The number of the line that is shown; nil before the first.
  var lineIndex: Int? {
    let history = lineWork.history(timeline.trace)
    let position = timeline.position
    if let chosen = lineWork.chosen, history.places.indices.contains(chosen), history.places[chosen].step == position {
      return chosen
    }
    return history.index(atOrBefore: position)
  }

  /// Chooses the first time that a script reaches a line; returns its moment, nil where its lines aren't recorded.
  public func moment(ofLine number: Int, in file: String) -> Int? {
    let places = lineWork.history(timeline.trace).places
    let found = places.firstIndex {
      $0.event == .line && $0.line == number && SourceLine(file: file, line: number).names(file: $0.file)
    }
    guard let found else { return nil }
    lineWork.chosen = found
    return places[found].step
  }

  /// Chooses a line from the one that is shown; returns its moment, nil where there is none.
  public func moment(after move: LineMove) -> Int? {
    let places = lineWork.history(timeline.trace).places
    let here = lineIndex
    var next: Int?
    switch move {
    case .lines(let distance): next = max((here ?? -1) + distance, 0)
    case .out(let backwards):
      guard let here else { return nil }
      let depth = places[here].depth
      next =
        backwards
        ? places[..<here].lastIndex { $0.depth < depth } : places[here...].firstIndex { $0.depth < depth }
    }
    guard let next, places.indices.contains(next), next != here else { return nil }
    lineWork.chosen = next
    return places[next].step
  }
}
