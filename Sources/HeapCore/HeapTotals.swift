/// Sums over all heaps of a process, kept up to date at every step.
public struct HeapTotals: Sendable, Hashable {
  /// Blocks in use in the pools.
  public var liveBlocks: Int { smallAllocations - smallFrees }
  /// Bytes of those blocks, as the blocks are.
  public internal(set) var liveBytes = 0
  /// Bytes of those blocks that were asked for.
  public var requestedBytes: Int { liveBytes - slackBytes }
  /// Blocks that malloc gave and that live.
  public internal(set) var rawBlocks = 0
  /// Bytes of those.
  public internal(set) var rawBytes: UInt64 = 0
  /// Arenas held now.
  public internal(set) var arenas = 0
  /// Arenas ever obtained.
  public internal(set) var arenasAllocated = 0
  /// Most arenas held at once.
  public internal(set) var arenasHighwater = 0
  /// Placements of small blocks and in-place decisions that were compared with the recording.
  public var placementsCompared: Int { smallAllocations + resizesInPlace }
  /// Those that differed.
  public internal(set) var placementsDiffering = 0
  /// Arenas obtained and returned that differed.
  public internal(set) var arenasDiffering = 0
  /// Frees and reallocs of blocks whose allocation was never recorded.
  public internal(set) var ghosts = 0
  /// The first difference of any kind; a ghost is none.
  public internal(set) var firstMismatch: Mismatch?
  /// The first step at which a ghost was freed or resized.
  public internal(set) var firstGhost: Int?

  /// Blocks ever handed out by the pools, and taken back.
  var smallAllocations = 0
  var smallFrees = 0
  var resizesInPlace = 0
  /// Bytes of the blocks in use that were not asked for.
  var slackBytes = 0

  /// Differences of any kind.
  public var mismatches: Int { placementsDiffering + arenasDiffering }
}
