import Cells
import Foundation
import Lesson
import Scene
import Testing
import Trace

@testable import App
@testable import Views

/// Every stop of every lesson that comes with the program, as it's seen before and after its answer.
@Suite struct BundledLessonScreenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Traces")
    .standardized.path

  /// The files of the lessons: two digits begin the name of each.
  static let lessons: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { Int($0.prefix(2)) != nil && ($0.hasSuffix(".arena") || $0.hasSuffix(".trace")) }.sorted()
  }()

  @Test func `there are lessons`() { #expect(Self.lessons.count >= 5) }

  @Test(arguments: lessons, [false, true])
  func `nothing is cut at any stop, in any size, with and without colours`(name: String, isPresented: Bool) throws {
    let path = "\(Self.folder)/\(name)"
    var options = LessonOptions()
    options.isPresented = isPresented
    let lesson = try OpenLesson(TraceFile.open(path), path: path, options: options)
    while true {
      let step = "step \(lesson.player.index + 1)"
      check(lesson, step)
      if let question = lesson.player.pendingQuestion {
        if isPresented {
          for index in question.choices.indices { lesson.send("\(index + 1)") }
          check(lesson, "\(step) with hands")
        }
        for index in question.choices.indices where !isPresented {
          lesson.send("\(index + 1)")
          checkWords(lesson, 80, 24, .unicode, .truecolor, "\(step) answered \(index + 1)")
          lesson.send("r")
        }
        lesson.send("→")
        #expect(lesson.player.pendingQuestion == nil)
        check(lesson, "\(step) with its answer")
      }
      if lesson.player.isAtEnd { break }
      lesson.send("→")
    }
    #expect(lesson.player.index == lesson.player.lesson.stops.count - 1)
  }

  private func check(_ lesson: OpenLesson, _ place: String) {
    if let look = lesson.player.look {
      #expect(lesson.session.state.view.view.name == look.view.rawValue, "\(place)")
    }
    for (width, height) in [(80, 24), (120, 40)] {
      if width > 80, lesson.session.state.lesson?.options.isPresented == true {
        checkWords(lesson, width, height, .ascii, .truecolor, place)
        continue
      }
      let coloured = checkWords(lesson, width, height, .unicode, .truecolor, place)
      let mono = checkWords(lesson, width, height, .unicode, .mono, place)
      // Pictures tell things apart by letters where there are no colours; the words are the same.
      #expect(coloured == mono, "\(place) at \(width)x\(height)")
      checkWords(lesson, width, height, .ascii, .mono, place)
    }
  }

  /// Each word that the lesson has to say stands on the screen, and a picture or the sentence why there is none; gives
  /// the rows outside the picture.
  @discardableResult
  private func checkWords(
    _ lesson: OpenLesson, _ width: Int, _ height: Int, _ glyphs: GlyphSet, _ depth: ColorDepth, _ place: String
  ) -> [Substring] {
    guard let scene = lesson.session.state.lesson?.scene(message: "") else { return [] }
    let text = lesson.screen(width, height, glyphs, depth)
    let screen = Self.words(text)
    var wanted = scene.narration + [scene.title, scene.place.split(separator: "   ").first.map(String.init) ?? ""]
    if let panel = scene.panel {
      wanted += panel.choices.map(\.text) + panel.words + [panel.title, panel.measure]
    }
    for words in wanted where !words.isEmpty && !screen.contains(Self.words(glyphs.text(words))) {
      Issue.record("\(place) at \(width)x\(height) lacks \(words):\n\(text)")
    }
    if glyphs.isASCII { #expect(text.utf8.allSatisfy { $0 < 0x7F }, "\(place)") }
    let picture = LessonLayout(scene, width: width, height: height).picture
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let drawn = rows[picture.y..<min(picture.maxY, rows.count)].count { !$0.allSatisfy { $0 == " " } }
    if depth != .mono {
      checkPanes(
        rows[picture.y..<min(picture.maxY, rows.count)].map { Array($0.unicodeScalars) },
        "\(place) at \(width)x\(height)")
    }
    let isSaid = [Self.hidden, Self.noRoom].contains { screen.contains($0) }
    #expect(drawn >= 3 || isSaid, "\(place) at \(width)x\(height) has no picture:\n\(text)")
    rows.removeSubrange(picture.y..<min(picture.maxY, rows.count))
    return rows
  }

  /// Below the title of each pane there is something.
  private func checkPanes(_ rows: [[Unicode.Scalar]], _ place: String) {
    let rules: Set<Unicode.Scalar> = ["─", "▶", "-", ">"]
    func titles(_ row: [Unicode.Scalar]) -> [Int] {
      row.indices.filter { column in
        rules.contains(row[column]) && column + 3 < row.count && row[column + 1] == " "
          && row[column + 2].properties.isUppercase && row[..<column].suffix(2).allSatisfy { $0 == " " }
          // The halves of a picture have a name above their panes.
          && row[column...].count { rules.contains($0) } > 3 && row[column + 3] != "P"
      }
    }
    let starts = rows.map(titles)
    for (number, row) in rows.enumerated() {
      for (index, start) in starts[number].enumerated() {
        let end = index + 1 < starts[number].count ? starts[number][index + 1] - 1 : row.count
        var isEmpty = true
        for below in rows.indices.dropFirst(number + 1) {
          if starts[below].contains(where: { start..<end ~= $0 }) { break }
          if rows[below].dropFirst(start).prefix(end - start).contains(where: { $0 != " " }) {
            isEmpty = false
            break
          }
        }
        if isEmpty { Issue.record("\(place): an empty pane\n\(rows.map { Self.text($0) }.joined(separator: "\n"))") }
      }
    }
  }

  private static func text(_ row: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(row)) }

  private static let hidden = "The picture comes when you have answered."
  private static let noRoom = "The picture needs a larger screen."

  /// The words with one blank between two.
  private static func words(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}
