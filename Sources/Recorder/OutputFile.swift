import Glibc

/// The file that a recording goes to, and what was there before.
///
/// A recording that is made anew replaces the old one and those of its children, but only once there is something to replace
/// them with: until then they wait under another name.
struct OutputFile {
  /// As the user would write it.
  let path: String
  /// For the recorded processes, whose working directory may change.
  let absolutePath: String
  private var setAside: [(from: String, to: String)] = []

  /// Chooses the file and makes sure that it can be made.
  init(_ wanted: String?, command: [String]) throws(RecorderError) {
    path = wanted ?? Self.freeName(for: command)
    absolutePath = path.hasPrefix("/") ? path : Self.workingDirectory + "/" + path
    try setAsideOld()
    let file = open(absolutePath, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      let code = errno
      restore()
      throw .cannotWrite(path, errno: code)
    }
    close(file)
    unlink(absolutePath)
  }

  /// Removes what was made and puts back what was there before.
  func restore() {
    for old in setAside { rename(old.to, old.from) }
  }

  /// Lets go of what was there before.
  func keep() {
    for old in setAside { unlink(old.to) }
  }

  /// The other recordings beside this one, by their numbers.
  var children: [(number: Int, path: String)] {
    let (folder, name) = Self.split(absolutePath)
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var found: [(Int, String)] = []
    while let entry = readdir(directory) {
      let file = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard file.hasPrefix(name + "."), let number = Int(file.dropFirst(name.count + 1)), number > 1 else { continue }
      found.append((number, "\(path).\(number)"))
    }
    return found.sorted { $0.0 < $1.0 }
  }

  private mutating func setAsideOld() throws(RecorderError) {
    var status = stat()
    guard stat(absolutePath, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 || RecordingFile.isRecording(absolutePath) else {
      throw .notOurs(path)
    }
    for old in [absolutePath] + children.map({ "\(absolutePath).\($0.number)" }) {
      guard old == absolutePath || RecordingFile.isRecording(old) else { continue }
      guard rename(old, old + "~") == 0 else {
        let code = errno
        restore()
        throw .cannotWrite(path, errno: code)
      }
      setAside.append((old, old + "~"))
    }
  }

  /// The name of the script or the command, with `.trace`; numbered when that is taken.
  private static func freeName(for command: [String]) -> String {
    let script = command.first { $0.hasSuffix(".py") } ?? command.first ?? "recording"
    var (_, base) = split(script)
    if base.hasSuffix(".py") { base.removeLast(3) }
    var name = base + ".trace"
    var number = 2
    while access(name, F_OK) == 0 {
      name = "\(base)-\(number).trace"
      number += 1
    }
    return name
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  private static var workingDirectory: String {
    guard let text = getcwd(nil, 0) else { return "." }
    defer { free(text) }
    return String(cString: text)
  }
}
