import HeapCore
import Trace

/// The statements of a lesson on other versions of Python, run when they're first asked about.
final class LessonVersions {
  private let trace: TraceFile
  private let names: Set<String>
  private let withPeak: Bool
  /// The place of each line of prose among all.
  private var order: [ProseLine: Int] = [:]
  private var known: [PythonVersion: Result<Version, LessonWorld.Unknown>] = [:]

  private struct Version {
    var world: LessonWorld
    /// The moments of the lines of prose.
    var moments: [Int]
  }

  /// How many versions a lesson can compare: each is a run of its own.
  private static let limit = 8

  init(_ trace: TraceFile, _ prose: [ProseLine], names: Set<String>, withPeak: Bool) {
    self.trace = trace
    self.withPeak = withPeak
    self.names = names
    for (index, line) in prose.enumerated() { order[line] = index }
  }

  /// Says what a measure is where a line of prose stands, on another Python.
  func value(
    of measure: Measure, at point: LessonWorld.Point, on python: PythonVersion
  ) throws(LessonWorld.Unknown) -> LessonValue {
    let version = try version(python)
    guard let index = point.prose.flatMap({ order[$0] }), index < version.moments.count else {
      throw LessonWorld.Unknown("Python \(python) can't be asked here")
    }
    return try version.world.value(of: measure, at: LessonWorld.Point(moment: version.moments[index]))
  }

  /// The moment at which a line of prose stands on another Python.
  func moment(of line: ProseLine, on python: PythonVersion) throws(LessonWorld.Unknown) -> Int {
    let version = try version(python)
    guard let index = order[line], index < version.moments.count else {
      throw LessonWorld.Unknown("Python \(python) doesn't come here")
    }
    return version.moments[index]
  }

  /// The world of another Python.
  func world(on python: PythonVersion) throws(LessonWorld.Unknown) -> LessonWorld { try version(python).world }

  private func version(_ python: PythonVersion) throws(LessonWorld.Unknown) -> Version {
    if let known = known[python] { return try known.get() }
    guard known.count < Self.limit else {
      throw LessonWorld.Unknown("a lesson can be compared with \(Self.limit) versions of Python at most")
    }
    let result = make(python)
    known[python] = result
    return try result.get()
  }

  private func make(_ python: PythonVersion) -> Result<Version, LessonWorld.Unknown> {
    guard trace.header.placements == .symbolic else {
      return .failure(
        LessonWorld.Unknown(
          "a recording is of the Python that made it, \(trace.header.python): only a written lesson can be run on \(python)"
        ))
    }
    do {
      let other = try trace.onPython(python)
      let moments = try other.readProse().map(\.step)
      let world = try LessonWorld(other, moments: Set(moments), names: names, lines: nil, withPeak: withPeak)
      return .success(Version(world: world, moments: moments))
    } catch {
      return .failure(LessonWorld.Unknown("on Python \(python) this isn't possible: \(error.message)"))
    }
  }
}
