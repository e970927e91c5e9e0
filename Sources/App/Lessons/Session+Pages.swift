import Cells
import Lesson
import Scene
import Views

extension Session {
  /// Draws the lesson's stop with its words, once all that the picture shows has been found; nil without a lesson.
  public func drawPage(width: Int, height: Int, glyphs: GlyphSet, depth: ColorDepth = .truecolor) -> Canvas? {
    guard let lesson = state.lesson else { return nil }
    return drawSettled(lesson.scene(message: ""), width, height, glyphs, depth)
  }

  /// Draws what the lesson's stop looks at without its words, once all of it has been found; nil without a lesson, where
  /// the picture would answer a pending question, and where there is no room for one.
  public func drawPicture(width: Int, height: Int, glyphs: GlyphSet, depth: ColorDepth = .truecolor) -> Canvas? {
    guard let lesson = state.lesson else { return nil }
    var words = lesson.scene(message: "")
    (words.narration, words.panel, words.notes) = ([], nil, [])
    // The rows that a lesson has around its picture even where it says nothing.
    let above = 3
    let below = 2
    let rows = height + above + below
    guard !words.hidesPicture, Views.Screen.pictureRows(words, width: width, height: rows) > 0,
      let page = drawSettled(words, width, rows, glyphs, depth)
    else { return nil }
    var picture = Canvas(width: width, height: height, fill: state.settings.colours.suited(to: depth).text)
    for y in 0..<height {
      for x in 0..<width { picture[x, y] = page[x, y + above] }
    }
    return picture
  }

  /// What the last frame of a lesson showed, the heap of another Python beside it too; nothing where it was hidden.
  public var shownScenes: [(name: String?, scene: ScreenScene)] {
    guard let scene, let lesson = state.lesson, !lesson.scene(message: "").hidesPicture else { return [] }
    guard let otherScene else { return [(nil, scene)] }
    let python = trace?.timeline.trace.header.python
    return [(python.map { "CPython \($0.major).\($0.minor)" }, scene), (otherScene.name, otherScene.scene)]
  }

  private func drawSettled(
    _ words: LessonScene, _ width: Int, _ height: Int, _ glyphs: GlyphSet, _ depth: ColorDepth
  ) -> Canvas? {
    guard let lesson = state.lesson, let trace else { return nil }
    let theme = state.settings.colours.suited(to: depth)
    func draw() -> Canvas {
      self.draw(words, of: lesson, trace, width: width, height: height, theme: theme, glyphs: glyphs).picture
    }
    while isBusy { _ = work(milliseconds: 100) }
    // The first picture knows what the second one needs to look for.
    let canvas = draw()
    guard work(milliseconds: 100) else { return canvas }
    while work(milliseconds: 100) {}
    return draw()
  }
}
