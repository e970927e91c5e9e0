import Foundation
import Testing

/// A written lesson that comes with the program, as its file has it.
struct WrittenLessonFile: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String

  /// All of them, in their order.
  static let all: [WrittenLessonFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: LessonFile.path(""))) ?? []
    return names.filter { $0.hasSuffix(".arena") && $0.first?.isNumber == true }.sorted().compactMap { name in
      guard let text = try? String(contentsOfFile: LessonFile.path(name), encoding: .utf8) else { return nil }
      return WrittenLessonFile(name: name, text: text)
    }
  }()

  /// The Python behind the lesson, nil where there is none.
  var program: String? {
    let path = "\(LessonFile.folder)/python/\(name.replacing(".arena", with: "").replacing("-", with: "_")).py"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  var testDescription: String { name }

  /// What the lesson says with other values for its claims, on another Python; claims that aren't named are left out.
  func text(python: String, claims: [MeasuredClaim]) -> (text: String, unknown: [MeasuredClaim]) {
    var unknown = Set(claims)
    var mark = ""
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ")
      if words.first == "mark" { mark = line.drop { $0 != "\"" }.filter { $0 != "\"" } }
      if line.hasPrefix("# measured as ") { mark = String(line.dropFirst(14)) }
      switch words.first {
      case "python": lines.append("python \(python)")
      case "expect":
        for claim in claims where claim.mark == mark && claim.isAbout(words.dropFirst()) {
          unknown.remove(claim)
          lines += claim.lines
        }
      default: lines.append(String(line))
      }
    }
    return (lines.joined(separator: "\n"), claims.filter(unknown.contains))
  }
}

/// What a Python has measured: `measure value`, with `@MARK` before it where a mark or a comment `# measured as MARK`
/// tells the moment, and `~` before a value that the heap of a starting interpreter moves by one.
struct MeasuredClaim: Hashable, CustomStringConvertible {
  let mark: String
  let measure: [Substring]
  let value: Substring

  init?(_ line: Substring) {
    var words = line.split(separator: " ")
    guard let last = words.popLast(), let first = words.first else { return nil }
    mark = first.hasPrefix("@") ? String(first.dropFirst().replacing("_", with: " ")) : ""
    measure = first.hasPrefix("@") ? Array(words.dropFirst()) : words
    value = last
  }

  /// Whether the words behind `expect` claim this measure.
  func isAbout(_ words: ArraySlice<Substring>) -> Bool {
    words.starts(with: measure) && words.count <= measure.count + 1
  }

  /// The claims to be held against the simulation.
  var lines: [String] {
    let measure = measure.joined(separator: " ")
    guard value.hasPrefix("~"), let number = Int(value.dropFirst()) else { return ["expect \(measure) \(value)"] }
    return ["expect \(measure) at least \(number - 1)", "expect \(measure) at most \(number + 1)"]
  }

  var description: String { "\(mark.isEmpty ? "" : "@\(mark) ")\(measure.joined(separator: " ")) \(value)" }
}
