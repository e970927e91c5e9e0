import App
import Glibc

/// Finds what the library shows: the lessons and traces that come with the program and those in the current folder.
enum LibraryFolder {
  /// The most files of a folder that are listed.
  private static let limit = 200
  /// The most files of a folder that are looked at.
  private static let reach = 100_000

  /// The lessons and recordings that come with the program; `opened` is the trace that was open before.
  static func library(progress: [String: LessonProgress], opened: String? = nil) -> LibraryState {
    let reader = LibraryEntry(isBundled: true, progress: progress)
    let entries = bundledFolder.map { files(in: $0).paths.map(reader.entry) } ?? []
    return LibraryState(entries: entries, last: UserFiles.lastPlace(), opened: opened)
  }

  /// Begins to read what is in the current folder; nil where that is the one of the lessons.
  static func ownFiles(progress: [String: LessonProgress]) -> FolderReader? {
    if let bundledFolder, isSameFolder(bundledFolder, ".") { return nil }
    return FolderReader(".", progress: progress)
  }

  /// The lesson that follows one in the library, with its title; nil for others and for the last one.
  static func lesson(after path: String) -> LibraryState.Entry? {
    guard let bundledFolder else { return nil }
    let names = files(in: bundledFolder).paths
    guard let place = names.firstIndex(where: { isSameFile($0, path) }) else { return nil }
    let reader = LibraryEntry(isBundled: true, progress: [:])
    guard reader.entry(names[place]).shelf == .lessons else { return nil }
    return names.dropFirst(place + 1).first.map(reader.entry).flatMap { $0.shelf == .lessons ? $0 : nil }
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

  /// The traces of a folder by their names, then its scripts, and how many there are of both.
  static func files(in folder: String, withScripts: Bool = false) -> (paths: [String], count: Int) {
    guard let directory = opendir(folder) else { return ([], 0) }
    defer { closedir(directory) }
    var (traces, scripts): ([String], [String]) = ([], [])
    while let item = readdir(directory), traces.count + scripts.count < reach {
      // What is neither a file nor perhaps a link to one may never end when it's read.
      guard [DT_REG, DT_LNK, DT_UNKNOWN].contains(Int(item.pointee.d_type)) else { continue }
      let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if isTrace(name) { traces.append(name) }
      if withScripts, name.hasSuffix(".py"), !name.hasPrefix(".") { scripts.append(name) }
    }
    let names = (traces.sorted() + scripts.sorted()).prefix(limit)
    let paths = names.map { folder == "." ? $0 : "\(folder)/\($0)" }
    return (paths.filter(isFile), traces.count + scripts.count)
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

  private static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }

  private static func isSameFolder(_ left: String, _ right: String) -> Bool { isSameFile(left, right) }

  private static func isSameFile(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_ino == second.st_ino
      && first.st_dev == second.st_dev
  }
}
