import App
import ArgumentParser
import Cells
import Scene

/// How a picture looks, for every subcommand that draws.
struct PictureOptions: ParsableArguments {
  @Option(
    help: "\(ViewKind.allCases.map(\.name).joined(separator: ", ")), or map for the arenas alone.",
    completion: .list(Self.views))
  var view = "heap"

  @Option(help: "\(Theme.all.map(\.name).joined(separator: ", ")).", completion: .list(Theme.all.map(\.name)))
  var theme = "dark"

  @Option(help: ArgumentHelp("Choose an arena, a pool or a block: 2, 2.42 or 2.42.88.", valueName: "place"))
  var select: String?

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Flag(name: .customLong("present"), help: "Draw a lesson as for a projector: less on it, and larger.")
  var isPresented = false

  /// The names that `--view` takes.
  static let views = ViewKind.allCases.map(\.name) + ["map"]

  /// Reads what was typed, or says what is wrong with it.
  func look() throws -> PictureLook {
    guard let theme = Theme.named(theme) else {
      throw ValidationError("There is no theme '\(self.theme)': \(Theme.all.map(\.name).joined(separator: ", ")).")
    }
    return PictureLook(
      state: try readView(), selection: try readSelection(), theme: theme, glyphs: ascii ? .ascii : .unicode,
      isPresented: isPresented)
  }

  private func readView() throws -> ViewState {
    if view == "map" {
      var state = ViewState(view: .heap)
      state.isZoomed = true
      return state
    }
    guard let kind = ViewKind(name: view) else {
      throw ValidationError("There is no view '\(view)': \(Self.views.joined(separator: ", ")).")
    }
    return ViewState(view: kind)
  }

  private func readSelection() throws -> Selection {
    guard let select else { return Selection() }
    guard let place = PlaceName(select) else {
      throw ValidationError("'\(select)' is no place: write an arena, a pool or a block as in 2, 2.42 or 2.42.88.")
    }
    return Selection(.place(place), isChosen: true)
  }
}

/// Columns and rows, written as in 120x40.
struct PictureSize: ExpressibleByArgument {
  let columns: Int
  let rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...Canvas.limit).contains(columns),
      (1...Canvas.limit).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }

  var defaultValueDescription: String { "\(columns)x\(rows)" }

  static let defaultCompletionKind = CompletionKind.list(["80x24", "120x40", "200x60"])
}
