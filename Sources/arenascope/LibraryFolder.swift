import App
import Glibc
import Scene
import Trace

/// Finds the traces that the library shows: those that come with the program and those in the current folder.
enum LibraryFolder {
  /// The most traces of a folder that are listed.
  private static let limit = 200

  /// Lists the traces, the bundled ones first, each folder by name.
  static func entries() -> [LibraryState.Entry] {
    var entries: [LibraryState.Entry] = []
    let bundled = bundledFolder
    if let bundled { entries = traces(in: bundled).map { entry($0, isBundled: true) } }
    if bundled.map({ isSameFolder($0, ".") }) != true {
      entries += traces(in: ".").map { entry($0, isBundled: false) }
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

  private static func entry(_ path: String, isBundled: Bool) -> LibraryState.Entry {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let (title, note) = note(for: path)
    do {
      let trace = try TraceFile.open(path)
      let python = trace.header.python
      let measure = Numbers.count(trace.stepCount, "event")
      return LibraryState.Entry(
        path: path, name: name, measure: measure, python: "\(python.major).\(python.minor)",
        title: title ?? command(of: trace), note: note, isBundled: isBundled)
    } catch {
      return LibraryState.Entry(
        path: path, name: name, measure: "can't be read", python: "", title: title ?? "", note: [error.message],
        isBundled: isBundled)
    }
  }

  /// The recorded command, its program without its folders.
  private static func command(of trace: TraceFile) -> String {
    guard let words = trace.meta.command, let first = words.first else { return "" }
    let program = first.split(separator: "/").last.map(String.init) ?? first
    return ([program] + words.dropFirst()).joined(separator: " ")
  }

  /// The note beside a trace, `NAME.md`: its heading and the text below.
  private static func note(for path: String) -> (title: String?, lines: [String]) {
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    guard let text = readText("\(stem).md", limit: 1 << 16) else { return (nil, []) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var title: String?
    if let first = lines.first, first.hasPrefix("# ") {
      title = String(first.dropFirst(2))
      lines.removeFirst()
    }
    return (title, paragraphs(lines))
  }

  /// Joins the lines of each paragraph, which the screen breaks anew; empty lines part paragraphs.
  private static func paragraphs(_ lines: [String]) -> [String] {
    var paragraphs: [String] = []
    var isOpen = false
    for line in lines {
      // Code is marked in the file, but has no look of its own on the screen.
      let text = line.filter { $0 != "`" }
      if text.isEmpty {
        if isOpen { paragraphs.append("") }
      } else if isOpen, !text.hasPrefix("- "), !text.hasPrefix("* ") {
        paragraphs[paragraphs.count - 1] += " " + text
      } else {
        paragraphs.append(text)
      }
      isOpen = !text.isEmpty
    }
    return paragraphs
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
