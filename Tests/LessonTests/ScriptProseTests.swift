import Testing

@testable import Lesson

@Suite("Prose in a script")
struct ScriptProseTests {
  @Test func `comments that begin with #: are found, with what they stand beside`() {
    let script = ScriptProse.Script(
      """
      #: title A script
      a = "#: say no"   #: say yes
      def f():
          '''doc'''
          #: say in f
          #:   | and more
          return 1   # note no
      #: sy what
      """)
    #expect(script.comments.map(\.text) == ["title A script", "say yes", "say in f\nand more"])
    #expect(script.comments.map(\.line) == [1, 2, 5])
    #expect(script.comments.map(\.column) == [4, 22, 8])
    #expect(script.comments.map(\.standsAlone) == [true, false, true])
    #expect(script.comments.map(\.indentation) == [0, 0, 4])
    #expect(script.others.map(\.text) == ["sy what"])
    #expect(script.code == [nil, nil, 0, 0, 4, nil, nil, 4, nil])
  }
}
