import Glibc

/// Where the preloaded library is.
enum RecorderLibrary {
  static let name = "libarenascope-recorder.so"

  /// The library's absolute path: the one asked for, or the one beside this executable.
  static func path(_ wanted: String?) throws(RecorderError) -> String {
    let path = wanted ?? folder + "/" + name
    guard access(path, R_OK) == 0, let real = realpath(path, nil) else { throw .libraryMissing(path) }
    defer { free(real) }
    return String(cString: real)
  }

  private static var folder: String {
    let path = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      count = buffer.withMemoryRebound(to: CChar.self) { max(0, readlink("/proc/self/exe", $0.baseAddress!, $0.count)) }
    }
    let slash = path.lastIndex(of: UInt8(ascii: "/")) ?? 0
    return String(decoding: path[..<slash], as: UTF8.self)
  }
}
