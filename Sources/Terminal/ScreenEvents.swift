import CNCurses
import CTerminalGuard
import Cells
import Glibc
import Input

extension Screen {
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
