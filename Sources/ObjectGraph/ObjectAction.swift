/// The number of an object, counted from 1 in the order of births.
public typealias ObjectID = Int

/// What a finalizer does when it runs.
public enum FinalizerBehaviour: Hashable, Sendable {
  case nothing
  /// It drops what an attribute of its object refers to.
  case drops(String)
  /// It stores its object somewhere outside.
  case resurrects
}

/// Something that a program does with objects; what follows from it isn't written.
public enum ObjectAction: Hashable, Sendable {
  /// `name = Type()`; a tracked type has a collector header in its block of so many bytes.
  case birth(name: String, type: String, size: UInt64, isTracked: Bool)
  /// `name = object`.
  case bind(name: String, ObjectID)
  /// `del name`.
  case unbind(name: String)
  /// `object.attribute = target`.
  case set(ObjectID, attribute: String, ObjectID)
  /// `del object.attribute`.
  case unset(ObjectID, attribute: String)
  /// Something that isn't shown takes a reference.
  case hold(ObjectID)
  /// Something that isn't shown gives its reference back.
  case release(ObjectID)
  /// `PyObject_GC_Track`.
  case track(ObjectID)
  /// `PyObject_GC_UnTrack`.
  case untrack(ObjectID)
  /// The first object is a weak reference to the second from here on.
  case weakReference(ObjectID, to: ObjectID, hasCallback: Bool)
  /// The object's type has `__del__`.
  case finalizer(ObjectID, FinalizerBehaviour)
  /// The reference count doesn't change any more (PEP 683).
  case immortal(ObjectID)
  /// `gc.collect(generation)`.
  case collect(generation: Int)
  /// `gc.freeze()`.
  case freeze
  /// `gc.unfreeze()`.
  case unfreeze
  /// `gc.enable()` or `gc.disable()`.
  case enable(Bool)
  /// `gc.set_threshold(…)`.
  case thresholds(Int, Int, Int)
  /// A statement of Python, as it was written.
  case statement(String)
  /// Says what the reference count is; another one is a mistake.
  case count(ObjectID, Int)
  /// Says that the object has died; a living one is a mistake.
  case death(ObjectID)
}

/// Why an action can't be: one lower-case sentence that says what to do.
public struct ObjectMistake: Error, Hashable, Sendable {
  /// The sentence, with names as they were written.
  public let message: String

  /// Creates a mistake from its sentence.
  public init(_ message: String) { self.message = message }
}
