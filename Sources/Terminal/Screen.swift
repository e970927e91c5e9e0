import CNCurses
import CTerminalGuard
import Cells
import Glibc
import Input

/// The terminal as a screen to draw on; there can be one at a time, used by one thread.
///
/// While it is open the terminal is restored whatever ends the program, and standard error is held back until then.
public struct Screen: ~Copyable {
  /// The glyphs that the terminal can show.
  public let glyphs: GlyphSet
  /// The colours that are used.
  public let depth: ColorDepth

  let input: Int32
  let signals: Int32
  private let file: UnsafeMutablePointer<FILE>
  private let terminal: OpaquePointer
  let usesMouse: Bool
  private var pen: Pen
  var decoder: InputDecoder
  var queue: [InputEvent] = []
  var shown: Canvas?
  private var line: [cchar_t] = []
  var lastInput = 0
  var isOpen = true

  /// Opens the process's terminal, whatever standard input is.
  ///
  /// Throws where there is none, or none that can be drawn on.
  public init(_ options: ScreenOptions = ScreenOptions()) throws(ScreenError) {
    let opened = try OpenedTerminal(options)
    glyphs = opened.glyphs
    depth = opened.depth
    input = opened.input
    signals = opened.signals
    file = opened.file
    terminal = opened.terminal
    usesMouse = options.usesMouse
    pen = Pen(depth: opened.depth, glyphs: opened.glyphs, pairLimit: Int(nc_color_pairs()))
    decoder = InputDecoder(known: TerminalModes.describedKeys())
  }

  deinit { if isOpen { Screen.shutDown(input, file, terminal, usesMouse) } }

  /// The columns and rows of the terminal now.
  public var size: (columns: Int, rows: Int) {
    var window = winsize()
    if ioctl(input, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
      return (Int(window.ws_col), Int(window.ws_row))
    }
    return (80, 24)
  }

  /// Makes `nextEvent` return from another thread.
  public var waker: Waker { Waker() }

  /// Shows a picture; what it has beyond the screen is not shown.
  ///
  /// Complexity: linear in the cells for the comparison with the picture before; ncurses gets what differs only.
  public mutating func present(_ canvas: Canvas) {
    guard isOpen else { return }
    let known = shown?.bounds == canvas.bounds ? shown : nil
    if known == nil { nc_clear() }
    for y in 0..<canvas.height {
      let row = canvas.row(y)
      var (first, end) = (0, canvas.width)
      if let known {
        let before = known.row(y)
        if row == before { continue }
        while first < end, row[row.startIndex + first] == before[before.startIndex + first] { first += 1 }
        while end > first, row[row.startIndex + end - 1] == before[before.startIndex + end - 1] { end -= 1 }
      }
      put(row[(row.startIndex + first)..<(row.startIndex + end)], x: first, y: y)
    }
    nc_show()
    shown = canvas
  }

  private mutating func put(_ cells: ArraySlice<Cell>, x: Int, y: Int) {
    if line.count < cells.count { line = Array(repeating: cchar_t(), count: cells.count) }
    line.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for (offset, cell) in cells.enumerated() { pen.write(cell, to: start + offset) }
      nc_put_cells(Int32(y), Int32(x), start, Int32(cells.count))
    }
  }

  /// Has the next picture drawn completely, as after another program has written to the terminal.
  public mutating func forgetPicture() {
    nc_redraw_all()
    shown = nil
  }

  /// Restores the terminal, lets out what was written to standard error meanwhile; nothing can be shown after this.
  public mutating func close() {
    guard isOpen else { return }
    isOpen = false
    Screen.shutDown(input, file, terminal, usesMouse)
  }

  private static func shutDown(
    _ input: Int32, _ file: UnsafeMutablePointer<FILE>, _ terminal: OpaquePointer, _ usesMouse: Bool
  ) {
    write(TerminalModes.leave(mouse: usesMouse), to: input)
    endwin()
    terminal_guard_disarm()
    terminal_guard_stop()
    delscreen(terminal)
    fclose(file)
    Glibc.close(input)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&wait, 1, 200) <= 0 { return }
      } else if errno != EINTR {
        return
      }
    }
  }
}
