import HeapCore
import Trace

/// What has happened up to the moments that a lesson asks about, and where its names come from: one pass over the steps.
struct StepCounts {
  /// Sums at a moment.
  struct Sums {
    var requests = 0
    var reallocs = 0
    var frees = 0
    var collections = [0, 0, 0]
    var collected = 0
    /// The most bytes that were in use at once; 0 unless it's wanted.
    var peak = 0
  }

  /// A block that a lesson names.
  struct NamedBlock {
    /// The step that placed it, and the one that freed or moved it; nil while it lives.
    var step: Int
    var end: Int?
    /// What the trace calls its address.
    var address: UInt64
    /// Bytes asked for.
    var size: UInt64
  }

  private(set) var sums: [Int: Sums] = [:]
  private(set) var blocks: [String: [NamedBlock]] = [:]
  /// The moments behind marks.
  private(set) var marks: [(name: String, moment: Int)] = []
  /// Where collections start and stop.
  private(set) var collections: [(start: Int, stop: Int?)] = []
  private let names: [(step: UInt64, text: String)]

  /// The names of all blocks, for suggestions.
  var allNames: Set<String> { Set(names.map(\.text)) }

  /// Reads the whole trace; `withPeak` also keeps count of the bytes in use.
  init(_ trace: TraceFile, moments: Set<Int>, mentioned: Set<String>, withPeak: Bool) throws(TraceError) {
    var usage = withPeak ? Usage() : nil
    let table = try trace.readDefinitions()
    var labels: [Int: String] = [:]
    names = table.labels
    if !mentioned.isEmpty {
      for label in names where label.step < UInt64(trace.stepCount) && mentioned.contains(label.text) {
        labels[Int(label.step)] = label.text
      }
    }
    var now = Sums()
    var live: [UInt64: String] = [:]
    var reader = RecordReader(trace)
    var wanted = moments.sorted()[...]
    var moment = 0
    while let item = try reader.next() {
      guard case .step(let step) = item.record else { continue }
      moment = item.step
      while let next = wanted.first, next <= moment {
        sums[next] = now
        wanted.removeFirst()
      }
      if usage != nil {
        usage?.note(step)
        now.peak = usage?.peak ?? 0
      }
      switch step {
      case .allocation(_, _, let size, let address):
        now.requests += 1
        if let name = labels[moment] { place(name, moment, address, size, &live) }
      case .realloc(_, let old, let size, let address):
        now.reallocs += 1
        let former = live[old]
        end(old, moment, &live)
        if let name = labels[moment] ?? former { place(name, moment, address, size, &live) }
      case .free(_, let address):
        now.frees += 1
        end(address, moment, &live)
      case .collectionStart(let generation):
        now.collections[min(2, Int(generation))] += 1
        collections.append((moment, nil))
      case .collectionStop(_, let collected, _):
        now.collected = Int(clamping: collected)
        if !collections.isEmpty { collections[collections.count - 1].stop = moment }
      case .mark(let number):
        if number < table.marks.count { marks.append((table.marks[Int(number)], moment + 1)) }
        sums[moment + 1] = now
      default: break
      }
    }
    for moment in wanted { sums[moment] = now }
  }

  /// The bytes that are in use.
  private struct Usage {
    private var sizes: [UInt64: Int] = [:]
    private var bytes = 0
    private(set) var peak = 0

    mutating func note(_ step: Step) {
      switch step {
      case .allocation(_, _, let size, let address): place(size, at: address)
      case .realloc(_, let old, let size, let address):
        remove(old)
        place(size, at: address)
      case .free(_, let address): remove(address)
      default: break
      }
    }

    private mutating func place(_ size: UInt64, at address: UInt64) {
      remove(address)
      // Sums of sizes that no machine has stay numbers.
      let size = Int(clamping: min(size, 1 << 40))
      sizes[address] = size
      bytes += size
      peak = max(peak, bytes)
    }

    private mutating func remove(_ address: UInt64) { bytes -= sizes.removeValue(forKey: address) ?? 0 }
  }

  private mutating func place(
    _ name: String, _ step: Int, _ address: UInt64, _ size: UInt64, _ live: inout [UInt64: String]
  ) {
    blocks[name, default: []].append(NamedBlock(step: step, end: nil, address: address, size: size))
    live[address] = name
  }

  private mutating func end(_ address: UInt64, _ step: Int, _ live: inout [UInt64: String]) {
    guard let name = live.removeValue(forKey: address), let last = blocks[name]?.indices.last else { return }
    blocks[name]?[last].end = step
  }

  /// The block that a name had last at a moment, dead or alive.
  func block(named name: String, at moment: Int) -> NamedBlock? { blocks[name]?.last { $0.step < moment } }

  /// The number, from 1, of the collection that began last before a moment.
  func collection(before moment: Int) -> Int? {
    let count = collections.count { $0.start < moment }
    return count == 0 ? nil : count
  }
}
