import Testing

@Suite struct ObjectsJSONTests {
  static let text = """
    arenascope-trace 1
    python 3.13.7
    A = object Node 48
    A.peer = A
    del A
    mark "garbage"
    gc collect
    """

  @Test func `render writes the objects and collections of a moment as JSON`() throws {
    let objects = try CommandRun(
      ["render", "-", "--view", "objects", "--at", "mark:garbage", "--format", "json"], input: Self.text
    ).output
    for line in [
      "\"objects\": 1,", "\"state\": \"garbage\"", "\"heldBy\": [\"A.peer\"]", "\"thresholds\": [2000, 10, 10]",
    ] { #expect(objects.contains(line), "\(line) in \(objects)") }
    let collection = try CommandRun(
      ["render", "-", "--view", "collection", "--at", "gc:1", "--inside", "done", "--format", "json"], input: Self.text
    ).output
    for line in ["\"phase\": \"done\"", "\"references\": [", "\"state\": \"freed\""] {
      #expect(collection.contains(line), "\(line) in \(collection)")
    }
  }
}
