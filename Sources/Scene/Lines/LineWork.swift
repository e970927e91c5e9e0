import Replay
import Trace

/// The recorded lines of the open trace, read once, and the one that is shown.
final class LineWork {
  private var known: LineHistory?
  private var texts: [String: [String]] = [:]
  /// The line that was gone to: several can lie at the same moment.
  var chosen: Int?

  func history(_ trace: TraceFile) -> LineHistory {
    if let known { return known }
    let history = LineHistory(trace)
    known = history
    for source in (try? trace.readSources()) ?? [] where texts[source.name] == nil {
      texts[source.name] = LineWork.lines(of: source.text)
    }
    return history
  }

  func text(_ file: String) -> [String] { texts[file] ?? [] }

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

  /// The number of the line that is shown; nil before the first.
  var lineIndex: Int? {
    let history = lineWork.history(timeline.trace)
    let position = timeline.position
    if let chosen = lineWork.chosen, history.places.indices.contains(chosen), history.places[chosen].step == position {
      return chosen
    }
    return history.index(atOrBefore: position)
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

  /// The script at the moment.
  func sourceScene() -> SourceScene {
    let history = lineWork.history(timeline.trace)
    guard let index = lineIndex else {
      let first = history.places.first
      return SourceScene(
        file: LineWork.name(first?.file ?? ""), function: "", lines: lineWork.text(first?.file ?? ""), line: nil,
        count: history.places.count, number: 0, scopes: [])
    }
    let place = history.places[index]
    let state = history.state(at: index)
    return SourceScene(
      file: LineWork.name(place.file), function: LineWork.shown(place.function), lines: lineWork.text(place.file),
      line: place.line, count: history.places.count, number: index + 1,
      scopes: state.scopes.reversed().map { scope in
        SourceScene.Scope(
          title: scope.function == "<module>" ? LineWork.name(scope.file) : LineWork.shown(scope.function),
          variables: scope.variables.map { variable($0, state) })
      })
  }

  private func variable(_ variable: LineVariable, _ state: LineState) -> SourceScene.Variable {
    var shown = SourceScene.Variable(name: LineWork.shown(variable.name), references: "", targets: [])
    guard let address = variable.address, let object = state.objects[address] else { return shown }
    shown.object = LineWork.words(object)
    shown.references = object.referenceCount.map { "refs \($0)" } ?? "immortal"
    // The object stands behind its headers in its block.
    if let place = place(at: address), place.block != nil { shown.block = place }
    shown.targets = object.references.prefix(64).compactMap { reference in
      state.objects[reference.target].map { "\(LineWork.shown(reference.label)) → \(LineWork.words($0))" }
    }
    return shown
  }
}

extension LineWork {
  static func name(_ file: String) -> String {
    shown(file.split(separator: "/").last.map(String.init) ?? file)
  }

  fileprivate static func words(_ object: LineObject) -> String {
    shown(object.value.map { object.type == "NoneType" ? $0 : "\(object.type) \($0)" } ?? object.type)
  }
}
