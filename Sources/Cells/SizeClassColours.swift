/// The styles of one size class in a theme: hue by index mod 7, tone by index div 7.
struct SizeClassColours: Sendable {
  let pure: RGB
  let letter: Style
  let used: Style
  let baseline: Style
  let free: Style

  init(index: Int, hues: [UInt32], background: RGB, isLight: Bool) {
    let hue = RGB(hues[index % hues.count])
    self.init(
      pure: SizeClassColours.toned(hue, tone: index / hues.count, isLight: isLight), background: background,
      isLight: isLight)
  }

  init(pure: RGB, background: RGB, isLight: Bool) {
    let goal = RGB(isLight ? 0x000000 : 0xFFFFFF)
    let field = pure.mixed(0.22, into: background)
    self.pure = pure
    letter = Style(
      foreground: pure.legible(on: background, toward: goal, ratio: 4.5), background: background, bold: true)
    used = Style(foreground: pure.mixed(0.88, into: background), background: background)
    baseline = Style(foreground: pure.mixed(0.38, into: background), background: background)
    free = Style(foreground: pure.legible(on: field, toward: goal, ratio: 4.5), background: field)
  }

  init(mono plain: Style, weak: Style) {
    pure = plain.foreground
    letter = plain.emphasised
    used = plain
    baseline = weak
    free = plain.emphasised
  }

  private static func toned(_ hue: RGB, tone: Int, isLight: Bool) -> RGB {
    let grey = RGB(0x8A8F99)
    let soft = hue.moved(0.45, toward: RGB(isLight ? 0x303030 : 0xD8DCE2))
    return switch tone {
    case 0: hue
    case 1: soft
    case 2: hue.moved(0.30, toward: RGB(isLight ? 0xFFFFFF : 0x000000))
    case 3: hue.moved(0.55, toward: grey)
    default: soft.moved(0.50, toward: grey)
    }
  }
}
