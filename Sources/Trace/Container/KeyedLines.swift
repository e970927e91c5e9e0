/// Lines `key value` of a META or END frame, in order; a key can stand several times.
public struct KeyedLines: Hashable, Sendable {
  /// One line.
  public struct Entry: Hashable, Sendable {
    /// The word before the first space.
    public var key: String
    /// What stands behind it, unescaped.
    public var value: String

    /// Creates a line.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The lines from top to bottom.
  public var entries: [Entry]

  /// Creates them from entries.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Returns the first value of a key.
  public subscript(key: String) -> String? { entries.first { $0.key == key }?.value }

  /// Returns all values of a key, in order.
  public func all(_ key: String) -> [String] { entries.filter { $0.key == key }.map(\.value) }

  init(payload: some Collection<UInt8>) {
    entries = payload.split(separator: 0x0A).filter { $0.first != 0x20 }.map { line in
      let parts = line.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
      return Entry(String(decoding: parts[0], as: UTF8.self), Self.unescaped(value))
    }
  }

  var payload: [UInt8] {
    entries.flatMap { entry in
      Array((entry.value.isEmpty ? entry.key : entry.key + " " + Self.escaped(entry.value)).utf8) + [0x0A]
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        result.unicodeScalars.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? result + "\\" : result
  }
}

/// The facts about a recording as a whole: META.
public typealias TraceMeta = KeyedLines

extension KeyedLines {
  /// The command that was recorded: its executable and arguments, or nil for a written trace.
  public var command: [String]? {
    let arguments = all("arg")
    return arguments.isEmpty ? self["executable"].map { [$0] } : arguments
  }
}
