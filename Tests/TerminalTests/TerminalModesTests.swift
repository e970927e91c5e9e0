import Cells
import Testing

@testable import Terminal

@Test func `delays in a terminal's description are left out`() {
  let clean = TerminalModes.withoutDelays(Array("\u{1B}[?1049l$<5/>\u{1B}[0m$<20>$<".utf8))
  #expect(clean == Array("\u{1B}[?1049l\u{1B}[0m$<".utf8))
}

@Test func `what is asked of the terminal is taken back`() {
  for mouse in [true, false] {
    let asked = String(decoding: TerminalModes.enter(mouse: mouse), as: UTF8.self)
    let returned = String(decoding: TerminalModes.leave(mouse: mouse), as: UTF8.self)
    let modes = asked.matches(of: /\?(\d+)h/).map(\.1)
    #expect(Set(modes) == Set(returned.matches(of: /\?(\d+)l/).map(\.1)))
    #expect(modes.contains("1002") == mouse && modes.contains("2004"))
  }
}

@Test(arguments: [
  ScreenError.outputIsNoTerminal, .noTerminal(reason: "no such device"), .unknownTerminal(name: ""),
  .unknownTerminal(name: "x"), .cannotMoveCursor(name: "dumb"), .noGuard(reason: "too many files"),
])
func `each error says in one sentence what to do`(error: ScreenError) {
  let text = error.description
  #expect(!text.contains("\n") && text.first?.isUppercase == false && !text.hasSuffix("."))
  #expect(text.contains("arenascope render") || text.contains("set ") || text.contains("try again"))
}
