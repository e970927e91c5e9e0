/// How numbers are spelt on the screen: whole words, thousands in groups, bytes in the unit that leaves three digits.
public enum Numbers {
  /// A count with its thousands in groups: `83,650`.
  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var bytes: [UInt8] = value < 0 ? [45] : []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { bytes.append(44) }
      bytes.append(digit)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A count of things: `1 block`, `23,444 blocks`.
  public static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// An amount of memory in three digits: `640 bytes`, `1,973 KiB`, `1.93 MiB`.
  public static func bytes(_ value: Int) -> String {
    if value < 10_240 { return count(value, "byte") }
    if value < 1 << 20 { return "\(count((value + 512) >> 10)) KiB" }
    return scaled(value, unit: 1 << 20, name: "MiB")
  }

  /// An amount of memory in KiB up to 10 MiB, as the status line has it: `1,973 KiB`.
  public static func kibibytes(_ value: Int) -> String {
    value < 10 << 20 ? "\(count((value + 512) >> 10)) KiB" : bytes(value)
  }

  private static func scaled(_ value: Int, unit: Int, name: String) -> String {
    if value >= unit << 10, name != "TiB" {
      return scaled(value, unit: unit << 10, name: name == "MiB" ? "GiB" : "TiB")
    }
    if value >= unit * 100 { return "\(count((value + unit / 2) / unit)) \(name)" }
    let digits = value >= unit * 10 ? 1 : 2
    return "\(fixed(value, over: unit, digits: digits)) \(name)"
  }

  /// A quotient with so many decimal digits (1 or 2), rounded.
  public static func fixed(_ value: Int, over unit: Int, digits: Int) -> String {
    let power = digits == 2 ? 100 : 10
    guard unit > 0 else { return "0" }
    let (whole, part) = value.quotientAndRemainder(dividingBy: unit)
    var hundredths = (part * power + unit / 2) / unit
    var number = whole
    if hundredths == power { (number, hundredths) = (number + 1, 0) }
    let tail = String(hundredths)
    return "\(count(number)).\(String(repeating: "0", count: digits - tail.count))\(tail)"
  }

  /// A share in whole per cent, never rounded up to 100 nor down to 0: `99 %`.
  public static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    let (high, low) = part.multipliedFullWidth(by: 100)
    let (value, _) = whole.dividingFullWidth((high, low))
    if value == 0, part > 0 { return "<1 %" }
    return "\(min(value, 999)) %"
  }

  /// An address: `0x7f3a91e00000`.
  public static func address(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

  /// A time in the unit that suits it: `840 ms`, `12.4 s`, `3 min 20 s`.
  public static func time(microseconds: UInt64) -> String {
    let value = Int(clamping: microseconds)
    if value < 1_000_000 { return "\(value / 1000) ms" }
    if value < 60_000_000 { return "\(fixed(value, over: 1_000_000, digits: 1)) s" }
    let seconds = value / 1_000_000
    if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(count(seconds / 3600)) h \(seconds / 60 % 60) min"
  }

  /// A name cut in its middle to so many characters, both ends kept: `site-packa…/models.py`.
  public static func middle(_ text: String, limit: Int) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count > limit else { return text }
    guard limit > 1 else { return limit == 1 ? "…" : "" }
    let head = (limit - 1) / 3
    var view = String.UnicodeScalarView(scalars[..<head])
    view.append("…")
    view.append(contentsOf: scalars[(scalars.count - (limit - 1 - head))...])
    return String(view)
  }
}
