import App
import Cells
import Scene
import Views

/// What a picture shows of a moment, and in which colours and glyphs.
struct PictureLook {
  var state: ViewState
  var selection: Selection
  var theme: Theme
  var glyphs: GlyphSet
  /// Whether the keys stand in the last row; nobody presses them on a page.
  var hasFooter = true
  /// Whether a lesson is drawn as for a class: fewer things, larger.
  var isPresented = false

  /// The heap, in the usual colours and glyphs.
  static let plain = PictureLook(state: ViewState(), selection: Selection(), theme: .dark, glyphs: .unicode)

  /// The colours that the picture's sequences use.
  var depth: ColorDepth { theme.isMono ? .mono : .truecolor }

  /// The scene of the builder's moment with all that takes longer to find.
  func scene(_ builder: SceneBuilder, _ size: PictureSize) -> ScreenScene {
    let surroundings = SceneBuilder.Surroundings(columns: size.columns, rows: size.rows, footer: footer)
    // The first scene knows what the second one needs to look for.
    let scene = builder.scene(state, selection: selection, in: surroundings)
    guard builder.work(state, selection: selection, milliseconds: 100) else { return scene }
    while builder.work(state, selection: selection, milliseconds: 100) {}
    return builder.scene(state, selection: selection, in: surroundings)
  }

  func draw(_ scene: ScreenScene, _ size: PictureSize) -> Canvas {
    Screen.draw(scene, width: size.columns, height: size.rows, theme: theme, glyphs: glyphs).picture
  }

  /// The keys that the program would show, as if all of them could act.
  private var footer: [FooterEntry] {
    guard hasFooter else { return [] }
    var app = AppState()
    app.view = state
    return app.footer.map { FooterEntry($0.keys, $0.text) }
  }
}
