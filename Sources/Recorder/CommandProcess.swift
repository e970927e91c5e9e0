import Glibc

/// The recorded command: it has our standard files, working directory and process group, and gets the signals that we get.
struct CommandProcess: ~Copyable {
  private let process: pid_t
  private let formerMask: sigset_t

  private static let watched = [SIGCHLD, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2]

  /// Starts the command, which is looked for on PATH.
  init(_ command: [String], environment: [String]) throws(RecorderError) {
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in Self.watched { sigaddset(&mask, signal) }
    var former = sigset_t()
    pthread_sigmask(SIG_BLOCK, &mask, &former)
    formerMask = former

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setsigmask(&attributes, &former)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var started = pid_t()
    let code = posix_spawnp(&started, command[0], nil, &attributes, &arguments, &variables)
    guard code == 0 else {
      pthread_sigmask(SIG_SETMASK, &former, nil)
      if code == ENOENT { throw .noSuchCommand(command[0]) }
      throw .cannotRun(command[0], errno: code)
    }
    process = started
  }

  /// Waits for the command's end, passing on signals that were sent to us alone; calls `tick` five times a second.
  consuming func wait(tick: () -> Void) -> CommandEnding {
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in Self.watched { sigaddset(&mask, signal) }
    defer {
      var former = formerMask
      pthread_sigmask(SIG_SETMASK, &former, nil)
    }
    while true {
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return Self.ending(status) }
      if ended < 0 && errno != EINTR { return .exit(0) }
      var pause = timespec(tv_sec: 0, tv_nsec: 200_000_000)
      var information = siginfo_t()
      let signal = sigtimedwait(&mask, &information, &pause)
      // From the terminal the command gets it too, being in the same process group.
      let isFromTerminal = information.si_code == 0x80
      if signal > 0, signal != SIGCHLD, !isFromTerminal { kill(process, signal) }
      tick()
    }
  }

  private static func ending(_ status: Int32) -> CommandEnding {
    status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }
}
