import Cells
import Replay

/// What could stand where the user is typing.
public struct Completion: Hashable, Sendable {
  /// One thing to choose.
  public struct Candidate: Hashable, Sendable {
    /// The whole line if this is chosen.
    public var line: String
    /// What it does or means.
    public var help: String

    /// Makes a candidate.
    public init(line: String, help: String) {
      self.line = line
      self.help = help
    }
  }

  /// What fits, the likeliest first.
  public var candidates: [Candidate]
  /// How many there are without anything typed.
  public var total: Int

  /// Completes a line typed after `:`; `marks` and `collections` are those of the trace.
  public static func commands(_ line: String, marks: [String], collections: Int) -> Completion {
    let all = CommandTable.names
    let word = line.prefix { $0 != " " }
    if word.count == line.count {
      let wanted = word.lowercased()
      let first = all.filter { $0.name.hasPrefix(wanted) }
      let later =
        wanted.isEmpty || !first.isEmpty ? [] : all.filter { !$0.name.hasPrefix(wanted) && $0.name.contains(wanted) }
      let found = (first + later).map { name, help in
        Candidate(line: takesArgument(name) ? name + " " : name, help: help)
      }
      return Completion(candidates: found, total: all.count)
    }
    guard let row = CommandTable.rows.first(where: { $0.name == word }) else {
      return Completion(candidates: [], total: all.count)
    }
    let typed = line.dropFirst(word.count).drop { $0 == " " }.lowercased()
    let values = arguments(row.argument, marks: marks, collections: collections)
    let fitting = values.filter { typed.isEmpty || $0.0.lowercased().hasPrefix(typed) }
    let more = typed.isEmpty ? [] : values.filter { !$0.0.lowercased().hasPrefix(typed) && $0.0.contains(typed) }
    return Completion(
      candidates: (fitting + more).map { Candidate(line: "\(row.name) \($0.0)", help: $0.1) }, total: values.count)
  }

  /// Completes a condition being typed.
  public static func conditions(_ line: String) -> Completion {
    let typed = line.lowercased()
    let fitting = Condition.forms.filter { $0.form.lowercased().hasPrefix(typed) }
    let more = typed.isEmpty ? [] : Condition.forms.filter { !$0.form.hasPrefix(typed) && $0.form.contains(typed) }
    return Completion(
      candidates: (fitting + more).map { Candidate(line: $0.form, help: $0.meaning) }, total: Condition.forms.count)
  }

  private static func takesArgument(_ name: String) -> Bool {
    CommandTable.rows.contains { $0.name == name && $0.argument != .optionalCondition }
  }

  private static func arguments(
    _ kind: CommandRow.ArgumentKind, marks: [String], collections: Int
  ) -> [(String, String)] {
    switch kind {
    case .moment:
      var values = [("end", "the end of the trace"), ("start", "the start"), ("50%", "the middle")]
      values += marks.prefix(100).map { ("mark:\($0)", "a mark of the trace") }
      if collections > 0 { values.append(("gc:1", "the first collection")) }
      if collections > 1 { values.append(("gc:\(collections)", "the last collection")) }
      return values
    case .condition, .optionalCondition: return Condition.forms.map { ($0.form, $0.meaning) }
    case .theme: return Theme.all.map { ($0.name, "colours") }
    case .onOff: return [("on", ""), ("off", "")]
    case .stepSize:
      return [
        ("1", "event by event"), ("10", "ten events"), ("1000", "a thousand"), ("interesting", "to what matters"),
      ]
    case .speed: return PlayClock.speeds.map { ("\($0)", "steps a second") }
    case .number, .name, .file, .text: return []
    }
  }
}
