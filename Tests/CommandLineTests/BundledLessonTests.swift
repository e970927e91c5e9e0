import BundledTraces
import Glibc
import Testing

/// The lessons that come with the program, on their way out of it.
@Suite struct BundledLessonTests {
  private static let folder = "\(Executable.path[..<Executable.path.lastIndex(of: "/")!])/\(BundledTraces.folder)"

  /// The lessons by name: two digits begin the name of each.
  private static let lessons: [String] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let item = readdir(directory) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if Int(name.prefix(2)) != nil, name.hasSuffix(".arena") || name.hasSuffix(".trace") { names.append(name) }
    }
    return names.sorted()
  }()

  @Test(arguments: lessons)
  func `a lesson is told with all its answers, and makes a sheet with a key`(name: String) throws {
    let file = "\(Self.folder)/\(name)"
    let told = try Output(["plain", file, "--no-events"])
    #expect(told.status == 0 && told.errors.isEmpty, "\(told.errors)")
    let lines = told.text.split(separator: "\n")
    let asked = lines.count { $0.hasPrefix("question ") }
    #expect(asked > 0 && lines.count { $0.hasPrefix("answer ") } == asked)
    #expect(lines.contains { $0.hasPrefix("say: ") } && lines.contains { $0.hasPrefix("picture: ") })
    // An answer comes after its question.
    for number in 1...asked {
      let question = lines.firstIndex { $0.hasPrefix("question \(number): ") }
      let answer = lines.firstIndex { $0.hasPrefix("answer \(number): ") }
      #expect(try #require(question) < #require(answer))
    }
    let sheet = try Output(["worksheet", file, "--seed", "5"])
    #expect(sheet.status == 0, "\(sheet.errors)")
    // Each question stands on the sheet and on the key.
    for number in 1...asked { #expect(sheet.text.ranges(of: "\n**\(number).** ").count == 2) }
  }
}
