import Cells

/// How a screen is opened.
public struct ScreenOptions: Sendable {
  /// The most colours to use; nil for what the terminal has.
  public var depth: ColorDepth?
  /// The glyphs to use; nil for what the locale can show.
  public var glyphs: GlyphSet?
  /// Whether the mouse is asked for; without it the terminal's own selection works undisturbed.
  public var usesMouse: Bool

  /// Makes options; by default everything is as the terminal and the locale allow.
  public init(depth: ColorDepth? = nil, glyphs: GlyphSet? = nil, usesMouse: Bool = true) {
    self.depth = depth
    self.glyphs = glyphs
    self.usesMouse = usesMouse
  }
}
