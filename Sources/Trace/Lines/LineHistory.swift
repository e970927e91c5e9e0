/// Every recorded line of a trace, and the state at each of them.
public final class LineHistory {
  /// Where the script was, in the order of the moments.
  public private(set) var places: [LinePlace] = []
  /// The steps that the recording itself made.
  public private(set) var ours: [Range<Int>] = []
  /// Why there's nothing after the last place; nil where that is the end.
  public private(set) var failure: TraceError?

  /// Decoders behind every so many places.
  private var copies: [LineDecoder]
  private var last: (index: Int, decoder: LineDecoder)?
  private static let distance = 256
  private static let placeLimit = 1 << 20

  /// Reads the whole trace. O(bytes of its lines).
  public init(_ trace: TraceFile) {
    var decoder = LineDecoder(trace)
    copies = [decoder]
    do throws(TraceError) {
      while places.count < Self.placeLimit, let place = try decoder.next() {
        // Records never go back in time but where a damaged or joined file does.
        guard place.step >= places.last?.step ?? 0 else {
          throw .damaged(
            file: trace.name, offset: 0, what: "recorded line \(places.count + 1) lies before the one before it")
        }
        places.append(place)
        if places.count % Self.distance == 0 { copies.append(decoder) }
      }
    } catch {
      failure = error
    }
    ours = decoder.ours
  }

  /// Returns what the variables refer to at a place. O(256 records), the next place O(1 record).
  public func state(at index: Int) -> LineState {
    guard places.indices.contains(index) else { return LineState() }
    if let last, last.index == index { return last.decoder.state }
    var (at, decoder) = (index / Self.distance * Self.distance - 1, copies[index / Self.distance])
    if let last, last.index < index, last.index > at { (at, decoder) = (last.index, last.decoder) }
    // With a second owner the decoder would copy all that it holds at its next record.
    last = nil
    while at < index {
      guard (try? decoder.next()) != nil else { break }
      at += 1
    }
    last = (index, decoder)
    return decoder.state
  }

  /// Returns the last place at or before a moment; nil before the first. O(log n).
  public func index(atOrBefore step: Int) -> Int? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}
