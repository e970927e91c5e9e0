import Lesson
import Scene

extension ViewKind {
  /// The view that a lesson looks at: the heap where it names none that there is.
  public init(_ look: LessonLook?) { self = look.flatMap { ViewKind(name: $0.view.rawValue) } ?? .heap }
}

extension Selection {
  /// Selects what a lesson looks at: a block of the heap by its place, one outside by its address; nothing for nil.
  public init(_ thing: LessonLook.Thing?) {
    switch thing {
    case .block(let block, _):
      guard let place = block.place else {
        self.init(.raw(block.address), isChosen: true)
        return
      }
      self.init(.place(PlaceName(arena: place.arena, pool: place.pool, block: place.block)), isChosen: true)
    case .object(_, let address, _): self.init(.object(address), isChosen: true)
    case .pool(let arena, let pool): self.init(.place(PlaceName(arena: arena, pool: pool)), isChosen: true)
    case .arena(let arena): self.init(.place(PlaceName(arena: arena)), isChosen: true)
    case nil: self.init()
    }
  }
}
