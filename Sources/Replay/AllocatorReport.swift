import HeapCore

/// The numbers in one text of CPython's `_PyObject_DebugMallocStats` (Objects/obmalloc.c), as far as pymalloc decides them.
///
/// Free lists of types and the nodes of the address map are not pymalloc's blocks and are left out.
public struct AllocatorReport: Hashable, Sendable {
  /// One line of the table: a size class that has pools.
  public struct Row: Hashable, Sendable {
    public var sizeClass: Int
    public var size: Int
    public var pools: Int
    public var used: Int
    public var available: Int
  }

  /// Lines after the table, by what they count.
  public enum Line: String, CaseIterable, Hashable, Sendable {
    case arenasTotal = "# arenas allocated total"
    case arenasReclaimed = "# arenas reclaimed"
    case arenasHighwater = "# arenas highwater mark"
    case arenasCurrent = "# arenas allocated current"
    case allocated = "# bytes in allocated blocks"
    case available = "# bytes in available blocks"
    case poolHeaders = "# bytes lost to pool headers"
    case quantization = "# bytes lost to quantization"
    case arenaAlignment = "# bytes lost to arena alignment"
    case unusedPools = "unused pools"
    case arenaBytes = "bytes/arena"
  }

  public var rows: [Row] = []
  public var lines: [Line: Int] = [:]

  /// Reads the text; lines that it doesn't know are skipped.
  ///
  /// - Throws: `ReplayError.unreadableReport` when the table is broken or a known line has no number.
  public init(parsing text: some StringProtocol) throws(ReplayError) {
    // The table's head, a ruled line, the rows (perhaps none), a blank line.
    var inTable = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(separator: " ")
      if words.starts(with: ["class", "size"]) {
        inTable = true
      } else if words.isEmpty {
        inTable = false
      } else if inTable, words.allSatisfy({ $0.allSatisfy { $0 == "-" } }) {
        continue
      } else if inTable {
        rows.append(try Self.row(words, line: index + 1, text: line))
      } else {
        try read(line, number: index + 1)
      }
    }
  }

  /// Takes the numbers of a simulated heap.
  public init(_ statistics: Statistics) {
    rows = statistics.classes.filter { $0.pools > 0 }.map {
      Row(sizeClass: $0.index, size: $0.size, pools: $0.pools, used: $0.used, available: $0.available)
    }
    lines = [
      .arenasTotal: statistics.arenasTotal, .arenasReclaimed: statistics.arenasReclaimed,
      .arenasHighwater: statistics.arenasHighwater, .arenasCurrent: statistics.arenasCurrent,
      .allocated: statistics.allocatedBytes, .available: statistics.availableBytes,
      .poolHeaders: statistics.poolHeaderBytes, .quantization: statistics.quantizationBytes,
      .arenaAlignment: statistics.alignmentBytes, .unusedPools: statistics.unusedPoolBytes,
      .arenaBytes: statistics.arenasCurrent * statistics.rules.arenaSize,
    ]
  }

  private static func row(_ words: [some StringProtocol], line: Int, text: some StringProtocol) throws(ReplayError)
    -> Row
  {
    let numbers = words.compactMap { Int($0) }
    guard words.count == 5, numbers.count == 5, (0..<32).contains(numbers[0]) else {
      throw .unreadableReport(line: line, text: String(text))
    }
    return Row(
      sizeClass: numbers[0], size: numbers[1], pools: numbers[2], used: numbers[3], available: numbers[4])
  }

  private mutating func read(_ line: some StringProtocol, number: Int) throws(ReplayError) {
    guard let equals = line.lastIndex(of: "=") else { return }
    let label = line[..<equals].trimmingSpaces
    let kind: Line? =
      if label.hasSuffix("bytes/arena") {
        .arenaBytes
      } else if label.contains("unused pools *") {
        .unusedPools
      } else {
        Line(rawValue: label)
      }
    guard let kind else { return }
    let digits = line[line.index(after: equals)...].filter { $0 != "," && $0 != " " }
    guard let value = Int(String(digits)) else {
      throw .unreadableReport(line: number, text: String(line))
    }
    lines[kind] = value
  }

  /// The first number in which two reports differ, in words, nil when they agree on everything both of them say.
  public func firstDifference(from other: AllocatorReport) -> Difference? {
    let mine = Dictionary(rows.map { ($0.sizeClass, $0) }) { first, _ in first }
    let theirs = Dictionary(other.rows.map { ($0.sizeClass, $0) }) { first, _ in first }
    for sizeClass in 0..<32 where mine[sizeClass] != theirs[sizeClass] {
      return Difference(
        what: "size class \((sizeClass + 1) * 16) in a statistics report",
        first: mine[sizeClass].map(Self.words) ?? "no pools", second: theirs[sizeClass].map(Self.words) ?? "no pools")
    }
    for line in Line.allCases {
      guard let first = lines[line], let second = other.lines[line], first != second else { continue }
      return Difference(what: "\"\(line.rawValue)\" in a statistics report", first: "\(first)", second: "\(second)")
    }
    return nil
  }

  private static func words(_ row: Row) -> String {
    "\(row.pools) pools, \(row.used) blocks in use, \(row.available) available"
  }

  /// Where two reports differ.
  public struct Difference: Hashable, Sendable {
    public var what: String
    public var first: String
    public var second: String
  }
}
