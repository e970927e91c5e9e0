import CTerminalGuard

/// Makes a screen that waits for events return a tick, from any thread.
public struct Waker: Sendable {
  /// Has the screen's `nextEvent` return a tick soon; does nothing once the screen is closed.
  public func wake() { terminal_guard_wake() }
}

/// Ends the process by a signal as if it had never been caught, so that the parent sees it; the screen must be closed.
public func endProcess(bySignal signal: Int32) -> Never { terminal_guard_die(signal) }
