import ArgumentParser
import Trace

/// Says what is in a trace.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what is in a trace: of what program, how many events, marks, how it ended.")

  @Argument(help: "Recordings or text traces; - reads standard input.", completion: .file())
  var files: [String]

  @Flag(help: "Print an array with one object a file.")
  var json = false

  func run() throws {
    var objects: [JSON] = []
    for (index, file) in files.enumerated() {
      let trace = try TraceFile.open(file)
      let info = TraceInfo(file: file, trace: trace, census: try TraceCensus(trace))
      if json { objects.append(info.json) } else { print(index > 0 ? "\n" + info.text : info.text) }
    }
    if json { print(JSON.array(objects).text) }
  }
}

/// A trace in a few lines.
struct TraceInfo {
  let file: String
  let trace: TraceFile
  let census: TraceCensus

  var json: JSON {
    [
      "file": .string(file),
      "format": trace.isText ? "text" : "binary",
      "version": .string("1.\(trace.header.minor)"),
      "python": .string(trace.header.python.description),
      "command": trace.meta.command.map { .string($0.joined(separator: " ")) } ?? .null,
      "arguments": .array(trace.meta.all("arg").map { .string($0) }),
      "process": .integer(Int(clamping: trace.header.process)),
      "start": .integer(Int(clamping: trace.header.start)),
      "microseconds": .integer(Int(clamping: census.microseconds)),
      "placements": trace.header.placements == .recorded ? "recorded" : "symbolic",
      "events": .integer(trace.stepCount),
      "allocations": .integer(census.allocations),
      "reallocs": .integer(census.reallocs),
      "frees": .integer(census.frees),
      "failed": .integer(census.failures),
      "arenasObtained": .integer(census.arenasObtained),
      "collections": .integer(census.collections),
      "forks": .integer(census.forks),
      "threads": .integer(Int(census.threads)),
      "reports": .integer(trace.reports.count),
      "stacks": trace.meta["stacks"].map { .string($0) } ?? .null,
      "marks": .array(census.marks.map { ["name": .string($0.name), "event": .integer($0.step)] }),
      "ended": trace.ending.map { .string(Self.lines($0)) } ?? .null,
      "truncated": .bool(trace.truncated),
    ]
  }

  var text: String {
    let header = trace.header
    let kind = trace.isText ? "text trace" : header.placements == .recorded ? "recording" : "binary trace"
    var lines = ["\(printable(file)): \(kind) of CPython \(header.python), \(trace.stepCount.grouped) events"]
    func add(_ name: String, _ text: String) {
      lines.append("  " + name + String(repeating: " ", count: max(1, 13 - name.count)) + printable(text))
    }
    if let command = trace.meta.command { add("command", command.joined(separator: " ")) }
    if header.process != 0 { add("process", "\(header.process), \(Self.seconds(census.microseconds)) long") }
    if header.placements == .symbolic { add("placements", "symbolic: nothing to compare with") }
    let counts = [
      (census.allocations, "allocated"), (census.reallocs, "resized"), (census.frees, "freed"),
      (census.failures, "refused"), (census.collections, census.collections == 1 ? "collection" : "collections"),
      (census.forks, census.forks == 1 ? "fork" : "forks"),
      (trace.reports.count, trace.reports.count == 1 ? "report" : "reports"),
    ]
    let counted = counts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
    if !counted.isEmpty { add("events", counted.joined(separator: ", ")) }
    if census.arenasObtained > 0 { add("arenas", "\(census.arenasObtained.grouped) obtained") }
    if census.threads > 1 { add("threads", "\(census.threads)") }
    if let stacks = trace.meta["stacks"] { add("stacks", stacks) }
    for note in trace.meta.all("note") { add("note", note) }
    for mark in census.marks.prefix(20) { add("mark", "\(mark.name) at \(mark.step.grouped)") }
    if census.marks.count > 20 { add("marks", "\(census.marks.count - 20) more: --json lists them") }
    if let ending = trace.ending { add("ended", Self.lines(ending)) }
    if trace.truncated { add("truncated", "its end is missing; everything before is there") }
    return lines.joined(separator: "\n")
  }

  private static func lines(_ lines: KeyedLines) -> String {
    lines.entries.map { $0.value.isEmpty ? $0.key : "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  private static func seconds(_ microseconds: UInt64) -> String {
    let milliseconds = microseconds / 1000
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
  }
}
