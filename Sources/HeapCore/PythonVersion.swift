/// A CPython version, as `PY_VERSION_HEX` has it.
public struct PythonVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The version as CPython's `PY_VERSION_HEX`: major, minor, micro, release level and serial, from the top byte down.
  public let hex: UInt32

  /// Takes CPython's own number.
  public init(hex: UInt32) {
    self.hex = hex
  }

  /// Reads `3.13`, `3.13.0`, `3.13.0a1`, `3.13.0b2` or `3.13.0rc1`; nil for anything else.
  public init?(_ text: String) {
    var numbers: [UInt32] = []
    var number: UInt32?
    var level: UInt32 = 0xF
    var suffix = ""
    for character in text.utf8 {
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let next = (number ?? 0) * 10 + UInt32(character - UInt8(ascii: "0"))
        guard next <= 255 else { return nil }
        number = next
      case UInt8(ascii: "."):
        guard let part = number, suffix.isEmpty, numbers.count < 2 else { return nil }
        numbers.append(part)
        number = nil
      default:
        if suffix.isEmpty {
          guard let part = number, numbers.count == 2 else { return nil }
          numbers.append(part)
          number = nil
        }
        guard number == nil, suffix.utf8.count < 2 else { return nil }
        suffix.unicodeScalars.append(Unicode.Scalar(character))
      }
    }
    guard let last = number else { return nil }
    var serial: UInt32 = 0
    if suffix.isEmpty {
      numbers.append(last)
    } else {
      guard let known = ["a": 0xA, "b": 0xB, "rc": 0xC][suffix] as UInt32?, last < 16 else { return nil }
      level = known
      serial = last
    }
    guard numbers.count >= 2 else { return nil }
    let micro = numbers.count > 2 ? numbers[2] : 0
    hex = numbers[0] << 24 | numbers[1] << 16 | micro << 8 | level << 4 | serial
  }

  /// The 3 of 3.13.0.
  public var major: Int { Int(hex >> 24) }
  /// The 13 of 3.13.0.
  public var minor: Int { Int(hex >> 16 & 0xFF) }
  /// The 0 of 3.13.0.
  public var micro: Int { Int(hex >> 8 & 0xFF) }

  /// The version as people write it, `3.13.0` or `3.15.0b2`.
  public var description: String {
    let base = "\(major).\(minor).\(micro)"
    let serial = hex & 0xF
    switch hex >> 4 & 0xF {
    case 0xA: return "\(base)a\(serial)"
    case 0xB: return "\(base)b\(serial)"
    case 0xC: return "\(base)rc\(serial)"
    default: return base
    }
  }

  /// Orders versions by time of release.
  public static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    left.hex < right.hex
  }
}
