extension StringProtocol {
  /// The text without the spaces and tabs around it.
  var trimmingSpaces: String {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return String(rest)
  }

  /// What follows the prefix, nil when the text doesn't start with it.
  func dropping(prefix: String) -> SubSequence? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}

/// A number of bytes as people write it: `512`, `4 KiB`, `2MiB`, `1,024`.
enum ByteCount {
  /// The number of bytes, nil when the text isn't one or doesn't fit.
  static func parse(_ text: some StringProtocol) -> UInt64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "_" || $0 == "." }
    let unit = text.dropFirst(digits.count).trimmingSpaces.lowercased()
    let shift: Int? =
      switch unit {
      case "", "b", "byte", "bytes": 0
      case "k", "kb", "kib": 10
      case "m", "mb", "mib": 20
      case "g", "gb", "gib": 30
      default: nil
      }
    guard let shift, !digits.isEmpty else { return nil }
    let number = String(digits.filter { $0 != "," && $0 != "_" })
    if let whole = UInt64(number) {
      let (bytes, overflow) = whole.multipliedReportingOverflow(by: 1 << UInt64(shift))
      return overflow ? nil : bytes
    }
    guard let fraction = Double(number), fraction >= 0 else { return nil }
    return UInt64(exactly: (fraction * Double(UInt64(1) << UInt64(shift))).rounded())
  }
}
