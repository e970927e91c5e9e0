import Collector

/// A moment as a person writes it: `--at`, `:goto`, or a mark's name.
///
/// Moment *n* lies between the first *n* steps and step *n*.
public enum Moment: Hashable, Sendable {
  case step(Int)
  case share(percent: Double)
  case end
  case mark(String)
  case collection(Int, phase: CollectionPhase)
  case line(file: String, number: Int)

  /// A moment of a collection.
  public enum CollectionPhase: Hashable, Sendable {
    case start, stop
    /// The start of a phase, where the collection's objects were recorded.
    case inside(Collector.CollectionPhase)
    /// So many steps of the collection further, where its objects were recorded.
    case step(Int)

    /// The word for it.
    var name: String {
      switch self {
      case .start: "start"
      case .stop: "stop"
      case .inside(let phase): phase.name
      case .step(let number): "\(number)"
      }
    }

    init?(_ name: String) {
      switch name {
      case "start": self = .start
      case "stop": self = .stop
      default:
        if let number = Int(name), number >= 0 {
          self = .step(number)
          return
        }
        guard let phase = Collector.CollectionPhase(name: name) else { return nil }
        self = .inside(phase)
      }
    }
  }

  /// Reads an event number, `N%`, `end`, `mark:NAME`, `gc:K`, `gc:K:PHASE`, `gc:K:STEP` or `line:FILE:N`.
  public init(_ text: String) throws(ReplayError) {
    let trimmed = text.trimmingSpaces
    if trimmed == "end" {
      self = .end
    } else if trimmed == "start" {
      self = .step(0)
    } else if trimmed.hasSuffix("%"), let percent = Double(trimmed.dropLast()), percent >= 0, percent <= 100 {
      self = .share(percent: percent)
    } else if let number = Int(trimmed.filter { $0 != "," && $0 != "_" }), number >= 0 {
      self = .step(number)
    } else if let name = trimmed.dropping(prefix: "mark:"), !name.isEmpty {
      self = .mark(String(name))
    } else if let rest = trimmed.dropping(prefix: "gc:") {
      self = try Self.collection(rest, in: text)
    } else if let rest = trimmed.dropping(prefix: "line:"), let place = SourceLine(rest) {
      self = .line(file: place.file, number: place.line)
    } else {
      throw .unreadableMoment(text)
    }
  }

  private static func collection(_ rest: Substring, in text: String) throws(ReplayError) -> Moment {
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, let number = Int(first), number > 0 else {
      throw .unreadableMoment(text)
    }
    guard parts.count == 2 else { return .collection(number, phase: .start) }
    guard let phase = CollectionPhase(String(parts[1])) else {
      throw .unknownCollectionPhase(String(parts[1]))
    }
    return .collection(number, phase: phase)
  }
}

extension Moment: CustomStringConvertible {
  /// The spelling that `init(_:)` reads.
  public var description: String {
    switch self {
    case .step(let number): "\(number)"
    case .share(let percent): percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
    case .end: "end"
    case .mark(let name): "mark:\(name)"
    case .collection(let number, .start): "gc:\(number)"
    case .collection(let number, let phase): "gc:\(number):\(phase.name)"
    case .line(let file, let number): "line:\(file):\(number)"
    }
  }
}
