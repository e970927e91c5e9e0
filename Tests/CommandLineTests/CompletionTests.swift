import Glibc
import Testing

/// What the shells that there are offer for a line.
@Suite struct CompletionTests {
  private static let trace =
    "arenascope-trace 1\npython 3.13.0\nplacements symbolic\na = malloc 48\nmark \"half way\"\n"
  private let folder: Executable.Folder

  init() throws {
    folder = try Executable.Folder()
    _ = try folder.write(Self.trace, as: "trip.arena")
    for shell in ["bash", "zsh", "fish"] {
      let script = try Output(["--generate-completion-script", shell])
      try #require(script.status == 0)
      _ = try folder.write(script.text, as: shell)
    }
    try #require(symlink(Executable.path, "\(folder.path)/arenascope") == 0)
  }

  /// What is offered for a line, at its end.
  private func bash(_ words: [String]) throws -> [Substring] {
    // A word may be in parts, as bash has them.
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      cd '\(folder.path)'; PATH=.:$PATH; . ./bash
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
      COMP_WORDBREAKS=$' \\t\\n"><=;|&(:'"'"
      COMPREPLY=(); _arenascope_or_file arenascope '\(words[words.count - 1])' '\(words[words.count - 2])'
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let output = try Output(["--norc", "-c", script], program: "/bin/bash")
    #expect(output.errors.isEmpty, "\(output.errors)")
    return output.text.split(separator: "\n")
  }

  /// What fish offers; it asks the program for moments only where somebody types.
  private func fish(_ line: String) throws -> [Substring] {
    let script = "cd '\(folder.path)'; set PATH . $PATH; source fish; complete -C '\(line)'"
    let output = try Output(["-N", "-c", script], program: "/usr/bin/fish")
    return output.text.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
  }

  @Test(.enabled(if: access("/bin/bash", X_OK) == 0))
  func `bash offers commands, files, views and moments`() throws {
    let first = try bash(["arenascope", ""])
    #expect(first.contains("render") && first.contains("trip.arena"))
    #expect(try bash(["arenascope", "tri"]) == ["trip.arena"])
    #expect(try bash(["arenascope", "rend"]) == ["render"])
    #expect(try bash(["arenascope", "render", "t"]) == ["trip.arena"])
    #expect(try bash(["arenascope", "render", "--view", "p"]) == ["pool", "pins"])
    #expect(try bash(["arenascope", "render", "trip.arena", "--at", "m"]) == ["mark:half way"])
    // As bash cuts the words: what comes after the colon is wanted.
    #expect(try bash(["arenascope", "trip.arena", "--at", "mark", ":", "ha"]) == ["half way"])
    #expect(try bash(["arenascope", "trip.arena", "--no-m"]) == ["--no-mouse"])
  }

  @Test(.enabled(if: access("/usr/bin/fish", X_OK) == 0))
  func `fish offers commands, files, views and the options after a file`() throws {
    let first = try fish("arenascope ")
    #expect(first.contains("render") && first.contains("trip.arena"))
    #expect(try fish("arenascope tri") == ["trip.arena"])
    #expect(try fish("arenascope render t") == ["trip.arena"])
    #expect(try fish("arenascope render --view po") == ["pool"])
    #expect(try fish("arenascope trip.arena --no-m") == ["--no-mouse"])
  }

  @Test(.enabled(if: access("/usr/bin/zsh", X_OK) == 0))
  func `zsh reads its script, and a file stands for open`() throws {
    // Without an editor there is no completion; what the parser's function would be asked is enough.
    let script = """
      cd '\(folder.path)'; compdef() { :; }; source ./zsh
      __arenascope_subcommand() { print -r -- "$CURRENT ${(j:|:)words}"; return 1 }
      _files() { print files }
      words=(arenascope ''); CURRENT=2; _arenascope
      words=(arenascope trip.arena --at ''); CURRENT=4; _arenascope
      words=(arenascope render t); CURRENT=3; _arenascope
      true
      """
    let output = try Output(["-f", "-c", script], program: "/usr/bin/zsh")
    #expect(output.status == 0 && output.errors.isEmpty, "\(output.errors)")
    #expect(
      output.text == "2 arenascope|\nfiles\n5 arenascope|open|trip.arena|--at|\n3 arenascope|render|t\n")
  }
}
