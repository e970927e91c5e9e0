/// The smallest thing that happens to objects; each can be undone.
public enum ObjectChange: Hashable, Sendable {
  /// A block is asked for, changes its size or is given back: a step of the trace.
  case request(BlockRequest)
  /// What an object-specific allocator did; of births and deaths that need no request, a step of the trace.
  case layer(LayerNote)
  /// A statement that makes no other step: a step of the trace.
  case moment
  /// The object exists.
  indirect case born(ObjectID, GraphObject)
  /// A block that was asked for before its object belongs to it now.
  case adopted(ObjectID, ObjectBlock)
  /// A block of the first object belongs to the second from here on.
  case handedOver(ObjectID, ObjectBlock, to: ObjectID)
  /// The references of an object stand in another order.
  indirect case reordered(ObjectID, old: [AttributeReference], new: [AttributeReference])
  /// The object exists no longer; its block has been freed, or is kept by a free list.
  case died(ObjectID)
  /// A collection begins: a step of the trace.
  case collectionStarted(generation: Int)
  /// A collection ends: a step of the trace.
  case collectionStopped(generation: Int, collected: Int)
  /// A name refers to something else.
  case name(String, old: ObjectID?, new: ObjectID?)
  /// An attribute refers to something else; `index` is its place among the object's.
  case attribute(ObjectID, String, index: Int, old: ObjectID?, new: ObjectID?)
  /// Something that isn't shown takes or gives back a reference.
  case outside(ObjectID, by: Int)
  /// The interpreter holds the object for a moment, or no longer.
  case held(ObjectID, by: Int)
  /// A weak reference is made (`index` is its place among those to the referent), or cleared.
  case weak(ObjectID, to: ObjectID, index: Int, hasCallback: Bool, isMade: Bool)
  /// The callback of a weak reference runs.
  case callback(ObjectID)
  /// The object has another finalizer.
  case finalizer(ObjectID, old: FinalizerBehaviour?, new: FinalizerBehaviour)
  /// The finalizer runs, once for each object.
  case finalized(ObjectID)
  /// The object is immortal from here on.
  case immortal(ObjectID)
  /// The object goes to the end of a list of the collector, or leaves them.
  case moved(ObjectID, from: ListPlace?, to: ListPlace?)
  /// Allocations of objects with a header are counted.
  case counted(by: Int)
  /// The collector's counters change.
  indirect case counters(old: CollectorCounters, new: CollectorCounters)

  /// Whether it is a step of the trace.
  public var isStep: Bool {
    switch self {
    case .request, .moment, .collectionStarted, .collectionStopped: true
    case .layer(let note): note.isStep
    default: false
    }
  }
}
