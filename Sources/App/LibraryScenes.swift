import Scene

extension AppState {
  /// The library as it is drawn; nil while a trace is open.
  public func libraryScene(version: String) -> LibraryScene? {
    guard let library else { return nil }
    let groups = LibraryState.Shelf.allCases.map { shelf in
      let entries = library.entries.filter { $0.shelf == shelf }
      return LibraryScene.Group(
        title: shelf.title, measure: shelf.measure(entries, of: library),
        rows: entries.map { $0.row(sizes: library.sizes) })
    }
    var scene = LibraryScene(
      version: version, groups: groups.filter { !$0.rows.isEmpty }, chosen: library.chosen,
      lastPlace: library.lastSentence, message: message ?? "", footer: footer)
    (scene.isReading, scene.scroll) = (library.isReading, library.scroll)
    return scene
  }
}

extension LibraryState {
  /// Where the last session ended, in a sentence; empty where that isn't known.
  fileprivate var lastSentence: String {
    guard let last else { return "" }
    let name = last.path.split(separator: "/").last.map(String.init) ?? last.path
    let lesson = entries.first { $0.shelf == .lessons && $0.name == name }
    let what = lesson?.lesson?.number.map { "lesson \($0)" } ?? name
    let place = last.stop.map { "step \($0 + 1)" } ?? "event \(Numbers.count(last.step))"
    return "Last time: \(what) at \(place). Press - to go on there."
  }
}

extension LibraryState.Shelf {
  fileprivate var title: String {
    switch self {
    case .lessons: "Lessons"
    case .recordings: "Recordings"
    case .own: "Your files"
    }
  }

  fileprivate func measure(_ entries: [LibraryState.Entry], of library: LibraryState) -> String {
    switch self {
    case .lessons:
      let done = entries.count { $0.lesson?.isDone == true }
      let minutes = entries.compactMap { $0.lesson?.minutes }
      if done > 0 { return "\(done) of \(entries.count) done" }
      if minutes.isEmpty { return "" }
      let mean = (minutes.reduce(0, +) + minutes.count / 2) / minutes.count
      return "about \(Numbers.count(mean, "minute")) each"
    case .recordings: return "of real programs"
    case .own:
      let isWhole = entries.count >= library.ownCount
      return isWhole ? "in this folder" : "\(entries.count) of \(Numbers.count(library.ownCount)) in this folder"
    }
  }
}

extension LibraryState.Entry {
  fileprivate func row(sizes: [String: [Double]]) -> LibraryScene.Row {
    LibraryScene.Row(
      name: name, measure: measure, python: python, title: title, note: note.joined(separator: "\n"),
      classes: sizes[path] ?? [],
      lesson: lesson.map { lesson in
        LibraryScene.Lesson(
          number: lesson.number, minutes: lesson.minutes, standing: lesson.standing, aim: lesson.aim,
          asked: lesson.asked.map(LibraryLesson.question), chapters: lesson.chapters, facts: lesson.facts)
      })
  }
}

extension LibraryLesson {
  /// The question at the end of what is asked, with the sentence before it where it is short by itself.
  fileprivate static func question(_ text: String) -> String {
    var sentences: [String] = []
    var sentence = ""
    for word in text.split(separator: " ") {
      sentence += (sentence.isEmpty ? "" : " ") + word
      guard let last = word.last, ".?!:".contains(last) else { continue }
      sentences.append(sentence)
      sentence = ""
    }
    if !sentence.isEmpty { sentences.append(sentence) }
    guard let last = sentences.last else { return text }
    let isShort = last.unicodeScalars.count < 25
    return sentences.suffix(isShort ? 2 : 1).joined(separator: " ")
  }

  fileprivate var standing: LibraryScene.Standing {
    guard let progress else { return .new }
    return progress.isDone ? .done : .begun(stop: progress.farthest + 1, of: progress.stops)
  }

  /// How long the lesson is and what was done of it, a line each.
  fileprivate var facts: [String] {
    var facts: [String] = []
    if let minutes, progress == nil { facts.append("about \(Numbers.count(minutes, "minute"))") }
    facts.append("\(Numbers.count(stops, "step")), \(Numbers.count(questions, "question"))")
    if let progress, progress.questions > 0 {
      facts.append("\(progress.answered) answered, \(progress.right) right")
    }
    return facts
  }
}
