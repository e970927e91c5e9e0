import Glibc
import Testing

/// The manual page, as the programs that show such pages take it.
@Suite struct ManualTests {
  @Test func `the page names every command, every option and every key`() throws {
    let page = try Output(["manual"])
    #expect(page.status == 0 && page.text.unicodeScalars.allSatisfy(\.isASCII))
    let help = try Output(["--help"]).text
    let commands = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
      .compactMap { $0.split { $0 == " " || $0 == "," }.first }
    #expect(commands.count > 12)
    for command in commands where command != "help" {
      #expect(page.text.contains(".SS \"\(command)\"\n"), "\(command)")
      for word in try Output([String(command), "--help"]).text.split(whereSeparator: { " ,[]|\n".contains($0) })
      where word.hasPrefix("--") && word.count > 2 && word != "--version" && word != "--help" {
        let name = word.prefix { $0.isLetter || $0 == "-" }
        #expect(page.text.contains(name.replacing("-", with: "\\-")), "\(command) \(name)")
      }
    }
    for name in ["step\\-back", "next\\-collection", "save\\-screen"] { #expect(page.text.contains(name)) }
  }

  @Test(
    arguments: [
      ["/usr/bin/groff", "-ww", "-man", "-Tutf8", "-P-c"], ["/usr/bin/mandoc", "-Tutf8", "-Wwarning,stop"],
    ].filter { access($0[0], X_OK) == 0 })
  func `it is shown without a warning`(command: [String]) throws {
    let page = try Output(["manual"]).text
    let shown = try Output(Array(command.dropFirst()), program: command[0], input: page)
    #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.text.contains("mark:NAME") && shown.text.contains("…"))
  }
}
