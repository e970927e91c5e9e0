import Trace

/// What a written trace calls its blocks, and the lines that asked for them: its call sites, in a way.
struct WrittenNames {
  private let lines: WrittenLines
  private let labels: [(step: UInt64, text: String)]
  private let file: String
  /// The names that a line gave, from its number: the first one, and the name before the number where there are more.
  private var names: [Int: String] = [:]

  /// Reads the names of a trace; nil for recordings, and for traces that name nothing. O(labels).
  init?(_ trace: TraceFile, definitions: SiteTable) {
    guard !trace.frames.contains(where: \.hasSites), !definitions.labels.isEmpty || !trace.written.isEmpty else {
      return nil
    }
    lines = trace.written
    labels = definitions.labels.sorted { $0.step < $1.step }
    file = trace.name == "-" ? "standard input" : trace.name.split(separator: "/").last.map(String.init) ?? trace.name
    for (step, text) in labels {
      let line = lines[Int(clamping: step)] ?? 0
      let stem = Self.stem(text)
      // A line without a number stands for all whose names begin alike.
      if line == 0 { continue }
      names[line] = names[line].map { $0 == text ? text : "\(stem)*" } ?? text
    }
  }

  /// What the block that a step asked for is called; nil where it has no name. O(log labels).
  func name(ofStep step: Int) -> String? {
    var (low, high) = (0, labels.count)
    while low < high {
      let middle = (low + high) / 2
      if labels[middle].step < UInt64(step) { low = middle + 1 } else { high = middle }
    }
    return low < labels.count && labels[low].step == UInt64(step) ? labels[low].text : nil
  }

  /// The line that asked for a block, with the names that it gives; nil where neither is known.
  func site(ofStep step: Int) -> Frame? {
    if let line = lines[step] { return Frame(file: file, function: names[line] ?? "", line: line) }
    // A trace that was converted has names and no lines.
    return name(ofStep: step).map { name in
      let stem = Self.stem(name)
      return Frame(file: stem == name ? name : "\(stem)*", function: "", line: nil)
    }
  }

  /// A name without the numbers that a repetition puts behind it.
  private static func stem(_ name: String) -> String {
    var stem = Substring(name)
    while let last = stem.last, last.isNumber || last == "_" { stem = stem.dropLast() }
    return stem.isEmpty ? name : String(stem)
  }
}
