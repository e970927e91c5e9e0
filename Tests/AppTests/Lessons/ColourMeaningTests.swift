import Cells
import Foundation
import Testing
import Trace

@testable import App

/// What colours mean in the pictures of the lessons that come with the program is to be seen without them.
@Suite("No meaning by colour alone")
struct ColourMeaningTests {
  @Test(arguments: BundledLessonScreenTests.lessons)
  func `signs that only colours tell apart differ without colours, or have a word beside them`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Traces")
      .standardized.path
    let lesson = try OpenLesson(TraceFile.open("\(folder)/\(name)"), path: "\(folder)/\(name)")
    while true {
      check(lesson, "step \(lesson.player.index + 1)")
      if lesson.player.pendingQuestion != nil {
        lesson.send("→")
        check(lesson, "step \(lesson.player.index + 1) with its answer")
      }
      if lesson.player.isAtEnd { break }
      lesson.send("→")
    }
  }

  @Test func `two signs that only their colours tell apart are found`() {
    let (dark, text) = (Theme.dark, Theme.mono.text)
    var coloured = Canvas(width: 60, height: 3, fill: dark.text)
    var mono = Canvas(width: 60, height: 3, fill: text)
    for (x, style) in [(2, dark.good), (50, dark.bad)] {
      coloured.put("■" as Unicode.Scalar, x: x, y: 1, style: style)
      mono.put("■" as Unicode.Scalar, x: x, y: 1, style: text)
    }
    #expect(Self.faults(coloured, mono, dark).count == 1)
    var worded = coloured
    worded.put("freed", x: 52, y: 1, style: dark.bad)
    #expect(Self.faults(worded, mono, dark).isEmpty)
    mono.put("■" as Unicode.Scalar, x: 50, y: 1, style: Theme.mono.now)
    #expect(Self.faults(coloured, mono, dark).isEmpty)
  }

  private func check(_ lesson: OpenLesson, _ place: String) {
    let theme = lesson.session.state.settings.colours
    let coloured = lesson.session.draw(width: 80, height: 24, glyphs: .unicode, depth: .truecolor)
    let mono = lesson.session.draw(width: 80, height: 24, glyphs: .unicode, depth: .mono)
    for fault in Self.faults(coloured, mono, theme) {
      Issue.record("\(place): \(fault)\n\(coloured.trimmedText)")
    }
  }

  /// The signs that stand for two things by their colour only.
  private static func faults(_ coloured: Canvas, _ mono: Canvas, _ theme: Theme) -> Set<String> {
    let roles = [
      theme.good.foreground: "good", theme.bad.foreground: "bad", theme.info.foreground: "info",
      theme.special.foreground: "special", theme.warn.foreground: "warn",
    ]
    // What a sign looks like without colours, and what it meant with them.
    var meanings: [Cell: [String: String]] = [:]
    for y in 0..<coloured.height {
      for x in 0..<coloured.width {
        let cell = coloured[x, y]
        // Pools have a form of their own without colours: a sign for each block where two halves shared a cell.
        guard isSign(cell.scalar), mono[x, y].scalar == cell.scalar, !hasWord(coloured, x, y) else { continue }
        meanings[mono[x, y], default: [:]][roles[cell.style.foreground] ?? "plain"] = "\(cell.scalar) at \(x), \(y)"
      }
    }
    return Set(meanings.values.filter { $0.count > 1 }.map { "\($0.sorted { $0.key < $1.key })" })
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !scalar.isASCII && !scalar.properties.isAlphabetic
  }

  /// Whether letters of the same colour stand beside it, at most as far away as a card goes.
  private static func hasWord(_ canvas: Canvas, _ x: Int, _ y: Int) -> Bool {
    let colour = canvas[x, y].style.foreground
    return (max(y - 3, 0)...min(y + 3, canvas.height - 1)).contains { row in
      (max(x - 16, 0)...min(x + 16, canvas.width - 1)).contains {
        canvas[$0, row].style.foreground == colour && canvas[$0, row].scalar.properties.isAlphabetic
      }
    }
  }
}
