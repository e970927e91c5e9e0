import Glibc
import Trace

/// Runs a command with the recorder preloaded and puts its recordings in order.
public enum Recorder {
  /// Records a command until it ends.
  ///
  /// The command's standard files, working directory, signals and exit status are its own. It and the Pythons that it starts
  /// find two variables in their environment: LD_PRELOAD and ARENASCOPE_RECORD.
  public static func record(_ request: RecordingRequest) throws(RecorderError) -> RecordingResult {
    guard let name = request.command.first else { throw .noSuchCommand("") }
    let library = try RecorderLibrary.path(request.library)
    let output = try OutputFile(request.output, command: request.command)
    let ending: CommandEnding
    do {
      let process = try CommandProcess(request.command, environment: environment(request, library, output))
      var progress = RecordingProgress(path: output.absolutePath)
      ending = process.wait { progress.update() }
      progress.end()
    } catch {
      output.restore()
      throw error
    }
    do {
      let result = try finish(output, name: name, ending: ending)
      output.keep()
      return result
    } catch {
      unlink(output.absolutePath)
      output.restore()
      throw error
    }
  }

  private static func finish(
    _ output: OutputFile, name: String, ending: CommandEnding
  ) throws(RecorderError) -> RecordingResult {
    let descriptor = open(output.absolutePath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .neverPython(name, ending) }
    defer { close(descriptor) }
    let file = RecordingFile(descriptor: descriptor)
    guard RecordingFile.isRecording(output.absolutePath) else {
      // Killed in its first moment, or without room for the first frames.
      if case .signal = ending { throw .neverPython(name, ending) }
      throw .noSpace(output.path)
    }
    if kill(file.process, 0) != 0 { RecordingRepair.repair(output.absolutePath, ending: ending) }

    var walk = RecordingWalk(file)
    walk.advance()
    if let reason = walk.lines.first(where: { $0.key == "refused" }) { throw .refused(name, reason: reason.value) }
    var notes = walk.lines.filter { $0.key == "note" }.map(\.value)
    if let stacks = walk.lines.first(where: { $0.key == "stacks" && $0.value.hasPrefix("none: ") }) {
      notes.insert("no call stacks: \(stacks.value.dropFirst(6))", at: 0)
    }
    // Nobody has counted the steps of frames that were open when the process was killed.
    let counted = file.isFinished ? nil : try? TraceFile.open(output.absolutePath).stepCount
    return RecordingResult(
      path: output.path, events: counted.map(UInt64.init) ?? walk.events, bytes: fileSize(descriptor),
      others: finishChildren(output), notes: notes,
      ending: ending)
  }

  /// Repairs the other recordings; those that were reserved and never begun go.
  private static func finishChildren(_ output: OutputFile) -> [String] {
    output.children.compactMap { child in
      let path = "\(output.absolutePath).\(child.number)"
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      if fileSize(descriptor) == 0 {
        unlink(path)
        return nil
      }
      guard RecordingFile.isRecording(path) else { return nil }
      let process = RecordingFile(descriptor: descriptor).process
      if kill(process, 0) != 0 { RecordingRepair.repair(path, ending: nil) }
      return child.path
    }
  }

  private static func fileSize(_ descriptor: Int32) -> UInt64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? UInt64(status.st_size) : 0
  }

  private static func environment(_ request: RecordingRequest, _ library: String, _ output: OutputFile) -> [String] {
    let flags = [(request.stacks, "s"), (request.children, "c"), (request.force, "f")]
    let letters = flags.filter(\.0).map(\.1).joined() + request.objects.letters
    var variables: [String] = []
    var preload = library
    var next = environ
    while let text = next.pointee {
      let variable = String(cString: text)
      next += 1
      if variable.hasPrefix("ARENASCOPE_RECORD=") { continue }
      if variable.hasPrefix("LD_PRELOAD=") {
        let others = variable.dropFirst("LD_PRELOAD=".count)
        if !others.isEmpty { preload += ":" + others }
        continue
      }
      variables.append(variable)
    }
    return variables + ["LD_PRELOAD=\(preload)", "ARENASCOPE_RECORD=\(letters):\(output.absolutePath)"]
  }
}
