import Testing

@testable import Replay

@Suite struct AllocatorReportTests {
  private static let text = """
    Small block threshold = 512, in 32 size classes.

    class   size   num pools   blocks in use  avail blocks
    -----   ----   ---------   -------------  ------------
        0     16           1              22           999
        3     64          16            3994            86
       31    512           1              11            20

    # arenas allocated total           =                    2
    # arenas reclaimed                 =                    0
    # arenas highwater mark            =                    2
    # arenas allocated current         =                    2
    2 arenas * 1048576 bytes/arena     =            2,097,152

    # bytes in allocated blocks        =              828,032
    # bytes in available blocks        =              343,248
    55 unused pools * 16384 bytes      =              901,120
    # bytes lost to pool headers       =                3,456
    # bytes lost to quantization       =                4,912
    # bytes lost to arena alignment    =               16,384
    Total                              =            2,097,152

    arena map counts
    # arena map mid nodes              =                    1

                8 free PyDictObjects * 48 bytes each =                  384
    """

  @Test func `reads the table and the lines of CPython 3.11`() throws {
    let report = try AllocatorReport(parsing: Self.text)
    #expect(
      report.rows == [
        .init(sizeClass: 0, size: 16, pools: 1, used: 22, available: 999),
        .init(sizeClass: 3, size: 64, pools: 16, used: 3994, available: 86),
        .init(sizeClass: 31, size: 512, pools: 1, used: 11, available: 20),
      ])
    #expect(report.lines[.allocated] == 828_032)
    #expect(report.lines[.unusedPools] == 901_120)
    #expect(report.lines[.arenaBytes] == 2_097_152)
    #expect(report.lines.count == AllocatorReport.Line.allCases.count)
  }

  @Test func `finds the first number that differs`() throws {
    let report = try AllocatorReport(parsing: Self.text)
    #expect(report.firstDifference(from: report) == nil)
    var other = report
    other.lines[.arenasReclaimed] = 1
    #expect(report.firstDifference(from: other)?.second == "1")
    other.rows[1].used += 1
    #expect(report.firstDifference(from: other)?.what == "size class 64 in a statistics report")
    other.rows.remove(at: 0)
    #expect(report.firstDifference(from: other)?.second == "no pools")
  }

  @Test func `says which line can't be read`() {
    let broken = Self.text.replacing("22           999", with: "many")
    #expect(throws: ReplayError.unreadableReport(line: 5, text: "    0     16           1              many")) {
      try AllocatorReport(parsing: broken)
    }
  }

  @Test func `a table without rows is a heap without pools`() throws {
    let text = """
      class   size   num pools   blocks in use  avail blocks
      -----   ----   ---------   -------------  ------------

      # arenas allocated total           =                    5
      """
    let report = try AllocatorReport(parsing: text)
    #expect(report.rows.isEmpty)
    #expect(report.lines == [.arenasTotal: 5])
  }

  @Test func `an empty report has nothing to compare`() throws {
    let report = try AllocatorReport(parsing: "")
    #expect(report.rows.isEmpty && report.lines.isEmpty)
  }
}
