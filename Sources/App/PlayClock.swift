/// Playing: how many steps a second, which way, and how many are due.
public struct PlayClock: Hashable, Sendable {
  /// Steps a second, one of `speeds`.
  public private(set) var speed = 4
  /// 1 forwards, -1 backwards, 0 while paused.
  public private(set) var direction = 0
  // When the last counted step was due, in microseconds of the caller's clock.
  private var counted: UInt64 = 0

  /// The speeds that a user can choose, in steps a second.
  public static let speeds = [1, 2, 4, 8, 16, 30, 60, 200, 1_000, 5_000, 20_000, 100_000]
  /// The time between frames while playing, in microseconds.
  public static let frameInterval: UInt64 = 33_000

  /// Makes a paused playback.
  public init() {}

  /// Whether it plays.
  public var isPlaying: Bool { direction != 0 }

  /// Begins to play; the first step is due one step's time from now.
  public mutating func play(direction: Int, now: UInt64) {
    self.direction = direction.signum()
    counted = now
  }

  /// Pauses.
  public mutating func pause() { direction = 0 }

  /// Chooses the next faster (1) or slower (-1) speed and says whether there was one.
  public mutating func change(by steps: Int) -> Bool {
    let index = (PlayClock.speeds.lastIndex { $0 <= speed } ?? 0) + steps
    guard PlayClock.speeds.indices.contains(index) else { return false }
    speed = PlayClock.speeds[index]
    return true
  }

  /// Chooses a speed in steps a second, brought into the range of `speeds`.
  public mutating func set(speed wanted: Int) {
    speed = min(max(wanted, PlayClock.speeds[0]), PlayClock.speeds[PlayClock.speeds.count - 1])
  }

  /// Gives the steps that are due now and counts them as taken.
  ///
  /// After a pause of the program (a suspend, a slow frame) no more than half a second's worth comes at once.
  public mutating func due(now: UInt64) -> Int {
    guard isPlaying, now > counted else { return 0 }
    let interval = 1_000_000 / UInt64(speed)
    if now - counted > 500_000 + interval { counted = now - 500_000 }
    let steps = (now - counted) / interval
    counted += steps * interval
    return Int(steps)
  }

  /// Gives the microseconds until the next step or frame is due, nil while paused.
  public func wait(now: UInt64) -> UInt64? {
    guard isPlaying else { return nil }
    let interval = max(1_000_000 / UInt64(speed), PlayClock.frameInterval)
    let next = counted + interval
    return next > now ? next - now : 0
  }
}
