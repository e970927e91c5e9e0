import Collector
import Replay

/// The steps of a collection in words.
struct CollectionWords {
  let names: CandidateNames
  let walk: CollectionProgress

  /// A step in one line.
  func line(_ step: CollectorStep) -> String {
    let said = words(step)
    return said.row2.isEmpty ? said.row1 : "\(said.row1) \(said.row2)"
  }

  /// The moment's caption.
  var caption: CaptionScene {
    guard let step = walk.last else { return walk.isFinished ? end : start }
    let said = words(step)
    return CaptionScene(sign: said.sign, row1: said.row1, row2: said.row2)
  }

  private var start: CaptionScene {
    let count = walk.states.count
    return CaptionScene(
      sign: "=", row1: "The collector has \(Numbers.count(count, "object")) to look at.",
      row2: "First each reference count is copied to gc_refs.")
  }

  private var end: CaptionScene {
    let freed = walk.states.count { $0 == .freed }
    let stayed = walk.states.count - freed
    return CaptionScene(
      sign: "=",
      row1: "The collection is over: \(Numbers.count(freed, "object")) freed, \(Numbers.count(stayed)) stay.",
      row2: freed == 0 ? "Something holds every one of them." : "Nothing but each other held what was freed.")
  }

  private typealias Said = (sign: Unicode.Scalar, row1: String, row2: String)

  private func words(_ step: CollectorStep) -> Said {
    switch step {
    case .copied, .subtracted, .reachable, .inDoubt, .cameBack, .willStay, .alreadyKnown: marking(step)
    case .cleared, .dropped, .freed, .survived, .resurrected: ending(step)
    default: finalizing(step)
    }
  }

  private func marking(_ step: CollectorStep) -> Said {
    switch step {
    case .copied(let object, let gcRefs):
      ("=", "\(names[object]) has \(references(gcRefs)): gc_refs becomes \(gcRefs).", "")
    case .subtracted(let from, let to, let gcRefs):
      (
        "=", "\(names[from]) refers to \(names[to]): gc_refs of \(names[to]) falls to \(gcRefs).",
        gcRefs == 0 ? "All references to \(names[to]) come from inside the list." : ""
      )
    case .reachable(let object):
      (
        "=", "\(names[object]) has gc_refs \(walk.collection.gcRefs[Int(object)]): it's reachable and stays.",
        "What it refers to is looked up next."
      )
    case .inDoubt(let object):
      (
        "=", "\(names[object]) has gc_refs 0: it moves to unreachable, for now.",
        "Nothing outside the list is known to hold it."
      )
    case .cameBack(let object, let from):
      (
        "←", "\(names[from]) is reachable and refers to \(names[object]), so \(names[object]) comes back.",
        "It joins the end of young with gc_refs 1 and will be looked at once more."
      )
    case .willStay(let object, let from):
      (
        "=", "\(names[from]) is reachable and refers to \(names[object]): its gc_refs becomes 1.",
        "\(names[object]) is still to be looked at, and will stay."
      )
    case .alreadyKnown(let object, let from):
      ("=", "\(names[from]) refers to \(names[object]), which is known to stay.", "")
    default: ("=", "", "")
    }
  }

  private func finalizing(_ step: CollectorStep) -> Said {
    let weak = walk.collection.candidates.weakReferences
    switch step {
    case .uncollectable(let object):
      return (
        "?", "\(names[object]) can't be collected.", "Its type has tp_del, or something with tp_del refers to it."
      )
    case .weakReferenceCleared(let index):
      return (
        "=", "\(names[weak[index].referent]) is unreachable: a weak reference to it is cleared.",
        weak[index].hasCallback ? "Its callback runs if the weak reference itself lives on." : ""
      )
    case .callback(let index):
      return ("=", "The callback of a weak reference to \(names[weak[index].referent]) runs.", "")
    case .finalized(let object):
      return (
        "=", "\(names[object]) is unreachable and has a finalizer, which runs now.",
        "It runs once: afterwards all of them are looked at again, in case one was saved."
      )
    case .effect(.hold(let object), let by):
      return (
        "←", "The finalizer of \(names[by]) makes something outside hold \(names[object]).",
        "Its reference count is \(walk.collection.referenceCounts[Int(object)])."
      )
    case .effect(.drop(let from, let to), let by):
      return ("=", "The finalizer of \(names[by]) drops the reference from \(names[from]) to \(names[to]).", "")
    default: return ("=", "", "")
    }
  }

  private func ending(_ step: CollectorStep) -> Said {
    switch step {
    case .resurrected(let object):
      ("←", "\(names[object]) is held from outside again: it's resurrected.", "It joins the survivors.")
    case .cleared(let object):
      ("-", "\(names[object]) is cleared: it drops what it refers to.", "")
    case .dropped(let from, let to, let left):
      (
        "-", "\(names[from]) drops its reference to \(names[to]): \(references(left)) left.",
        left == 0 ? "So \(names[to]) dies now." : ""
      )
    case .freed(let object): ("-", "\(names[object]) is freed: no reference to it is left.", "")
    case .survived(let object): ("=", "\(names[object]) stays and joins the next generation.", "")
    default: ("=", "", "")
    }
  }

  private func references(_ count: Int32) -> String { Numbers.count(Int(count), "reference") }
}

/// The candidates' names: their types, with a number where there are several.
struct CandidateNames: Sendable {
  private let types: [String]
  private let typeOf: [Int32]
  private let numbers: [Int32]

  /// Names objects by their types.
  init(types: [String], of objects: some Sequence<Int>) {
    self.types = types
    var counts = [Int32](repeating: 0, count: types.count)
    var typeOf: [Int32] = []
    var numbers: [Int32] = []
    for type in objects {
      counts[type] += 1
      typeOf.append(Int32(type))
      numbers.append(counts[type])
    }
    for index in numbers.indices where counts[Int(typeOf[index])] == 1 { numbers[index] = 0 }
    self.typeOf = typeOf
    self.numbers = numbers
  }

  /// The type of an object.
  func type(of object: Int32) -> String { types[Int(typeOf[Int(object)])] }

  func isSameType(_ first: Int32, _ second: Int32) -> Bool {
    typeOf.indices.contains(Int(second)) && typeOf[Int(first)] == typeOf[Int(second)]
  }

  subscript(_ object: Int32) -> String {
    let type = types[Int(typeOf[Int(object)])]
    let number = numbers[Int(object)]
    return number == 0 ? type : "\(type) \(Numbers.count(Int(number)))"
  }
}
