import HeapCore
import Trace

/// What is known of a recording so far; a value that the indexer publishes as it goes on.
public struct RecordingIndex: Sendable {
  /// The recording in little.
  public internal(set) var overview = Overview()
  /// Arenas, collections and marks in the steps indexed so far.
  public internal(set) var landmarks = Landmarks()
  /// How many steps were replayed.
  public internal(set) var indexedSteps = 0
  /// Whether there is no more to come.
  public internal(set) var isComplete = false
  /// Why indexing stopped early; what was indexed is sound.
  public internal(set) var problem: ReplayError?
  var checkpoints: CheckpointStore<Snapshot>

  /// The moments of an arena obtained or given back next to a moment.
  ///
  /// - Returns: the moment right after that event; nil when none is known.
  public func arenaChange(after moment: Int) -> Int? {
    landmarks.arenas(in: moment..<Int.max).first.map { $0.step + 1 }
  }

  /// The last moment before this one that stands right after an arena's event.
  public func arenaChange(before moment: Int) -> Int? {
    landmarks.arenas(in: 0..<max(0, moment - 1)).last.map { $0.step + 1 }
  }

  /// The next start of a collection, as the moment right after that event.
  public func collection(after moment: Int) -> Int? {
    landmarks.collections(in: moment..<Int.max).first.map { $0.start + 1 }
  }

  /// The last start of a collection before this moment.
  public func collection(before moment: Int) -> Int? {
    landmarks.collections(in: 0..<max(0, moment - 1)).last.map { $0.start + 1 }
  }
}
