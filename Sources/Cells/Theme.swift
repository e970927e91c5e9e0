/// The colours of a frame by role: what a thing is for, never which colour it has.
public struct Theme: Sendable {
  /// The name as the user types it.
  public let name: String
  /// Whether the ground is bright.
  public let isLight: Bool
  /// Whether attributes and letters alone tell things apart.
  public let isMono: Bool

  /// The colour of the ground.
  public let background: RGB
  /// Values; also the style to fill a canvas with.
  public let text: Style
  /// Titles and the caption.
  public let bold: Style
  /// Labels.
  public private(set) var dim: Style
  /// Row numbers, what was never carved, the future.
  public private(set) var faint: Style
  /// Title lines, never text.
  public private(set) var rule: Style
  /// The title and footer rows.
  public let bar: Style
  /// What this step changed, and nothing else.
  public let now: Style
  /// The chosen row of a list.
  public let selection: Style
  /// Reachable; a right answer.
  public let good: Style
  /// In doubt; given back.
  public let bad: Style
  /// Came back.
  public let info: Style
  /// A finalizer, a cycle.
  public let special: Style
  /// A ghost, a root, nearly empty.
  public let warn: Style
  /// Areas and gauges before the moment.
  public let areaPast: Style
  /// Areas and gauges after the moment.
  public let areaFuture: Style

  private let classes: [SizeClassColours]

  /// The pure colour of a size class, 0 to 31; text colour for any other index.
  public func classColor(_ index: Int) -> RGB { colours(index).pure }

  /// The letter of a size class: its colour, moved towards white (light: black) until it has 4.5:1.
  public func classLetter(_ index: Int) -> Style { colours(index).letter }

  /// A used part of a tray, a used block: 88 % of the class colour.
  public func classUsed(_ index: Int) -> Style { colours(index).used }

  /// The baseline of a tray, room left: 38 % of the class colour.
  public func classBaseline(_ index: Int) -> Style { colours(index).baseline }

  /// A free block: the letter's colour on a field of 22 % of the class colour.
  public func classFree(_ index: Int) -> Style { colours(index).free }

  private func colours(_ index: Int) -> SizeClassColours {
    classes.indices.contains(index) ? classes[index] : classes[classes.count - 1]
  }

  /// The theme to draw with where there are `depth` colours: without any, only attributes can mark what is now.
  public func suited(to depth: ColorDepth) -> Theme { depth == .mono ? .mono : self }

  /// The theme with the weak roles raised, for a projector: nothing that is to be read is grey on grey.
  public var raised: Theme {
    var theme = self
    (theme.dim, theme.faint, theme.rule) = (text, isMono ? text : dim, isMono ? rule : faint)
    return theme
  }

  /// The theme with a name ("dark", "light", "colour-blind" or "color-blind", "mono"), nil if there is none.
  public static func named(_ name: String) -> Theme? {
    name == "color-blind" ? colourBlind : all.first { $0.name == name }
  }

  /// Every theme, in the order in which a user goes through them.
  public static let all: [Theme] = [dark, light, colourBlind, mono]

  /// Bright on dark.
  public static let dark = Theme(
    name: "dark", ground: .dark, good: 0x14B98A, bad: 0xF0803C, info: 0x56B4E9, special: 0xD98BB8, warn: 0xE69F00,
    hues: [0xCC79A7, 0xE69F00, 0x14A87E, 0x56B4E9, 0xE0662A, 0xD9CC3E, 0x3E86C8])

  /// Dark on bright, for daylight and projectors.
  public static let light = Theme(
    name: "light", ground: .light, good: 0x007A5A, bad: 0xB84A00, info: 0x1F74AC, special: 0xA8527F, warn: 0x966400,
    hues: [0xA8527F, 0xA87000, 0x00795A, 0x2A80B9, 0xB84A00, 0x8A7F00, 0x00568C])

  /// Dark, with colours that stay apart without a sense of red and green.
  public static let colourBlind = Theme(
    name: "colour-blind", ground: .dark, good: 0x56B4E9, bad: 0xE69F00, info: 0xF0E442, special: 0xCC79A7,
    warn: 0xF0E442, hues: [0xCC79A7, 0xF0E442, 0x2E86C9, 0x56B4E9, 0xD55E00, 0xE69F00, 0xB4B4B4])

  /// Attributes alone: what the last step changed is reversed.
  public static let mono = Theme()

  /// The greys that a theme stands on.
  private struct Ground {
    let isLight: Bool
    let background, text, bold, dim, faint, rule, bar, nowText, now, selection, past, future: UInt32

    static let dark = Ground(
      isLight: false, background: 0x101218, text: 0xD0D3DA, bold: 0xECEDF0, dim: 0x969DAB, faint: 0x717989,
      rule: 0x343A47, bar: 0x1B1F29, nowText: 0x101218, now: 0xFFFFFF, selection: 0x2F3137, past: 0x778DAC,
      future: 0x3D485A)
    static let light = Ground(
      isLight: true, background: 0xFBFAF7, text: 0x24272E, bold: 0x0E1012, dim: 0x565D6A, faint: 0x747A85,
      rule: 0xCDD1D8, bar: 0xECEBE6, nowText: 0xFFFFFF, now: 0x111318, selection: 0xD9D8D7, past: 0x7C93B4,
      future: 0xC6CFDB)
  }

  private init(
    name: String, ground: Ground, good: UInt32, bad: UInt32, info: UInt32, special: UInt32, warn: UInt32,
    hues: [UInt32]
  ) {
    let back = RGB(ground.background)
    func plain(_ hex: UInt32) -> Style { Style(foreground: RGB(hex), background: back) }
    self.name = name
    isLight = ground.isLight
    isMono = false
    background = back
    text = plain(ground.text)
    bold = plain(ground.bold).emphasised
    dim = plain(ground.dim)
    faint = plain(ground.faint)
    rule = plain(ground.rule)
    bar = plain(ground.text).on(RGB(ground.bar))
    now = Style(foreground: RGB(ground.nowText), background: RGB(ground.now), bold: true)
    selection = plain(ground.bold).emphasised.on(RGB(ground.selection))
    self.good = plain(good)
    self.bad = plain(bad)
    self.info = plain(info)
    self.special = plain(special)
    self.warn = plain(warn)
    areaPast = plain(ground.past)
    areaFuture = plain(ground.future)
    classes =
      (0..<32).map { SizeClassColours(index: $0, hues: hues, background: back, isLight: ground.isLight) }
      + [SizeClassColours(pure: text.foreground, background: back, isLight: ground.isLight)]
  }

  private init() {
    let plain = Style(foreground: RGB(0xD3D7CF), background: RGB(0x0C0C0C))
    var weak = plain
    weak.dim = true
    var turned = plain
    turned.reverse = true
    name = "mono"
    isLight = false
    isMono = true
    background = plain.background
    text = plain
    bold = plain.emphasised
    (dim, faint, rule, areaFuture) = (weak, weak, weak, weak)
    bar = turned
    now = turned.emphasised
    selection = plain.emphasised
    (good, bad, warn) = (plain.emphasised, plain.emphasised, plain.emphasised)
    (info, special, areaPast) = (plain, plain, plain)
    classes = [SizeClassColours(mono: plain, weak: weak)]
  }
}
