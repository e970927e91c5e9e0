import Cells
import Scene
import Views

extension Session {
  /// Whether the trace is still being looked through in the background.
  public var isIndexing: Bool { trace.map { !$0.timeline.index.isComplete } ?? false }

  /// Draws what there is to see; `withoutPrompt` leaves out the line that is being typed and what lies over the view.
  ///
  /// Without colours the theme is the one that marks everything by attributes, whatever the settings say.
  public func draw(
    width: Int, height: Int, glyphs: GlyphSet, depth: ColorDepth = .truecolor, withoutPrompt: Bool = false
  ) -> Canvas {
    drawn = (width, height, glyphs, depth)
    let theme = state.settings.colours.suited(to: depth)
    var picture: Views.Frame
    if let library = state.libraryScene(version: Session.version) {
      picture = Views.Screen.draw(library, width: width, height: height, theme: theme, glyphs: glyphs)
      state.library?.scroll = min(library.scroll, picture.scrollLimit)
    } else if let trace, let lesson = state.lesson {
      let words = lesson.scene(message: withoutPrompt ? "" : statusMessage)
      picture = draw(words, of: lesson, trace, width: width, height: height, theme: theme, glyphs: glyphs)
    } else if let trace {
      let surroundings = SceneBuilder.Surroundings(
        columns: width, rows: height, footer: state.footer, message: withoutPrompt ? "" : statusMessage)
      let scene = trace.scenes.scene(shownView, selection: state.selection, in: surroundings)
      (self.scene, otherScene) = (scene, nil)
      picture = Views.Screen.draw(scene, width: width, height: height, theme: theme, glyphs: glyphs)
      state.note(shownPanes: picture.panes)
    } else {
      picture = Views.Frame(width: width, height: height, theme: theme, glyphs: glyphs)
    }
    if !withoutPrompt, width >= 40, height >= 12 { drawOverlays(on: &picture) }
    frame = picture
    return picture.picture
  }

  /// Draws what a lesson says around the picture of the moment, which hides what a pending question asks for.
  func draw(
    _ words: LessonScene, of lesson: LessonState, _ trace: OpenTrace, width: Int, height: Int, theme: Theme,
    glyphs: GlyphSet
  ) -> Views.Frame {
    var words = words
    if case .object(_, let address, _)? = lesson.player.look?.thing, state.view.view == .objects,
      !trace.scenes.lives(objectAt: address, moment: trace.timeline.position)
    {
      words.looksAtThing = false
    }
    let other = sceneBeside(lesson, columns: width / 2, rows: height)
    if let other {
      let python = trace.timeline.trace.header.python
      words.halves = ["CPython \(python.major).\(python.minor)", other.name]
    }
    let rows = Views.Screen.pictureRows(words, width: width, height: height)
    var scene = trace.scenes.scene(
      shownView, selection: state.selection,
      in: SceneBuilder.Surroundings(
        columns: Views.Screen.pictureColumns(words, view: state.view.view, width: width), rows: max(rows, 12),
        showsFuture: !words.hidesTime))
    if scene.state.view == .pool { trace.scenes.nameTenants(of: &scene) }
    if words.hidesTime { scene.hideFuture() }
    if lesson.hides.contains(.nextBlock) { scene.hideNextBlock() }
    if lesson.hides.contains(.liveness) { scene.hideLives() }
    (self.scene, otherScene) = (scene, other)
    let picture = Views.Screen.draw(
      words, over: rows > 0 ? scene : nil, beside: other?.scene, width: width, height: height, theme: theme,
      glyphs: glyphs)
    state.note(shownPanes: picture.panes)
    return picture
  }

  private func drawOverlays(on picture: inout Views.Frame) {
    if case .help = state.overlay {
      picture.draw(state.helpScene(poolSize: poolSize))
      if let prompt = state.promptScene { picture.draw(prompt) }
    }
    if let breakpoints = state.breakpointsScene(hits: breakpointHits) { picture.draw(breakpoints) }
    if let commands = state.commandsScene {
      picture.draw(commands)
    } else if let search = state.searchScene {
      picture.draw(search)
    } else if state.prompt?.kind == .file || state.prompt?.kind == .library, let prompt = state.promptScene {
      picture.draw(prompt)
    }
  }

  /// The view with what time does, which the title row says.
  private var shownView: ViewState {
    var view = state.view
    let clock = state.clock
    view.playback = clock.isPlaying ? .playing(stepsASecond: clock.speed * clock.direction) : .paused
    return view
  }

  /// What stands in the status row instead of the moment: what goes on, what was asked for, or what went wrong.
  private var statusMessage: String {
    if let task = state.task {
      return "looking for \(task.words): \(Int(task.progress * 100)) %   Esc stops"
    }
    if let message = state.message { return message }
    switch state.pending {
    case .setMark: return "mark this moment as: a letter"
    case .goToMark:
      let names = state.marks.keys.sorted().joined(separator: " ")
      return "go to mark: \(names)"
    case .runScript, nil: break
    }
    return state.count.map { "\(Numbers.count($0)) times …" } ?? ""
  }

  private var poolSize: Int { trace?.timeline.trace.header.rules.poolSize ?? 16_384 }

  /// The version of the program.
  public static let version = "0.1.0"
}
