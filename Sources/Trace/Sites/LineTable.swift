/// A place in a source file: a line, and from CPython 3.11 on the columns of the expression.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1; nil when the instruction has none. What CPython runs before a module's first line is on line 0.
  public var line: Int?
  /// The line in which the expression ends.
  public var endLine: Int?
  /// The expression's first column, in bytes of UTF-8 from 0.
  public var column: Int?
  /// The column after the expression, in the end line.
  public var endColumn: Int?

  /// Creates a place; what isn't known is nil.
  public init(line: Int?, endLine: Int? = nil, column: Int? = nil, endColumn: Int? = nil) {
    self.line = line
    self.endLine = endLine
    self.column = column
    self.endColumn = endColumn
  }

  /// The columns, when the expression lies in one line and they are known.
  public var columns: Range<Int>? {
    guard let column, let endColumn, endLine == line, column < endColumn else { return nil }
    return column..<endColumn
  }
}

/// How a code object says which instruction belongs to which line.
public enum LineTableFormat: UInt8, Hashable, Sendable, CaseIterable {
  /// `co_lnotab` up to 3.9 (CPython's Objects/lnotab_notes.txt there).
  case lnotab = 0
  /// `co_linetable` of 3.10 (PEP 626, Objects/lnotab_notes.txt).
  case ranges = 1
  /// `co_linetable` from 3.11 on (Objects/locations.md, later InternalDocs/code_objects.md).
  case locations = 2
}

/// The line table of a code object.
public struct LineTable: Hashable, Sendable {
  /// How `bytes` are to be read.
  public var format: LineTableFormat
  /// `co_firstlineno`.
  public var firstLine: Int
  /// The table as CPython holds it.
  public var bytes: [UInt8]

  /// Creates a table.
  public init(format: LineTableFormat, firstLine: Int, bytes: [UInt8]) {
    self.format = format
    self.firstLine = firstLine
    self.bytes = bytes
  }

  /// Returns the place in the source of the instruction at a byte offset. O(bytes of the table); any bytes are a table.
  public func position(ofByteOffset offset: Int) -> SourcePosition {
    guard offset >= 0 else { return SourcePosition(line: nil) }
    switch format {
    case .lnotab: return SourcePosition(line: checked(lnotabLine(of: offset)))
    case .ranges: return SourcePosition(line: rangesLine(of: offset).flatMap(checked))
    case .locations: return locationsPosition(of: offset)
    }
  }

  private func checked(_ line: Int) -> Int? {
    (0...Int(Int32.max)).contains(line) ? line : nil
  }

  /// Pairs of an address step and a signed line step: the line step counts for the addresses from there on.
  private func lnotabLine(of offset: Int) -> Int {
    var address = 0
    var line = firstLine
    var index = 0
    while index + 1 < bytes.count {
      address += Int(bytes[index])
      if address > offset { break }
      line &+= Int(Int8(bitPattern: bytes[index + 1]))
      index += 2
    }
    return line
  }

  /// Pairs of a length and a signed line step: the step counts for the range itself, −128 is a range without a line.
  private func rangesLine(of offset: Int) -> Int? {
    var end = 0
    var line = firstLine
    var index = 0
    while index + 1 < bytes.count {
      let step = Int8(bitPattern: bytes[index + 1])
      if step != -128 { line &+= Int(step) }
      end += Int(bytes[index])
      if offset < end { return step == -128 ? nil : line }
      index += 2
    }
    return nil
  }

  private func locationsPosition(of offset: Int) -> SourcePosition {
    var entries = LocationEntries(table: self)
    while let entry = entries.next() {
      guard offset < entry.end else { continue }
      return SourcePosition(
        line: entry.position.line.flatMap(checked),
        endLine: entry.position.endLine.flatMap(checked),
        column: entry.position.column,
        endColumn: entry.position.endColumn
      )
    }
    return SourcePosition(line: nil)
  }
}

/// Reads the entries of a location table in order; a table that is cut ends with its last whole entry.
private struct LocationEntries {
  private let bytes: [UInt8]
  private var index = 0
  private var end = 0
  private var line: Int

  init(table: LineTable) {
    bytes = table.bytes
    line = table.firstLine
  }

  /// The next entry: the byte offset after its instructions, and their place.
  mutating func next() -> (end: Int, position: SourcePosition)? {
    guard let head = byte() else { return nil }
    end += (Int(head & 7) + 1) * 2
    switch Int(head >> 3) & 15 {
    case let kind where kind < 10:
      guard let columns = byte() else { return nil }
      let column = kind * 8 + Int(columns >> 4)
      return (end, position(lines: 0, column, column + Int(columns & 15)))
    case let kind where kind < 13:
      guard let column = byte(), let endColumn = byte() else { return nil }
      line &+= kind - 10
      return (end, position(lines: 0, Int(column), Int(endColumn)))
    case 13:
      guard let step = signedVarint() else { return nil }
      line &+= step
      return (end, position(lines: 0, nil, nil))
    case 14:
      guard let step = signedVarint(), let lines = varint(), let column = varint(), let endColumn = varint() else {
        return nil
      }
      line &+= step
      return (end, position(lines: lines, column > 0 ? column - 1 : nil, endColumn > 0 ? endColumn - 1 : nil))
    default:
      return (end, SourcePosition(line: nil))
    }
  }

  private func position(lines: Int, _ column: Int?, _ endColumn: Int?) -> SourcePosition {
    SourcePosition(line: line, endLine: line &+ lines, column: column, endColumn: endColumn)
  }

  private mutating func byte() -> UInt8? {
    guard index < bytes.count else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  /// Six bits a byte, low first, bit 6 says that more follow. Longer numbers than CPython writes end the table.
  private mutating func varint() -> Int? {
    var result = 0
    var shift = 0
    while shift < 36, let byte = byte() {
      result |= Int(byte & 63) << shift
      if byte & 64 == 0 { return result }
      shift += 6
    }
    return nil
  }

  private mutating func signedVarint() -> Int? {
    guard let number = varint() else { return nil }
    return number & 1 == 0 ? number >> 1 : -(number >> 1)
  }
}
