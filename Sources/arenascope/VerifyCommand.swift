import ArgumentParser
import Glibc
import Replay
import Trace

/// `arenascope verify`: replays recordings and compares them with what CPython did.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Replays recordings and compares every placement, arena, statistics report and collection with CPython's.",
    discussion: "Exit status: 0 everything is equal, 1 something differs, 2 a file can't be read.")

  @Argument(help: "Recordings.", completion: .file())
  var files: [String]

  @Flag(help: "Print an array with one object a file.")
  var json = false

  func run() throws {
    var objects: [JSON] = []
    var isEqual = true
    for file in files {
      let verification = try verify(file)
      isEqual = isEqual && verification.isEqual
      if json {
        objects.append(verification.json(file: file))
      } else {
        print(verification.text(file: file), terminator: "")
      }
    }
    if json { print(JSON.array(objects).text) }
    if !isEqual { throw ExitCode(1) }
  }

  private func verify(_ file: String) throws -> Verification {
    do {
      return try Verifier(try TraceFile.open(file)).run()
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }
}

extension Verification {
  /// The object that `--json` prints.
  func json(file: String) -> JSON {
    .object([
      ("file", .string(file)), ("python", .string(python)), ("events", .integer(events)),
      ("placements", placements.json),
      (
        "arenas",
        .object([
          ("allocated", .integer(arenasAllocated)), ("released", .integer(arenasReleased)),
          ("compared", .integer(arenas.compared)), ("equal", .integer(arenas.equal)),
        ])
      ),
      ("reports", reports.json),
      (
        "collections",
        .object([
          ("compared", .integer(collections.compared)), ("equal", .integer(collections.equal)),
          ("explained", .integer(explainedCollections)), ("predicted", .integer(predictedCollections)),
          ("unreachable", .integer(unreachableObjects)), ("counters", counters.json),
          (
            "not compared", .object(unjudgedCollections.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
          ),
        ])
      ),
      ("ghosts", .integer(ghosts)),
      ("truncated", .bool(isTruncated)), ("mismatch", mismatch?.json ?? .null),
    ])
  }

  /// A few lines for people.
  func text(file: String) -> String {
    var lines = ["\(file): CPython \(python), \(events.grouped) events\(isTruncated ? ", truncated" : "")"]
    if placements.compared == 0 {
      lines.append("  placements  none to compare")
    } else {
      let percent = isEqual ? "100 %" : JSON.number(100 * share, places: 4).text + " %"
      lines.append("  placements  \(placements.equal.grouped) of \(placements.compared.grouped) equal, \(percent)")
    }
    lines.append("  arenas      \(arenasAllocated.grouped) obtained, \(arenasReleased.grouped) given back")
    if arenas.compared != arenas.equal {
      lines.append("              \((arenas.compared - arenas.equal).grouped) not as CPython did")
    }
    lines.append("  reports     \(reports.equal) of \(reports.compared) equal")
    if collections.compared > 0 {
      let objects = "\(unreachableObjects.grouped) objects unreachable"
      lines.append("  collections \(collections.equal.grouped) of \(collections.compared.grouped) equal, \(objects)")
    }
    for (reason, count) in unjudgedCollections.sorted(by: { $0.key < $1.key }) {
      lines.append("              \(count.grouped) not compared: \(reason)")
    }
    if ghosts > 0 { lines.append("  ghosts      \(ghosts.grouped)") }
    if let mismatch {
      lines.append("  first difference at event \(mismatch.event.grouped): \(printable(mismatch.what))")
      lines.append("    CPython: \(mismatch.expected)")
      lines.append("    replay:  \(mismatch.actual)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Verification.Tally {
  fileprivate var json: JSON {
    .object([("compared", .integer(compared)), ("equal", .integer(equal))])
  }
}

extension Verification.Mismatch {
  fileprivate var json: JSON {
    .object([
      ("event", .integer(event)), ("expected", .string(expected)), ("actual", .string(actual)), ("what", .string(what)),
    ])
  }
}
