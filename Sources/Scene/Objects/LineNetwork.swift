import Collector
import Trace

extension ObjectNetwork {
  /// The objects that the variables of a script lead to at one of its recorded lines, and those that they have led to;
  /// `before` is the line before it, and `isFreed` says what has been freed since.
  convenience init(
    _ origin: Origin, _ state: LineState, lost: [UInt64: LineObject] = [:], before: LineState?,
    isFreed: (UInt64) -> Bool = { _ in false }
  ) {
    var state = state
    state.objects.merge(lost) { known, _ in known }
    // Instances first, then what each program has, then plain values.
    func rank(_ address: UInt64) -> Int {
      guard let object = state.objects[address] else { return 3 }
      return object.value != nil ? 2 : ["module", "function", "type"].contains(object.type) ? 1 : 0
    }
    let addresses = state.objects.keys.map { (rank($0), $0) }.sorted { $0 < $1 }.map(\.1)
    let numbers = Dictionary(uniqueKeysWithValues: addresses.enumerated().map { ($1, Int32($0)) })
    var set = CandidateSet()
    var labels: [String] = []
    var typeNames: [String] = []
    var typeNumbers: [String: Int] = [:]
    var types: [Int] = []
    for address in addresses {
      guard let object = state.objects[address] else { continue }
      var targets: [Int32] = []
      for reference in object.references {
        guard let target = numbers[reference.target] else { continue }
        targets.append(target)
        labels.append(LineWork.shown(reference.label))
      }
      set.add(references: targets, referenceCount: Int32(clamping: object.referenceCount ?? 0))
      let type = object.value.map { object.type == "NoneType" ? $0 : "\(object.type) \($0)" } ?? object.type
      if typeNumbers[type] == nil {
        typeNumbers[type] = typeNames.count
        typeNames.append(LineWork.shown(type))
      }
      types.append(typeNumbers[type] ?? 0)
    }
    self.init(origin, set, types: CandidateNames(types: typeNames, of: types), addresses: addresses)
    self.labels = labels
    traits = addresses.map { address in
      var traits: Traits = state.objects[address]?.referenceCount == nil ? .immortal : []
      if lost[address] != nil {
        traits.insert(.lost)
      } else if isFreed(address) {
        traits.insert(.freed)
      } else if let before, before.objects[address] == nil {
        traits.insert(.isNew)
      }
      return traits
    }
    for scope in state.scopes.reversed() {
      for variable in scope.variables {
        guard let number = variable.address.flatMap({ numbers[$0] }) else { continue }
        let name = LineWork.shown(variable.name)
        if variables[number]?.contains(name) != true { variables[number, default: []].append(name) }
      }
    }
    if let before { note(before, state, numbers) }
  }

  private func note(_ before: LineState, _ state: LineState, _ numbers: [UInt64: Int32]) {
    for (address, number) in numbers {
      guard let old = before.objects[address], let now = state.objects[address], old.type == now.type else { continue }
      if let count = old.referenceCount, count != now.referenceCount {
        countsBefore[number] = Int(clamping: count)
      }
      for reference in now.references where !old.references.contains(reference) {
        if let target = numbers[reference.target] { made.insert(.init(Int(number), Int(target))) }
      }
      for reference in old.references where !now.references.contains(reference) {
        if let target = numbers[reference.target] {
          gone.append((.init(Int(number), Int(target)), LineWork.shown(reference.label)))
        }
      }
    }
    gone.sort { ($0.edge.from, $0.edge.to) < ($1.edge.from, $1.edge.to) }
  }
}
