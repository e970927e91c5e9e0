extension Statistics {
  /// The report in CPython's layout, up to where the types' free lists begin.
  ///
  /// CPython `_PyObject_DebugMallocStats` and `printone`, Objects/obmalloc.c.
  public func report() -> String {
    var text = "Small block threshold = 512, in 32 size classes.\n\n"
    text += "class   size   num pools   blocks in use  avail blocks\n"
    text += "-----   ----   ---------   -------------  ------------\n"
    for row in classes where row.pools > 0 {
      let cells = [(row.index, 5), (row.size, 7), (row.pools, 12), (row.used, 16), (row.available, 14)]
      text += cells.map { Self.right(String($0.0), $0.1) }.joined() + "\n"
    }
    text += "\n"
    text += Self.line("# arenas allocated total", arenasTotal)
    text += Self.line("# arenas reclaimed", arenasReclaimed)
    text += Self.line("# arenas highwater mark", arenasHighwater)
    text += Self.line("# arenas allocated current", arenasCurrent)
    text += Self.line("\(arenasCurrent) arenas * \(rules.arenaSize) bytes/arena", arenasCurrent * rules.arenaSize)
    text += "\n"
    text += Self.line("# bytes in allocated blocks", allocatedBytes)
    text += Self.line("# bytes in available blocks", availableBytes)
    text += Self.line("\(unusedPools) unused pools * \(rules.poolSize) bytes", unusedPoolBytes)
    text += Self.line("# bytes lost to pool headers", poolHeaderBytes)
    text += Self.line("# bytes lost to quantization", quantizationBytes)
    text += Self.line("# bytes lost to arena alignment", alignmentBytes)
    text += Self.line("Total", totalBytes)
    guard rules.hasRadixTree else { return text }
    let tree = RadixTree(rules)
    text += "\narena map counts\n"
    text += Self.line("# arena map mid nodes", radixMiddleNodes)
    text += Self.line("# arena map bot nodes", radixBottomNodes)
    text += "\n"
    text += Self.line("# bytes lost to arena map root", tree.rootSize)
    text += Self.line("# bytes lost to arena map mid", radixMiddleNodes * tree.middleSize)
    text += Self.line("# bytes lost to arena map bot", radixBottomNodes * tree.bottomSize)
    let nodes = radixMiddleNodes * tree.middleSize + radixBottomNodes * tree.bottomSize
    text += Self.line("Total", tree.rootSize + nodes)
    return text
  }

  /// What the report adds up: all bytes of all arenas.
  public var totalBytes: Int {
    allocatedBytes + availableBytes + unusedPoolBytes + poolHeaderBytes + quantizationBytes + alignmentBytes
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  /// A label of 35 columns, `=`, and the number with its thousands apart, in 21 columns.
  private static func line(_ label: String, _ value: Int) -> String {
    var digits = ""
    for (index, digit) in String(value).enumerated() {
      if index > 0, (String(value).utf8.count - index) % 3 == 0 { digits += "," }
      digits.append(digit)
    }
    return label + String(repeating: " ", count: max(0, 35 - label.utf8.count)) + "=" + right(digits, 21) + "\n"
  }
}
