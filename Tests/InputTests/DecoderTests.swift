import Input
import SeededGenerators
import Testing

private func events(_ text: String) -> [InputEvent] {
  var decoder = InputDecoder()
  return decoder.feed(text.utf8) + decoder.flush()
}

private func keys(_ text: String) -> [Key?] {
  events(text).map { event in
    guard case .key(let key, []) = event else { return nil }
    return key
  }
}

@Test func `characters and control characters are keys`() {
  #expect(
    keys("a Z~é漢") == [
      .character("a"), .character(" "), .character("Z"), .character("~"), .character("é"), .character("漢"),
    ])
  #expect(keys("\t\r\n\u{7F}\u{8}") == [.tab, .enter, .enter, .backspace, .backspace])
  #expect(keys("\u{10}\u{0}\u{1A}\u{1F}") == [.control("p"), .control("@"), .control("z"), .control("_")])
}

@Test func `cursor and function keys are known in every form that terminals send`() {
  #expect(keys("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD") == [.up, .down, .right, .left])
  #expect(keys("\u{1B}[H\u{1B}[1~\u{1B}[7~\u{1B}OF\u{1B}[8~") == [.home, .home, .home, .end, .end])
  #expect(keys("\u{1B}[2~\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[Z") == [.insert, .delete, .pageUp, .pageDown, .backTab])
  #expect(
    keys("\u{1B}OP\u{1B}[11~\u{1B}[[A\u{1B}[15~\u{1B}[24~") == [
      .function(1), .function(1), .function(1), .function(5), .function(12),
    ])
}

@Test func `modifiers come with keys`() {
  #expect(events("\u{1B}[1;5A") == [.key(.up, .control)])
  #expect(events("\u{1B}[1;4C") == [.key(.right, [.shift, .alt])])
  #expect(events("\u{1B}[15;2~") == [.key(.function(5), .shift)])
  #expect(events("\u{1B}x\u{1B}\u{1B}[B") == [.key(.character("x"), .alt), .key(.down, .alt)])
  #expect(events("\u{1B}[a\u{1B}[5^\u{1B}O5D") == [.key(.up, .shift), .key(.pageUp, .control), .key(.left, .control)])
  #expect(events("\u{1B}[112;5u\u{1B}[27;5;112~") == [.key(.control("p")), .key(.control("p"))])
}

@Test func `a lone escape is the escape key once nothing follows`() {
  var decoder = InputDecoder()
  #expect(decoder.patience == nil)
  #expect(decoder.feed([0x1B]) == [])
  #expect(decoder.patience == 25)
  #expect(decoder.flush() == [.key(.escape)])
  #expect(decoder.patience == nil)
  #expect(events("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
  #expect(events("\u{1B}[") == [.key(.character("["), .alt)])
}

@Test func `the mouse speaks SGR and the old form`() {
  #expect(events("\u{1B}[<0;10;5M") == [.mouse(MouseEvent(.press(.left), x: 9, y: 4))])
  #expect(events("\u{1B}[M !!") == [.mouse(MouseEvent(.press(.left), x: 0, y: 0))])
  #expect(events("\u{1B}[M#!\"") == [.mouse(MouseEvent(.release(.left), x: 0, y: 1))])
}

@Test func `pasted text is one event and never keys`() {
  #expect(
    events("a\u{1B}[200~q\u{1B}[A\u{3}\u{1B}[201~b") == [
      .key(.character("a")), .paste("q\u{1B}[A\u{3}"), .key(.character("b")),
    ])
  var decoder = InputDecoder()
  #expect(decoder.feed("\u{1B}[200~never en".utf8) == [])
  #expect(decoder.patience == 1000)
  #expect(decoder.feed("ded\u{1B}[20".utf8) == [])
  #expect(decoder.flush() == [.paste("never ended\u{1B}[20")])
  #expect(decoder.feed("q".utf8) == [.key(.character("q"))])
}

@Test func `a paste without end keeps a bounded amount`() {
  var decoder = InputDecoder()
  _ = decoder.feed("\u{1B}[200~".utf8)
  for _ in 0..<20 { #expect(decoder.feed(repeatElement(0x61, count: 100_000)) == []) }
  guard case .paste(let text)? = decoder.flush().first else { return #expect(Bool(false), "no paste") }
  #expect(text.utf8.count == InputDecoder.pasteLimit)
}

@Test func `focus is reported`() {
  #expect(events("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
}

@Test func `what the terminal's description says about its keys counts`() {
  var decoder = InputDecoder(known: [Array("\u{1B}[25z".utf8): .home, [0x41]: .up])
  #expect(decoder.feed("A\u{1B}[25z".utf8) == [.key(.character("A")), .key(.home)])
}

@Test func `sequences that nobody knows disappear without harm`() {
  #expect(
    keys("\u{1B}[?1;2c\u{1B}[>0;1;0cq\u{1B}Ozq\u{1B}[999;999;999~q") == [
      .character("q"), .character("q"), .character("q"),
    ])
  #expect(keys("\u{1B}[12\u{1}q") == [.control("a"), .character("q")])
  let endless = "\u{1B}[" + String(repeating: "1;", count: 5000)
  var decoder = InputDecoder()
  #expect(decoder.feed(endless.utf8) == [])
  #expect(decoder.feed("q".utf8) == [.key(.character("q"))])
  #expect(events(String(repeating: "\u{1B}", count: 100_000)).count == 100_000)
}

@Test func `bytes that are no UTF-8 are dropped`() {
  var decoder = InputDecoder()
  let found = decoder.feed([0xFF, 0xC3, 0x41, 0xE2, 0x82, 0x42, 0x80, 0xC2, 0x9B, 0x43])
  #expect(found == [.key(.character("A")), .key(.character("B")), .key(.character("C"))])
}

@Test(arguments: 1...50 as ClosedRange<UInt64>)
func `the pieces in which bytes arrive make no difference`(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let tokens = [
    "\u{1B}", "\u{1B}[", "\u{1B}[A", "\u{1B}O", "\u{1B}[<0;3;4M", "\u{1B}[M", "\u{1B}[1;5", "é", "漢", "a", "~", "[[B",
    "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[20",
  ].map { Array($0.utf8) }
  let bytes = (0..<600).flatMap { _ in
    random.below(4) == 0 ? [UInt8(random.below(256))] : tokens[random.below(tokens.count)]
  }
  var whole = InputDecoder()
  let expected = whole.feed(bytes) + whole.flush()
  var pieces = InputDecoder()
  var found: [InputEvent] = []
  var start = 0
  while start < bytes.count {
    let end = min(bytes.count, start + 1 + random.below(7))
    found += pieces.feed(bytes[start..<end])
    start = end
  }
  found += pieces.flush()
  #expect(found == expected)
  #expect(!expected.isEmpty)
}
