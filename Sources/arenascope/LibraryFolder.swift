import App
import Glibc

/// Finds what the library shows: the lessons and traces that come with the program and those in the current folder.
enum LibraryFolder {
  /// The most traces of a folder that are listed.
  private static let limit = 200

  /// The library as it is now: the lessons and recordings that come with the program, then the user's own; `opened` is
  /// the trace that was open before.
  static func library(opened: String? = nil) -> LibraryState {
    LibraryState(entries: entries(), last: UserFiles.lastPlace(), opened: opened)
  }

  private static func entries() -> [LibraryState.Entry] {
    let progress = UserFiles.lessonProgress()
    var entries: [LibraryState.Entry] = []
    let bundled = bundledFolder
    if let bundled {
      let reader = LibraryEntry(isBundled: true, progress: progress)
      entries = traces(in: bundled).map(reader.entry)
    }
    if bundled.map({ isSameFolder($0, ".") }) != true {
      let reader = LibraryEntry(isBundled: false, progress: progress)
      entries += traces(in: ".").map(reader.entry)
    }
    return entries
  }

  /// The folder `Traces` beside the executable or in a folder above it, or what the build has put beside it, or the one
  /// in the current folder.
  private static var bundledFolder: String? {
    var folder = executablePath.flatMap(parent)
    while let place = folder {
      if isFolder("\(place)/Traces") { return "\(place)/Traces" }
      // Where the program is installed, as in /usr/local/bin.
      if isFolder("\(place)/share/arenascope/Traces") { return "\(place)/share/arenascope/Traces" }
      folder = parent(place)
    }
    let built = executablePath.flatMap(parent).map { "\($0)/arenascope_BundledTraces.resources/Traces" }
    if let built, isFolder(built) { return built }
    return isFolder("Traces") ? "Traces" : nil
  }

  private static func traces(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let item = readdir(directory), names.count < 10_000 {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if isTrace(name) { names.append(name) }
    }
    return names.sorted().prefix(limit).map { folder == "." ? $0 : "\(folder)/\($0)" }
  }

  /// Whether a file's name is that of a trace; the recordings of children are called NAME.trace.2 and so on.
  private static func isTrace(_ name: String) -> Bool {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 2, let last = parts.last, !last.isEmpty, last.allSatisfy(\.isNumber) { parts.removeLast() }
    return parts.count > 1 && !name.hasPrefix(".") && (parts.last == "trace" || parts.last == "arena")
  }

  private static var executablePath: String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  private static func parent(_ path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    return String(path[..<slash])
  }

  private static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  private static func isSameFolder(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_ino == second.st_ino
      && first.st_dev == second.st_dev
  }
}
