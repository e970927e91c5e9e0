import Synchronization
import Trace

/// The recorded objects of a trace's collections, read when they are asked for.
///
/// It can be used from several threads; they take turns.
public final class RecordedCollections: Sendable {
  private struct State {
    var decoder: CollectionDecoder
    /// The number of the next collection of the decoder.
    var next = 0
    /// Decoders at some collections, in order, to go back to.
    var kept: [(next: Int, decoder: CollectionDecoder)] = []
    var weight = 0
  }

  /// Where collections with recorded objects begin, in order.
  public let places: [CollectionPlace]
  private let trace: TraceFile
  private let state: Mutex<State>

  /// Finds the collections. O(bytes recorded of them).
  public init(_ trace: TraceFile) throws(ReplayError) {
    self.trace = trace
    do {
      places = try trace.collections()
    } catch {
      throw .unreadableCollections(error.message)
    }
    state = Mutex(State(decoder: CollectionDecoder(trace)))
  }

  /// Returns the number, in `places`, of the collection that begins in a step; nil when its objects weren't recorded.
  public func index(startingAt step: Int) -> Int? {
    let range = Landmarks.indices(of: places, in: step..<step + 1) { $0.facts.step }
    return range.isEmpty || places[range.lowerBound].facts.isOmitted ? nil : range.lowerBound
  }

  /// Reads one collection. O(what was recorded since the last one kept), at worst since the first.
  public func record(_ index: Int) throws(ReplayError) -> CollectionRecord {
    let result: Result<CollectionRecord, ReplayError> = state.withLock { state in
      do throws(TraceError) {
        if index < state.next {
          let last = state.kept.last { $0.next <= index }
          state.decoder = last?.decoder ?? CollectionDecoder(trace)
          state.next = last?.next ?? 0
        }
        while true {
          keep(&state)
          guard let record = try state.decoder.next() else {
            return .failure(.unknownCollection(index + 1, count: places.count))
          }
          state.next += 1
          if state.next > index { return .success(record) }
        }
      } catch {
        return .failure(.unreadableCollections(error.message))
      }
    }
    return try result.get()
  }

  /// A decoder knows all objects of the collections before: of a large heap few are kept.
  private static let weightLimit = 1 << 23

  private func keep(_ state: inout State) {
    guard state.next < places.count, state.next - (state.kept.last?.next ?? 0) >= 16 else { return }
    let known = places[max(0, state.next - 64)...state.next].map { $0.candidateCount + $0.referenceCount }.max() ?? 0
    guard state.weight + known <= Self.weightLimit else { return }
    state.weight += known
    state.kept.append((state.next, state.decoder))
  }
}
