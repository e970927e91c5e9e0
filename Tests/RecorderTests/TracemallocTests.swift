import Foundation
import HeapCore
import PythonInterpreters
import Recorder
import Testing
import Trace

/// What the recorder says of each block against what CPython's own tracemalloc says of the object in it.
@Suite struct TracemallocTests {
  @Test("each object's call stack is the one that tracemalloc has", arguments: compared)
  func agrees(interpreter: PythonInterpreter) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "arenascope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let recording = folder.appending(path: "compare.trace").path
    let output = folder.appending(path: "objects.txt").path
    let script = PythonInterpreter.script("compare_tracemalloc.py")
    let result = try Recorder.record(RecordingRequest(command: [interpreter.path, script, output], output: recording))
    #expect(result.ending == .exit(0) && result.notes.isEmpty)

    let trace = try TraceFile.open(recording)
    let table = try trace.readDefinitions()
    let mark = try #require(table.marks.firstIndex(of: "compare"))
    let sites = try liveSites(of: trace, atMark: UInt32(mark))
    let objects = try objects(in: output)
    var unknown: [String] = []
    var differing: [String] = []
    var frames: [UInt32: String] = [:]
    for object in objects {
      // The block begins with the collector's header, and from 3.11 on with the words before it, where the type has them.
      guard let node = [0, 16, 24, 32].lazy.compactMap({ sites[object.address - $0] }).first else {
        unknown.append(object.type)
        continue
      }
      var stack: [String] = []
      var next = node
      while let level = table.node(next) {
        let text = frames[next] ?? table.frame(of: next).map { "\($0.line ?? 0) \($0.file)" } ?? ""
        frames[next] = text
        stack.append(text)
        next = level.parent
      }
      if stack != object.stack { differing.append("\(object.type): \(stack.prefix(3)), not \(object.stack.prefix(3))") }
    }
    #expect(objects.count > 4000 && Set(objects.map(\.type)).count > 15)
    #expect(unknown.isEmpty, "\(unknown.count) objects in no block, such as a \(unknown.first ?? "")")
    #expect(differing.isEmpty, "\(differing.count) of \(objects.count) differ, such as \(differing.prefix(3))")
  }

  @Test func `an interpreter to compare with is there`() {
    #expect(!Self.compared.isEmpty, "install python3, or name one in ARENASCOPE_PYTHONS")
  }

  /// The system's interpreter, or another; all of them when ARENASCOPE_TRACEMALLOC is `all`.
  static var compared: [PythonInterpreter] {
    let all = ProcessInfo.processInfo.environment["ARENASCOPE_TRACEMALLOC"] == "all"
    let found = PythonInterpreter.found
    return all ? found : Array((found.filter { $0.path == "/usr/bin/python3" } + found).prefix(1))
  }

  /// The stack node of each block of the MEM and OBJ domains that lives at a mark, by address.
  private func liveSites(of trace: TraceFile, atMark mark: UInt32) throws -> [UInt64: UInt32] {
    var sites: [UInt64: UInt32] = [:]
    var records = RecordReader(trace)
    while let (_, record, site) = try records.next() {
      guard case .step(let step) = record else { continue }
      switch step {
      case .allocation(_, let domain, _, let address) where domain != .raw:
        sites[address] = try #require(site) as UInt32
      case .realloc(let domain, let old, _, let address) where domain != .raw:
        sites[old] = nil
        sites[address] = try #require(site) as UInt32
      case .free(_, let address): sites[address] = nil
      case .mark(mark): return sites
      default: break
      }
    }
    Issue.record("the recording ends before the mark")
    return sites
  }

  private struct AllocatedObject {
    var address: UInt64
    var type: String
    var stack: [String] = []
  }

  private func objects(in output: String) throws -> [AllocatedObject] {
    var objects: [AllocatedObject] = []
    for line in try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: "\t", omittingEmptySubsequences: false)
      if words[0] == "object" {
        objects.append(AllocatedObject(address: try #require(UInt64(words[1])), type: String(words[2])))
      } else {
        objects[objects.count - 1].stack.append("\(words[1]) \(words[2])")
      }
    }
    return objects
  }
}
