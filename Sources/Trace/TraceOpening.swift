import Glibc

extension TraceFile {
  /// Opens a trace in either spelling, told apart by its content; `-` reads standard input.
  ///
  /// A recording with an INDEX opens in a time that doesn't depend on its length; another one is walked from frame to frame.
  public static func open(_ path: String) throws(TraceError) -> TraceFile {
    let source = path == "-" ? try ByteSource(standardInput: ()) : try ByteSource(path: path)
    return try open(source)
  }

  /// Opens a trace in either spelling that's in memory.
  public static func open(bytes: [UInt8], name: String) throws(TraceError) -> TraceFile {
    try open(ByteSource(memory: bytes, name: name))
  }

  /// Returns what is wrong with a trace: the first 20 mistakes of a text, the first damage of a recording.
  ///
  /// Throws only where the file can't be read at all. O(bytes).
  public static func problems(of path: String) throws(TraceError) -> [TraceError] {
    try problems(of: path == "-" ? try ByteSource(standardInput: ()) : try ByteSource(path: path))
  }

  /// Returns what is wrong with a trace that's in memory, as `problems(of:)` does.
  public static func problems(inBytes bytes: [UInt8], name: String) throws(TraceError) -> [TraceError] {
    try problems(of: ByteSource(memory: bytes, name: name))
  }

  private static func problems(of source: ByteSource) throws(TraceError) -> [TraceError] {
    let start = try source.prefix(at: 0, length: 4096)
    if looksLikeText(start) { return try TextTrace.mistakes(in: source) }
    do {
      try open(source).checkWhole()
      return []
    } catch .system(let doing, let file, let reason) {
      throw .system(doing: doing, file: file, reason: reason)
    } catch {
      return [error]
    }
  }

  private static func open(_ source: ByteSource) throws(TraceError) -> TraceFile {
    let start = try source.prefix(at: 0, length: 4096)
    if start.starts(with: TraceHeader.magic) {
      return try TraceFile(segments: try chain(from: source), name: source.name, isText: false)
    }
    if start.starts(with: TraceHeader.magic.prefix(6)) { throw .translatedLineEnds(file: source.name) }
    guard looksLikeText(start) else { throw .notATrace(file: source.name) }
    return try TextTrace.parse(source)
  }

  /// True for what can be the beginning of a text: no control characters but line ends and tabs.
  private static func looksLikeText(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  /// The recordings that make up the trace of `source`: those of its parents first.
  private static func chain(from source: ByteSource) throws(TraceError) -> [TraceSegment] {
    var chain = [try TraceSegment(source)]
    var seen: Set<ByteSource.FileIdentity> = source.identity.map { [$0] } ?? []
    while let link = chain[0].parent {
      let child = chain[0]
      guard child.source.identity != nil else {
        throw .parent(file: child.source.name, parent: link.fileName, why: "stands beside it: open it as a file")
      }
      let path = folder(of: child.source.name) + link.fileName
      guard chain.count < TraceLimit.parents else {
        throw .parent(file: child.source.name, parent: path, why: "has too many parents itself")
      }
      let parentSource: ByteSource
      do {
        parentSource = try ByteSource(path: path)
      } catch {
        throw .parent(file: child.source.name, parent: path, why: "can't be opened: keep both in one folder")
      }
      guard let identity = parentSource.identity, seen.insert(identity).inserted else {
        throw .parent(file: child.source.name, parent: path, why: "continues it in turn: one of them isn't as recorded")
      }
      guard try parentSource.prefix(at: 0, length: 8) == TraceHeader.magic else {
        throw .parent(file: child.source.name, parent: path, why: "is not a recording")
      }
      var parent = try TraceSegment(parentSource)
      guard parent.header.python == child.header.python, parent.header.placements == child.header.placements else {
        throw .parent(file: child.source.name, parent: path, why: "is of another Python: it isn't the one it was")
      }
      parent.part = link
      parent.child = child.source.name
      chain.insert(parent, at: 0)
    }
    return chain
  }

  /// The folder part of a path with its slash, empty where there is none.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }
}

extension ByteSource {
  /// The most that is taken from standard input.
  private static let standardInputLimit = 1 << 30

  /// Reads standard input to its end.
  convenience init(standardInput: Void) throws(TraceError) {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = chunk.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .system(doing: "read", file: "standard input", reason: lastSystemError()) }
      if got == 0 { break }
      bytes.append(contentsOf: chunk[..<got])
      guard bytes.count <= Self.standardInputLimit else {
        throw .tooLarge(file: "standard input", what: "it has more than 1 GiB: save it to a file and open that")
      }
    }
    self.init(memory: bytes, name: "standard input")
  }
}

extension TraceFile {
  /// Makes a trace in memory from what `write` appends to it.
  public static func inMemory(
    _ header: TraceHeader, name: String = "a trace in memory", ending: KeyedLines? = nil,
    write: (TraceWriter) throws(TraceError) -> Void
  ) throws(TraceError) -> TraceFile {
    let writer = try TraceWriter(header)
    try write(writer)
    return try open(bytes: try writer.finish(ending: ending), name: name)
  }
}
