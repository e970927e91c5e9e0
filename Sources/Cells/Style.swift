/// How a cell is drawn: two colours and four attributes in one word, so that frames compare fast.
public struct Style: Hashable, Sendable {
  // Bits 0-23 background, 24-47 foreground, 48 up the attributes.
  private var bits: UInt64

  private static let boldBit: UInt64 = 1 << 48
  private static let reverseBit: UInt64 = 1 << 49
  private static let underlineBit: UInt64 = 1 << 50
  private static let dimBit: UInt64 = 1 << 51

  /// Makes a style; the attributes are what carries meaning on terminals without colour.
  public init(
    foreground: RGB, background: RGB, bold: Bool = false, dim: Bool = false, reverse: Bool = false,
    underline: Bool = false
  ) {
    bits = UInt64(foreground.hex) << 24 | UInt64(background.hex)
    if bold { bits |= Style.boldBit }
    if dim { bits |= Style.dimBit }
    if reverse { bits |= Style.reverseBit }
    if underline { bits |= Style.underlineBit }
  }

  /// The colour of the glyph.
  public var foreground: RGB {
    get { RGB(UInt32(truncatingIfNeeded: bits >> 24)) }
    set { bits = bits & ~(0xFF_FFFF << 24) | UInt64(newValue.hex) << 24 }
  }

  /// The colour behind the glyph.
  public var background: RGB {
    get { RGB(UInt32(truncatingIfNeeded: bits)) }
    set { bits = bits & ~0xFF_FFFF | UInt64(newValue.hex) }
  }

  /// Whether the glyph is drawn bold.
  public var bold: Bool {
    get { bits & Style.boldBit != 0 }
    set { set(Style.boldBit, newValue) }
  }

  /// Whether the glyph is drawn weaker; set by themes without colour only.
  public var dim: Bool {
    get { bits & Style.dimBit != 0 }
    set { set(Style.dimBit, newValue) }
  }

  /// Whether the two colours change places.
  public var reverse: Bool {
    get { bits & Style.reverseBit != 0 }
    set { set(Style.reverseBit, newValue) }
  }

  /// Whether the glyph is underlined.
  public var underline: Bool {
    get { bits & Style.underlineBit != 0 }
    set { set(Style.underlineBit, newValue) }
  }

  private mutating func set(_ bit: UInt64, _ value: Bool) { bits = value ? bits | bit : bits & ~bit }

  /// Keeps the foreground, weight and underline of this style and takes the ground of another (its background and whether it is
  /// reversed): `theme.dim.on(theme.bar)`.
  public func on(_ ground: Style) -> Style {
    var style = self
    style.background = ground.background
    style.reverse = ground.reverse
    if ground.reverse { style.dim = false }
    return style
  }

  /// Gives the same style on another background colour.
  public func on(_ background: RGB) -> Style {
    var style = self
    style.background = background
    return style
  }

  /// Gives the same style in bold.
  public var emphasised: Style {
    var style = self
    style.bold = true
    style.dim = false
    return style
  }
}

/// One character cell of the screen.
public struct Cell: Hashable, Sendable {
  /// How it is drawn.
  public var style: Style
  /// What is drawn: one scalar that is one column wide.
  public var scalar: Unicode.Scalar

  /// Makes a cell; `scalar` should be one that `Unicode.Scalar.fillsOneCell` accepts (a canvas sees to it).
  public init(_ scalar: Unicode.Scalar, _ style: Style) {
    self.scalar = scalar
    self.style = style
  }
}
