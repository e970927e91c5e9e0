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

  private let input: Int32
  private let signals: Int32
  private let file: UnsafeMutablePointer<FILE>
  private let terminal: OpaquePointer
  private let usesMouse: Bool
  private var pen: Pen
  private var decoder: InputDecoder
  private var queue: [InputEvent] = []
  private var shown: Canvas?
  private var line: [cchar_t] = []
  private var lastInput = 0
  private var isOpen = true

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

  /// Waits for the next event, for ever if no time is given; nil once the time has passed.
  public mutating func nextEvent(timeoutMilliseconds: Int? = nil) -> InputEvent? {
    let deadline = timeoutMilliseconds.map { Screen.milliseconds() + max($0, 0) }
    while isOpen {
      if !queue.isEmpty { return queue.removeFirst() }
      let left = deadline.map { max(0, $0 - Screen.milliseconds()) }
      let patience = decoder.patience.map { max(0, lastInput + $0 - Screen.milliseconds()) }
      let pause = [left, patience].compactMap(\.self).min()
      var descriptors = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&descriptors, 2, pause.map { Int32(clamping: $0) } ?? -1)
      if ready == 0 {
        if let patience = decoder.patience, Screen.milliseconds() - lastInput >= patience { queue += decoder.flush() }
        if queue.isEmpty, let deadline, Screen.milliseconds() >= deadline { return nil }
      } else if ready > 0 {
        if descriptors[1].revents != 0 { readSignals() }
        if descriptors[0].revents != 0 { readInput() }
      }
    }
    return nil
  }

  private mutating func readInput() {
    let bytes = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = read(input, buffer.baseAddress, buffer.count)
      if count < 0 { return errno == EAGAIN || errno == EINTR ? [UInt8]() : nil }
      return count == 0 ? nil : Array(buffer[..<count])
    }
    // No terminal any more: nothing can be asked or shown.
    guard let bytes else { return queue.append(.terminate(signal: SIGHUP)) }
    lastInput = Screen.milliseconds()
    for event in decoder.feed(bytes) {
      // Of a movement only the last place counts.
      if case .mouse(let new) = event, case .mouse(let old)? = queue.last, new.kind == old.kind, new.isMovement {
        queue.removeLast()
      }
      queue.append(event)
    }
  }

  private mutating func readSignals() {
    let numbers = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      Array(buffer[..<max(0, read(signals, buffer.baseAddress, buffer.count))])
    }
    var (resized, woken) = (false, false)
    for number in numbers.map(Int32.init) {
      switch number {
      case 0: woken = true
      case SIGWINCH: resized = true
      case SIGTSTP: suspend()
      case SIGCONT:
        // Stopped by somebody else, who may have left the terminal in any state: begin from the start.
        endwin()
        resume()
      default: queue.append(.terminate(signal: number))
      }
    }
    if resized { redraw() }
    if woken { queue.append(.tick) }
  }

  /// Gives the terminal back, stops the process as Control-Z does, and opens the screen anew once it goes on; the events
  /// `suspendResume` and `resize` follow.
  public mutating func suspend() {
    guard isOpen else { return }
    Screen.write(TerminalModes.leave(mouse: usesMouse), to: input)
    endwin()
    terminal_guard_disarm()
    terminal_guard_suspend()
    resume()
  }

  private mutating func resume() {
    terminal_guard_arm()
    reset_prog_mode()
    // A refresh is what brings ncurses back from endwin.
    nc_redraw_all()
    nc_show()
    Screen.write(TerminalModes.enter(mouse: usesMouse), to: input)
    if !queue.contains(.suspendResume) { queue.append(.suspendResume) }
    redraw()
  }

  /// Follows the terminal's size and draws all of the next picture.
  private mutating func redraw() {
    let (columns, rows) = size
    resizeterm(Int32(rows), Int32(columns))
    nc_redraw_all()
    shown = nil
    queue.removeAll { if case .resize = $0 { true } else { false } }
    queue.append(.resize(columns: columns, rows: rows))
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

  private static func milliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }
}

extension MouseEvent {
  fileprivate var isMovement: Bool {
    switch kind {
    case .drag, .move: true
    default: false
    }
  }
}
