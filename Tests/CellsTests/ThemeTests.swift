import Cells
import Testing

private let coloured = Theme.all.filter { !$0.isMono }

@Test func `text roles have the contrast that the design states`() {
  for theme in coloured {
    let ground = theme.background
    for style in [theme.text, theme.bold, theme.dim, theme.good, theme.bad, theme.info, theme.special, theme.warn] {
      #expect(style.foreground.contrast(with: ground) >= 4.4, "\(theme.name) \(style)")
    }
    #expect(theme.faint.foreground.contrast(with: ground) >= 4)
    #expect(theme.now.foreground.contrast(with: theme.now.background) >= 15)
  }
  #expect((Theme.dark.dim.foreground.contrast(with: Theme.dark.background) * 10).rounded() == 69)
  #expect((Theme.light.dim.foreground.contrast(with: Theme.light.background) * 10).rounded() == 63)
}

@Test func `only what is now reaches pure white in the dark themes`() {
  for theme in [Theme.dark, .colourBlind] {
    let others =
      [theme.text, theme.bold, theme.dim, theme.faint, theme.bar, theme.selection, theme.good, theme.areaPast]
      + (0..<32).flatMap { [theme.classLetter($0), theme.classUsed($0), theme.classFree($0)] }
    #expect(!others.contains { $0.foreground == RGB(0xFFFFFF) || $0.background == RGB(0xFFFFFF) })
    #expect(theme.now.background == RGB(0xFFFFFF))
  }
}

@Test func `letters of size classes can be read on the ground and on the field of a free block`() {
  for theme in coloured {
    for index in 0..<32 {
      for style in [theme.classLetter(index), theme.classFree(index)] {
        #expect(style.foreground.contrast(with: style.background) >= 4.5)
      }
      #expect(theme.classColor(index).contrast(with: theme.background) >= 2.2, "\(theme.name) \(index)")
    }
  }
}

@Test func `neighbouring sizes differ in colour and all 32 are distinct`() {
  for theme in coloured {
    #expect(Set((0..<32).map(theme.classColor)).count == 32, "\(theme.name)")
  }
  #expect(Theme.dark.classColor(3) == RGB(0x56B4E9))
  #expect(Theme.dark.classColor(10) == RGB(0x56B4E9).mixed(0.55, into: RGB(0xD8DCE2)))
  #expect(Theme.dark.classUsed(3).foreground == RGB(0x4EA1D0))
}

@Test func `the mono theme tells things apart by attributes alone`() {
  let theme = Theme.mono
  #expect(theme.now.reverse && theme.bar.reverse && theme.bold.bold && theme.dim.dim)
  #expect(!theme.dim.on(theme.bar).dim && theme.dim.on(theme.bar).reverse)
  #expect(theme.classLetter(0) == theme.classLetter(31))
  #expect(Theme.light.suited(to: .mono).name == "mono" && Theme.light.suited(to: .c8).name == "light")
}

@Test func `themes are found by name`() {
  #expect(Theme.all.map(\.name) == ["dark", "light", "colour-blind", "mono"])
  #expect(Theme.named("color-blind")?.name == "colour-blind")
  #expect(Theme.named("light")?.isLight == true)
  #expect(Theme.named("pink") == nil)
}

@Test func `a style gives back what it was made of`() {
  var style = Style(foreground: RGB(0x123456), background: RGB(0xFEDCBA), bold: true, underline: true)
  #expect(style.foreground == RGB(0x123456) && style.background == RGB(0xFEDCBA))
  #expect(style.bold && style.underline && !style.reverse && !style.dim)
  style.foreground = RGB(0x010203)
  style.background = RGB(0x040506)
  style.bold = false
  style.reverse = true
  #expect(style == Style(foreground: RGB(0x010203), background: RGB(0x040506), reverse: true, underline: true))
}

@Test func `colours are reduced to what the terminal has`() {
  #expect(ColorDepth.truecolor.quantise(RGB(0x123456)) == 0x123456)
  #expect(ColorDepth.c256.quantise(RGB(0xFFFFFF)) == 231)
  #expect(ColorDepth.c256.quantise(RGB(0x101218)) == 233)
  // A muted size class keeps a hue, the ground and the labels stay grey.
  #expect(ColorDepth.c256.quantise(Theme.dark.classColor(21)) == 139)
  #expect([Theme.dark.bar.background, Theme.dark.dim.foreground].map(ColorDepth.c256.quantise) == [235, 247])
  #expect(ColorDepth.mono.quantise(RGB(0x123456)) == 0)
  // The seven pure hues of the dark theme: magenta, yellow, green, cyan, red, yellow, blue.
  #expect((0..<7).map { ColorDepth.c8.quantise(Theme.dark.classColor($0)) } == [5, 3, 2, 6, 1, 3, 4])
  for index in 16..<256 {
    #expect(ColorDepth.colour256(ColorDepth.c256.quantise(ColorDepth.colour256(index))) == ColorDepth.colour256(index))
  }
}

@Test func `what differs stays visible in every depth`() {
  for theme in coloured {
    let styles = [theme.text, theme.dim, theme.faint, theme.rule, theme.now, theme.selection, theme.areaFuture]
    for style in styles + (0..<32).flatMap({ [theme.classBaseline($0), theme.classFree($0), theme.classUsed($0)] }) {
      for depth in [ColorDepth.c256, .c8] {
        let pair = depth.pair(foreground: style.foreground, background: style.background)
        #expect(pair.foreground != pair.background, "\(theme.name) \(depth) \(style)")
      }
    }
  }
}

@Test func `rectangles are cut without losing or inventing cells`() {
  let rect = Rect(x: 2, y: 3, width: 10, height: 5)
  let (left, right) = rect.split(columns: 4)
  #expect(left == Rect(x: 2, y: 3, width: 4, height: 5) && right == Rect(x: 6, y: 3, width: 6, height: 5))
  #expect(rect.split(rows: -2).bottom == Rect(x: 2, y: 6, width: 10, height: 2))
  #expect(rect.split(rows: 99).bottom.isEmpty && rect.split(columns: -99).left.isEmpty)
  #expect(rect.inset(by: 3).height == 0 && rect.inset(left: 1, bottom: 1) == Rect(x: 3, y: 3, width: 9, height: 4))
  #expect(rect.contains(x: 11, y: 7) && !rect.contains(x: 12, y: 7) && !rect.contains(x: 2, y: 8))
  #expect(rect.intersection(Rect(x: 20, y: 0, width: 5, height: 5)).isEmpty)
  #expect(rect.row(4) == Rect(x: 2, y: 7, width: 10, height: 1) && rect.row(5).isEmpty)
}
