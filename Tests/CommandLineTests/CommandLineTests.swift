import Testing

@Suite struct CommandLineTests {
  @Test func `a file that isn't there is one sentence and status 2`() throws {
    let output = try Output(["/nowhere/x.trace"])
    #expect(output.status == 2 && output.text.isEmpty)
    #expect(output.errors == "arenascope: there is no file '/nowhere/x.trace'\n")
  }

  @Test(arguments: [("viw", "view"), ("opne", "open"), ("recrod", "record"), ("keyz", "keys")])
  func `a mistyped subcommand is taken for one`(word: String, meant: String) throws {
    let output = try Output([word])
    #expect(output.status == 2)
    #expect(output.errors == "arenascope: there is no file '\(word)'; did you mean 'arenascope \(meant)'?\n")
  }

  @Test func `without a terminal the program names what to use instead`() throws {
    let folder = try Executable.Folder()
    let trace = try folder.write(Executable.smallTrace, as: "a.trace")
    let output = try Output([trace])
    #expect(output.status == 2)
    #expect(output.errors.contains("arenascope render \(trace)"))
    #expect(try Output([]).errors.contains("arenascope render FILE"))
  }

  @Test func `wrong usage is status 64, help and version are 0`() throws {
    #expect(try Output(["--bogus"]).status == 64)
    #expect(try Output(["open", "--color", "pink"]).status == 64)
    #expect(try Output(["--help"]).status == 0)
    let version = try Output(["--version"])
    #expect(version.status == 0 && version.text.hasPrefix("arenascope "))
  }

  @Test func `the keys are those of the program`() throws {
    let output = try Output(["keys"])
    #expect(output.status == 0)
    #expect(output.text.contains("step-back") && output.text.contains("save-screen FILE"))
  }

  @Test func `a file's name can't steer the terminal`() throws {
    let output = try Output(["\u{1B}[31mx"])
    #expect(!output.errors.contains("\u{1B}"))
  }
}
