#if canImport(Glibc)
  import Glibc
#endif

/// A colour of 24 bits in the sRGB space.
public struct RGB: Hashable, Sendable {
  /// The red share, 0 to 255.
  public var red: UInt8
  /// The green share, 0 to 255.
  public var green: UInt8
  /// The blue share, 0 to 255.
  public var blue: UInt8

  /// Makes a colour from its number as written in a style sheet: `0xRRGGBB`; higher bits are ignored.
  public init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  /// Makes a colour from three shares, 0 to 255 each.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour as `0xRRGGBB`.
  public var hex: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// The colour as `#rrggbb`, for SVG and HTML.
  public var webName: String {
    let digits = String(hex, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Lays this colour over another: `fraction` (0 to 1) of it shows, the rest is `other`.
  public func mixed(_ fraction: Double, into other: RGB) -> RGB {
    let share = min(max(fraction, 0), 1)
    func part(_ own: UInt8, _ under: UInt8) -> UInt8 {
      UInt8((Double(own) * share + Double(under) * (1 - share)).rounded())
    }
    return RGB(red: part(red, other.red), green: part(green, other.green), blue: part(blue, other.blue))
  }

  /// Moves this colour towards another: 0 leaves it, 1 arrives.
  public func moved(_ fraction: Double, toward other: RGB) -> RGB { other.mixed(fraction, into: self) }

  /// The relative luminance as WCAG 2 defines it, 0 (black) to 1 (white).
  public var luminance: Double {
    func linear(_ part: UInt8) -> Double {
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast ratio between two colours as WCAG 2 defines it, 1 to 21.
  public func contrast(with other: RGB) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// Moves the colour towards `goal` by the least amount (in steps of 2 %) that gives `ratio` on `field`; arrives at
  /// `goal` where even that is not enough.
  public func legible(on field: RGB, toward goal: RGB, ratio: Double) -> RGB {
    for step in 0..<50 {
      let candidate = moved(Double(step) / 50, toward: goal)
      if candidate.contrast(with: field) >= ratio { return candidate }
    }
    return goal
  }
}
