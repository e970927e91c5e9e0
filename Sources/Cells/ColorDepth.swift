/// How many colours a terminal or an export has.
public enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// 24 bits.
  case truecolor
  /// The palette of xterm: 16 colours that users change, a cube of 6 x 6 x 6 and 24 greys.
  case c256
  /// The eight colours of ANSI.
  case c8
  /// None: attributes alone.
  case mono

  /// The number of a colour in this depth: `0xRRGGBB`, 16 to 255, 0 to 7, or 0.
  public func quantise(_ colour: RGB) -> Int {
    switch self {
    case .truecolor: Int(colour.hex)
    case .c256: ColorDepth.nearest256(colour)
    case .c8: ColorDepth.nearest8(colour)
    case .mono: 0
    }
  }

  /// The numbers of two colours that stand on each other; where the depth makes them one, the foreground becomes the
  /// palette's black or white so that it can be seen.
  public func pair(foreground: RGB, background: RGB) -> (foreground: Int, background: Int) {
    let (front, back) = (quantise(foreground), quantise(background))
    if front != back || foreground == background { return (front, back) }
    let dark = background.luminance < 0.2
    return switch self {
    case .truecolor, .mono: (front, back)
    case .c256: (dark ? 231 : 16, back)
    case .c8: (dark ? 7 : 0, back)
    }
  }

  /// The colour that an entry of xterm's palette from 16 on stands for; black for one that users change.
  public static func colour256(_ index: Int) -> RGB {
    switch index {
    case 16..<232:
      let cube = index - 16
      return RGB(red: level(cube / 36), green: level(cube / 6 % 6), blue: level(cube % 6))
    case 232..<256:
      let grey = UInt8(8 + 10 * (index - 232))
      return RGB(red: grey, green: grey, blue: grey)
    default:
      return RGB(0)
    }
  }

  private static func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }

  // Entries 0 to 15 are left alone: users change them. The cheap "redmean" distance keeps hues apart well enough, but
  // would make bright colours of little saturation grey; a size class is to keep its hue.
  private static func nearest256(_ colour: RGB) -> Int {
    let high = max(colour.red, colour.green, colour.blue)
    let keepsHue = high >= 0x70 && high - min(colour.red, colour.green, colour.blue) > 28
    var best = 16
    var least = Int.max
    for index in 16..<256 {
      let other = colour256(index)
      if keepsHue, other.red == other.green, other.green == other.blue { continue }
      let mean = (Int(colour.red) + Int(other.red)) / 2
      let red = Int(colour.red) - Int(other.red)
      let green = Int(colour.green) - Int(other.green)
      let blue = Int(colour.blue) - Int(other.blue)
      let distance = (512 + mean) * red * red + 1024 * green * green + (767 - mean) * blue * blue
      if distance < least { (best, least) = (index, distance) }
    }
    return best
  }

  // By hue, not by distance: in distance most class colours would be grey.
  private static func nearest8(_ colour: RGB) -> Int {
    let (red, green, blue) = (Int(colour.red), Int(colour.green), Int(colour.blue))
    let high = max(red, green, blue)
    let spread = high - min(red, green, blue)
    if high < 90 { return 0 }
    if spread * 4 < high { return 7 }
    let hue: Int
    if high == red {
      hue = (60 * (green - blue) / spread + 360) % 360
    } else if high == green {
      hue = 120 + 60 * (blue - red) / spread
    } else {
      hue = 240 + 60 * (red - green) / spread
    }
    return switch hue {
    case 30..<75: 3
    case 75..<170: 2
    case 170..<205: 6
    case 205..<265: 4
    case 265..<345: 5
    default: 1
    }
  }
}
