import ObjectGraph

/// What a class of the program knows of its instances.
struct TypeBody: Hashable, Sendable {
  var name: String
  /// The names in `__slots__`, sorted as CPython keeps them; nil for a class with a `__dict__`.
  var slots: [String]?
  var hasWeakReferences = true
  /// The built-in type that it extends, empty for `object`.
  var base = ""
  /// Attributes of the class: methods and values.
  var attributes: [String: ObjectID] = [:]
  /// The keys that instances share, in the order in which they came (`ht_cached_keys`).
  var sharedKeys: [String] = []
  /// Entries that the shared keys have room for (`dk_usable`).
  var usableKeys = 30
  /// To 3.10: whether dicts of instances share keys still; the first deletion of an attribute ends that.
  var hasSharedKeys = true

  var hasDict: Bool { slots == nil }
}

/// An instance of a class of the program. Its references are those of its slots, then its attributes, or its dict.
struct InstanceBody: Hashable, Sendable {
  var type: ObjectID
  /// How many values it has room for; 0 without a place for them.
  var capacity = 0
  /// The names that have values, by their place among the shared keys.
  var places: [String: Int] = [:]
}

extension ObjectMachine {
  func type(_ id: ObjectID) -> TypeBody? {
    if case .type(let type) = bodies[id] { type } else { nil }
  }

  func instance(_ id: ObjectID) -> InstanceBody? {
    if case .instance(let instance) = bodies[id] { instance } else { nil }
  }
}
