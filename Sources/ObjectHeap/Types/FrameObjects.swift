import ObjectGraph

/// Frame objects (`Objects/frameobject.c`): up to 3.10 each call of a function has one.
extension ObjectMachine {
  /// `_PyFrame_New_NoTrack`: the frame that the code has kept, one of the free list, or a new block.
  mutating func makeFrameObject(of body: FunctionBody) -> ObjectID? {
    guard objectRules.callsHaveFrames else { return nil }
    let size = objectRules.frameSize(words: body.words)
    let place = body.function.place
    let code = "\(body.function.name) of line \(place.line), column \(place.column)"
    let id = graph.objects.count + 1
    var block = take(from: .zombieFrame(code), for: id)
    if block == nil { block = take(from: .frame, for: id) }
    let isNew = block == nil
    let own = block ?? ask(.malloc, .obj, size, owner: id, part: .object)
    make(
      .born(
        id, GraphObject(name: "@\(id)", type: "frame", size: own.size, hasHeader: true, blocks: [own])))
    make(.held(id, by: 1))
    bodies[id] = .frame(code)
    if isNew {
      make(.counted(by: 1))
      collectIfDue()
    } else if own.size < size {
      resize(.object, of: id, to: size, domain: .obj)
    }
    return id
  }

  /// Where the block of a dead frame goes: its code keeps one, then there is the free list.
  func frameList(_ code: String) -> FreeList? {
    guard objectRules.callsHaveFrames else { return nil }
    return graph.freeLists[FreeList.zombieFrame(code).name]?.isEmpty ?? true ? .zombieFrame(code) : .frame
  }
}
