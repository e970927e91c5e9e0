import HeapCore
import Trace

/// Which call stack made each request, frame by frame of the trace, with the last frames kept.
///
/// It belongs to one thread.
struct CallSites {
  /// Stands where a step is no request, or its stack wasn't recorded.
  static let unknown = UInt32.max

  private let trace: TraceFile
  /// The frames read last, the most recent one at the end.
  private var recent: [(frame: Int, nodes: [UInt32])] = []
  private let limit: Int

  /// Keeps the nodes of so many frames, each of up to 256 KiB.
  init(_ trace: TraceFile, limit: Int = 16) {
    self.trace = trace
    self.limit = limit
  }

  /// The stack node of a step's request, nil when it isn't known.
  mutating func node(ofStep step: Int) -> UInt32? {
    guard let index = trace.frameIndex(ofStep: step) else { return nil }
    let nodes = nodes(ofFrame: index)
    let ordinal = step - trace.frames[index].first
    guard nodes.indices.contains(ordinal), nodes[ordinal] != Self.unknown else { return nil }
    return nodes[ordinal]
  }

  /// The stack node for each step of a frame; empty when its sites weren't recorded or can't be read.
  mutating func nodes(ofFrame index: Int) -> [UInt32] {
    if let place = recent.lastIndex(where: { $0.frame == index }) {
      let entry = recent.remove(at: place)
      recent.append(entry)
      return entry.nodes
    }
    let nodes = Self.read(trace, frame: index)
    if recent.count >= limit { recent.removeFirst() }
    recent.append((index, nodes))
    return nodes
  }

  private static func read(_ trace: TraceFile, frame index: Int) -> [UInt32] {
    let frame = trace.frames[index]
    guard let sites = try? trace.sites(of: frame) else { return [] }
    var decoder = EventDecoder(rules: trace.header.rules)
    guard (try? trace.load(frame, into: &decoder)) != nil else { return [] }
    var nodes: [UInt32] = []
    nodes.reserveCapacity(frame.count)
    var request = 0
    while nodes.count < frame.count, let record = try? decoder.next() {
      guard case .step(let step) = record else { continue }
      // Of a recording that was cut off there can be fewer nodes than requests.
      nodes.append(step.isRequest && request < sites.count ? sites[request] : unknown)
      if step.isRequest { request += 1 }
    }
    return nodes
  }
}
