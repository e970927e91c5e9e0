import CNCurses
import CTerminalGuard
import Cells
import Glibc

/// The steps that open a terminal, each undone if a later one fails.
struct OpenedTerminal {
  let input: Int32
  let signals: Int32
  let file: UnsafeMutablePointer<FILE>
  let terminal: OpaquePointer
  let glyphs: GlyphSet
  let depth: ColorDepth

  init(_ options: ScreenOptions) throws(ScreenError) {
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    glyphs = OpenedTerminal.chooseGlyphs(options.glyphs)
    // Opened here rather than taken over, so that not blocking is nobody else's affair.
    input = open("/dev/tty", O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0, let file = fopen("/dev/tty", "r+e") else {
      let reason = String(cString: strerror(errno))
      close(input)
      throw .noTerminal(reason: reason)
    }
    self.file = file
    var modes = termios()
    tcgetattr(input, &modes)

    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    terminal_guard_remember()
    let isDirect = DirectColour.isWanted(options.depth)
    guard !name.isEmpty, let terminal = OpenedTerminal.newTerminal(name, file, input, isDirect: isDirect) else {
      OpenedTerminal.undo(input, file)
      throw .unknownTerminal(name: name.cellSafe)
    }
    self.terminal = terminal
    guard nc_string("cup") != nil else {
      endwin()
      delscreen(terminal)
      OpenedTerminal.undo(input, file)
      throw .cannotMoveCursor(name: name.cellSafe)
    }
    let restore = TerminalModes.restore(mouse: options.usesMouse).map { CChar(bitPattern: $0) }
    signals = terminal_guard_start(input, &modes, restore, restore.count)
    guard signals >= 0 else {
      let reason = String(cString: strerror(errno))
      endwin()
      delscreen(terminal)
      OpenedTerminal.undo(input, file)
      throw .noGuard(reason: reason)
    }
    terminal_guard_arm()
    depth = OpenedTerminal.chooseDepth(options.depth)
    nc_set_up_modes()
    OpenedTerminal.keepSignalKeys(input)
    Screen.write(TerminalModes.enter(mouse: options.usesMouse), to: input)
  }

  /// Opens the terminal in 24-bit colour if that is wanted and it has a palette to begin with, otherwise as it is described.
  private static func newTerminal(
    _ name: String, _ file: UnsafeMutablePointer<FILE>, _ input: Int32, isDirect: Bool
  ) -> OpaquePointer? {
    if isDirect, let description = DirectColour.description(of: name, input) {
      let before = getenv("TERMINFO").map { String(cString: $0) }
      setenv("TERMINFO", description, 1)
      defer { if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") } }
      if let terminal = newterm(DirectColour.name, file, file) { return terminal }
    }
    return newterm(nil, file, file)
  }

  private static func undo(_ input: Int32, _ file: UnsafeMutablePointer<FILE>) {
    fclose(file)
    close(input)
  }

  /// ncurses prints blanks for what the locale cannot encode, so the locale decides; one that was asked for in spite of it
  /// gets a locale that can.
  private static func chooseGlyphs(_ wanted: GlyphSet?) -> GlyphSet {
    setlocale(LC_CTYPE, "")
    let isUTF8 = String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
    guard wanted == .unicode, !isUTF8 else { return wanted ?? (isUTF8 ? .unicode : .ascii) }
    return setlocale(LC_CTYPE, "C.UTF-8") != nil ? .unicode : .ascii
  }

  private static func chooseDepth(_ most: ColorDepth?) -> ColorDepth {
    var depth = ColorDepth.mono
    if has_colors(), most != .mono {
      start_color()
      depth =
        switch Int(nc_colors()) {
        case (1 << 24)...: .truecolor
        case 256...: .c256
        case 8...: .c8
        default: .mono
        }
    }
    // Ordered from most to least; a terminal of direct colour has no palette to go down to.
    let order = ColorDepth.allCases
    guard let most, depth != .truecolor, let wanted = order.firstIndex(of: most),
      let found = order.firstIndex(of: depth)
    else { return depth }
    return order[max(wanted, found)]
  }

  /// Control-C, Control-\ and Control-Z stay what they are everywhere; all other keys come to the program.
  private static func keepSignalKeys(_ input: Int32) {
    var modes = termios()
    tcgetattr(input, &modes)
    modes.c_lflag |= tcflag_t(ISIG)
    tcsetattr(input, TCSADRAIN, &modes)
    def_prog_mode()
  }
}
