import App
import Glibc

/// The files in which the program remembers things for its user; none of them is needed.
enum UserFiles {
  /// Reads the settings; what is wrong with them is told in sentences.
  static func settings() -> (settings: Settings, complaints: [String]) {
    guard let path = settingsPath, let text = readText(path, limit: 1 << 16) else { return (Settings(), []) }
    let (settings, complaints) = Settings.read(text)
    return (settings, complaints.map { "\(path), \($0)" })
  }

  /// Writes the settings; false if that can't be done.
  static func save(_ settings: Settings) -> Bool { settingsPath.map { write(settings.text, to: $0) } ?? false }

  /// Where the last session ended, if that is known and the file is still there.
  static func lastPlace() -> LibraryState.LastPlace? {
    guard let path = statePath, let text = readText(path, limit: 1 << 14) else { return nil }
    let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
    guard lines.count == 2 else { return nil }
    // The moment, and the stop of a lesson.
    let numbers = lines[0].split(separator: " ").map { Int($0) ?? -1 }
    guard (1...2).contains(numbers.count), numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    let file = String(lines[1].prefix { $0 != "\n" })
    let stop = numbers.count == 2 ? numbers[1] : nil
    return access(file, R_OK) == 0 ? LibraryState.LastPlace(path: file, step: numbers[0], stop: stop) : nil
  }

  /// Remembers where a session ended.
  static func save(_ place: LibraryState.LastPlace) {
    guard let path = statePath, let whole = realpath(place.path, nil) else { return }
    defer { free(whole) }
    let stop = place.stop.map { " \($0)" } ?? ""
    _ = write("\(place.step)\(stop)\n\(String(cString: whole))\n", to: path)
  }

  /// How far the user has come in which lesson, by the names of the lessons' files.
  static func lessonProgress() -> [String: LessonProgress] { knownProgress() ?? [:] }

  /// The same; nil where there is a file that can't be read.
  private static func knownProgress() -> [String: LessonProgress]? {
    guard let path = lessonsPath else { return nil }
    guard let text = readText(path, limit: 1 << 18) else { return access(path, F_OK) == 0 ? nil : [:] }
    return LessonProgress.read(text)
  }

  /// Remembers how far the user has come in a lesson, given by its file; false if that can't be done.
  @discardableResult
  static func save(_ progress: LessonProgress, of lesson: String) -> Bool {
    guard let path = lessonsPath, let name = lesson.split(separator: "/").last.map(String.init) else { return false }
    makeFolders(above: path)
    let lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { if lock >= 0 { close(lock) } }
    // Another window may be saving a lesson just now, but nobody is kept waiting for long.
    for _ in 0..<40 where lock >= 0 {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { break }
      usleep(5000)
    }
    // Read anew: another window may have saved a lesson meanwhile. What can't be read isn't lost by writing over it.
    guard var known = knownProgress() else { return false }
    known[name] = known[name]?.joined(with: progress) ?? progress
    return write(LessonProgress.text(known), to: path)
  }

  private static var settingsPath: String? {
    folder("XDG_CONFIG_HOME", "/.config").map { "\($0)/arenascope/config" }
  }

  private static var statePath: String? { state("last") }

  private static var lessonsPath: String? { state("lessons") }

  private static func state(_ name: String) -> String? {
    folder("XDG_STATE_HOME", "/.local/state").map { "\($0)/arenascope/\(name)" }
  }

  /// A folder of the XDG base directory specification: paths that aren't absolute don't count there.
  private static func folder(_ variable: String, _ otherwise: String) -> String? {
    if let value = getenv(variable).map({ String(cString: $0) }), value.hasPrefix("/") { return value }
    guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else { return nil }
    return home + otherwise
  }

  private static func write(_ text: String, to path: String) -> Bool {
    makeFolders(above: path)
    return writeFile(Array(text.utf8), to: path)
  }

  private static func makeFolders(above path: String) {
    for index in path.indices.dropFirst() where path[index] == "/" { mkdir(String(path[..<index]), 0o700) }
  }
}

/// Reads a small file as text; nil if it can't be read or is longer than the limit.
func readText(_ path: String, limit: Int) -> String? {
  readBytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
}

/// Reads a small file; nil if it can't be read or is longer than the limit.
func readBytes(_ path: String, limit: Int) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 8192)
  while bytes.count <= limit {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 && errno == EINTR { continue }
    if count < 0 { return nil }
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
  return nil
}

/// Writes a whole file, first beside it and then in its place; false (and `errno`) if that can't be done.
func writeFile(_ bytes: [UInt8], to path: String) -> Bool {
  let draft = "\(path).\(getpid())"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { return false }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { break }
    rest = rest.dropFirst(count)
  }
  if close(descriptor) == 0, rest.isEmpty, rename(draft, path) == 0 { return true }
  let reason = errno
  unlink(draft)
  errno = reason
  return false
}
