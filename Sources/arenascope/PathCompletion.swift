import App
import Glibc

/// Completes paths that are typed in the program, where no shell does it.
enum PathCompletion {
  /// The most files that are offered, and the most that are looked at.
  private static let limit = 500
  private static let reach = 100_000

  /// A path in which `~` stands for the user's folder.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  /// What a path being typed could become: folders end in a slash; hidden files come where their point was typed.
  static func files(for typed: String) -> [Completion.Candidate] {
    if typed == "~" { return [Completion.Candidate(line: "~/", help: "folder")] }
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let start = typed.dropFirst(folder.count)
    guard let directory = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    var seen = 0
    while let item = readdir(directory), seen < reach {
      seen += 1
      let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name.hasPrefix(start), name != ".", name != "..", start.hasPrefix(".") || !name.hasPrefix(".") else {
        continue
      }
      // What can't be typed can't be opened from here.
      if LineEditor(name).text == name, !name.unicodeScalars.contains("\u{FFFD}") { names.append(name) }
    }
    return names.sorted().prefix(limit).map { name in
      var information = stat()
      let isFolder = stat(expanded(folder + name), &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
      return Completion.Candidate(line: folder + name + (isFolder ? "/" : ""), help: isFolder ? "folder" : "")
    }
  }
}
