import Foundation
import PythonInterpreters

/// A piece of Python whose requests are compared, statement by statement: one of `Tests/Recording/object_cases.txt`.
struct ObjectCase: Sendable {
  let name: String
  /// What is done once before, at module level.
  let before: [String]
  /// The statements that are compared, those of a compound one with its lines.
  let statements: [String]
  /// Whether its code runs for the first time, not specialised yet.
  let isCold: Bool

  /// All cases, in the order of the file.
  static let all: [ObjectCase] = {
    let text = (try? String(contentsOfFile: PythonInterpreter.script("object_cases.txt"), encoding: .utf8)) ?? ""
    return "\n\(text)".components(separatedBy: "\n== ").dropFirst().map(ObjectCase.init)
  }()

  private init(_ text: String) {
    var lines = text.components(separatedBy: "\n")
    let title = lines.removeFirst()
    let cold = " cold"
    isCold = title.hasSuffix(cold)
    name = isCold ? String(title.dropLast(cold.count)) : title
    let end = lines.firstIndex(of: "--")
    before = Self.statements(of: lines[..<(end ?? 0)])
    statements = Self.statements(of: lines[(end.map { $0 + 1 } ?? 0)...])
  }

  /// A line that is indented or continues a compound statement belongs to the one before.
  private static func statements(of lines: ArraySlice<String>) -> [String] {
    var found: [String] = []
    for line in lines where !line.isEmpty {
      let word = line.prefix { $0 != " " && $0 != ":" }
      if word.isEmpty || ["else", "elif", "except", "finally"].contains(word) {
        found[found.count - 1] += "\n" + line
      } else {
        found.append(line)
      }
    }
    return found
  }
}
