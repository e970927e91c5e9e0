import Scene

extension Selection {
  /// What is chosen, as `--select` takes it: `2.42.88`, `raw:0x…`, `object:0x…`, `event:17`, or `none`.
  public var text: String {
    switch thing {
    case .place(let place): "\(place)"
    case .raw(let address): "raw:0x\(String(address, radix: 16))"
    case .object(let address): "object:0x\(String(address, radix: 16))"
    case .event(let step): "event:\(step)"
    case nil: "none"
    }
  }

  /// Reads what `--select` takes; nil for anything else.
  public init?(text: String) {
    func number(after word: String) -> UInt64? {
      guard text.hasPrefix(word) else { return nil }
      let digits = text.dropFirst(word.count)
      return digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
    }
    if text == "none" {
      self.init()
    } else if let place = PlaceName(text) {
      self.init(.place(place), isChosen: true)
    } else if let address = number(after: "raw:") {
      self.init(.raw(address), isChosen: true)
    } else if let address = number(after: "object:") {
      self.init(.object(address), isChosen: true)
    } else if let step = number(after: "event:").flatMap({ Int(exactly: $0) }) {
      self.init(.event(step), isChosen: true)
    } else {
      return nil
    }
  }
}
