import App
import ArgumentParser
import Handout

/// `arenascope manual`: the manual page, made from the command tree and the key table.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page.",
    discussion: "To read it: arenascope manual | man -l -")

  func run() throws {
    let root = try CommandTree().command
    let name = root.commandName
    var page = ManualPage(
      name: name, version: ArenascopeCommand.configuration.version, date: ArenascopeCommand.date,
      abstract: "shows CPython's heap in the terminal, block by block")
    page.section("Synopsis")
    page.synopsis(name, [])
    page.synopsis(name, ["FILE", "[--at moment]"])
    page.synopsis(name, ["COMMAND ..."])
    page.section("Description")
    if let abstract = root.abstract { page.paragraph(abstract) }
    page.paragraph(
      """
      Without arguments it opens the library: the lessons and recordings that come with the program, and those of the \
      current folder. With a file it opens that one. The commands below record programs, compare recordings with what \
      CPython did, and make something of a trace or a lesson that can be taken away.
      """)
    page.section("Moments")
    for (moment, meaning) in Self.moments { page.entry(moment, meaning) }
    page.section("Commands")
    for command in root.subcommands ?? [] where command.shouldDisplay && command.commandName != "help" {
      Self.describe(command, of: name, on: &page)
    }
    page.section("Keys")
    for group in ActionRow.Group.allCases {
      page.subsection(group.rawValue)
      for row in ActionTable.rows where row.group == group {
        page.entry(row.keys.joined(separator: " "), value: row.action.rawValue, row.help)
      }
    }
    page.subsection("Commands after :")
    for row in CommandTable.rows { page.entry(row.name, value: row.argument.placeholder, row.help) }
    page.section("Files")
    for (file, meaning) in Self.files { page.entry(file, meaning) }
    page.section("Environment")
    for (variable, meaning) in Self.environment { page.entry(variable, meaning) }
    page.section("Exit status")
    for (status, meaning) in Self.statuses { page.entry(status, meaning) }
    page.section("Examples")
    for (meaning, lines) in Self.examples {
      page.paragraph(meaning)
      page.literal(lines)
    }
    page.section("See also")
    page.paragraph("asciinema(1), python3(1)")
    print(page.text, terminator: "")
  }

  private static func describe(_ command: CommandTree.Command, of root: String, on page: inout ManualPage) {
    let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !$0.isCommon }
    page.subsection(command.commandName)
    let written = ArenascopeCommand.configuration.subcommands.first {
      $0.configuration.commandName == command.commandName
    }
    let calling = "\(root) \(command.commandName)"
    if let usage = written?.configuration.usage, usage.hasPrefix(calling) {
      page.synopsis(calling, [String(usage.dropFirst(calling.count + 1))])
    } else {
      let options = arguments.filter { $0.kind != .positional }
      page.synopsis(calling, (arguments.filter { $0.kind == .positional } + options).map(\.synopsis))
    }
    if let abstract = command.abstract { page.paragraph(abstract) }
    if let discussion = command.discussion { page.paragraph(discussion) }
    for argument in arguments {
      var words = [argument.abstract, argument.discussion].compactMap(\.self).joined(separator: "\n")
      if let value = argument.defaultValue, argument.kind == .option { words += " Without it: \(value)." }
      if argument.kind == .positional {
        page.entry(argument.value ?? "", words)
      } else {
        page.entry(argument.spelling, value: argument.value, words)
      }
    }
  }

  private static let moments = [
    ("N", "After N events."),
    ("N%", "After that share of the events."),
    ("start, end", "Before the first event, after the last."),
    ("mark:NAME", "At a mark of the program or of the lesson."),
    ("gc:K", "When the K-th collection begins, counted from 1."),
    ("gc:K:PHASE", "When a phase of it begins, as in gc:2:subtract_refs; gc:K:stop is its end."),
    ("gc:K:N", "After N steps of it."),
    ("line:FILE:N", "When a line of the script is first reached."),
  ]

  private static let files = [
    ("$XDG_CONFIG_HOME/arenascope/config", "The settings that the program saves; ~/.config without the variable."),
    (
      "$XDG_STATE_HOME/arenascope/",
      "Where one was last, and what is done of the lessons; ~/.local/state without the variable."
    ),
    (
      "Traces/",
      "Lessons and recordings that come with the program: beside it, in a folder above it, or in share/arenascope there."
    ),
    ("libarenascope-recorder.so", "The library that record and run load into Python; beside the program."),
  ]

  private static let environment = [
    ("NO_COLOR", "When set to anything, no colours are used."),
    ("TERM, COLORTERM", "What the terminal can do."),
    ("LC_ALL, LC_CTYPE, LANG", "Whether the terminal shows Unicode."),
    ("ARENASCOPE_RECORDER_LIBRARY", "Another path of the library that record and run load into Python."),
  ]

  private static let statuses = [
    ("0", "All is well."),
    ("1", "A comparison failed, or a mistake was found."),
    ("2", "It can't be done; one sentence on standard error says why."),
    ("64", "The command line is wrong."),
  ]

  private static let examples = [
    (
      "Record a program, compare the replay with what CPython did, look at it:",
      ["arenascope record -o a.trace python3 a.py", "arenascope verify a.trace", "arenascope a.trace"]
    ),
    (
      "The heap at a mark as a picture:",
      ["arenascope render a.trace --at mark:loaded --format svg > a.svg"]
    ),
    (
      "An asciinema recording of the first hundred events:",
      ["arenascope cast a.trace --to 100 -o a.cast"]
    ),
    (
      "A lesson as slides, as a sheet for a class, as a film:",
      [
        "arenascope render lesson.arena --all --format html --theme light > lesson.html",
        "arenascope worksheet lesson.arena --seed 7 --format html > sheet.html",
        "arenascope cast lesson.arena -o lesson.cast",
      ]
    ),
  ]
}
