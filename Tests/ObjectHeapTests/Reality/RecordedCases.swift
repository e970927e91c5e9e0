import Glibc
import HeapCore
import PythonInterpreters
import Recorder
import Trace

/// What one interpreter asked its allocator for in all cases, recorded in one run.
struct RecordedCases {
  /// By the name of the case.
  private(set) var requests: [String: CaseRequests] = [:]

  /// Records all cases; about a second.
  init(_ interpreter: PythonInterpreter) throws {
    let path = "/tmp/arenascope-cases-\(getpid())-\(interpreter.version).trace"
    defer { unlink(path) }
    let command = [
      "env", "PYTHONHASHSEED=0", interpreter.path, PythonInterpreter.script("object_cases.py"),
      PythonInterpreter.script("object_cases.txt"),
    ]
    _ = try Recorder.record(RecordingRequest(command: command, output: path, stacks: false, objects: .none))
    try read(try TraceFile.open(path))
  }

  private mutating func read(_ trace: TraceFile) throws {
    let marks = try trace.readDefinitions().marks
    var decoder = EventDecoder(rules: trace.header.rules)
    var window = CaseWindow()
    var name: String?
    for frame in trace.frames {
      try trace.load(frame, into: &decoder)
      while let record = try decoder.next() {
        guard case .step(let step) = record else { continue }
        if case .mark(let number) = step {
          if let name { requests[name] = window.requests.dropLast() }
          name = String(marks[Int(number)].dropFirst("case ".count))
          window = CaseWindow()
        } else if name != nil {
          window.take(step)
        }
      }
    }
    if let name { requests[name] = window.requests.dropLast() }
  }
}

/// Cuts the steps of a case at its boundaries: requests of 20033 bytes and the number of the statement.
///
/// Frees of blocks from before are left out: they are none of the case's. (CPython's cache of methods keeps names that are dead
/// otherwise, until it needs their place.)
private struct CaseWindow {
  /// Those of each statement, and at last those behind the case.
  private(set) var requests: CaseRequests = []
  private var numbers = BlockNumbers<UInt64>()
  /// The address of the boundary that wasn't given back yet.
  private var boundary: UInt64 = 0
  private static let firstBoundary: UInt64 = 20033

  mutating func take(_ step: Step) {
    switch step {
    case .allocation(.malloc, .obj, Self.firstBoundary + UInt64(requests.count), let address):
      boundary = address
      requests.append([])
    case .free(.obj, boundary): boundary = 0
    case .free(let domain, let address):
      let number = numbers.freed(address)
      if number > 0 { add(CaseRequest(function: .free, domain: domain, block: number, size: 0)) }
    case .allocation(let function, let domain, let size, let address) where !requests.isEmpty:
      let called: CaseRequest.Function =
        switch function {
        case .malloc: .malloc
        case .calloc: .calloc
        case .reallocNull, .realloc: .reallocNull
        }
      add(CaseRequest(function: called, domain: domain, block: numbers.allocated(address), size: size))
    case .realloc(let domain, let old, let size, let address) where !requests.isEmpty:
      add(CaseRequest(function: .realloc, domain: domain, block: numbers.number(of: old), size: size))
      numbers.moved(old, to: address)
    default: break
    }
  }

  private mutating func add(_ request: CaseRequest) { requests[requests.count - 1].append(request) }
}
