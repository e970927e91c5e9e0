/// The lines of a written trace in which blocks were asked for.
public struct WrittenLines: Sendable {
  private var steps: [UInt32] = []
  private var lines: [UInt32] = []

  mutating func add(step: Int, line: Int) {
    guard let step = UInt32(exactly: step), let line = UInt32(exactly: line), steps.last.map({ $0 < step }) ?? true
    else { return }
    steps.append(step)
    lines.append(line)
  }

  /// Whether no line is known, as of recordings.
  public var isEmpty: Bool { steps.isEmpty }

  /// The line that made a step, from 1; nil where that isn't known. O(log steps).
  public subscript(step: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(steps[middle]) < step { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && Int(steps[low]) == step ? Int(lines[low]) : nil
  }
}
