import Foundation
import HeapCore
import PythonInterpreters
import Testing

/// The simulated objects ask for what real CPython asks for.
@Suite struct RealityTests {
  @Test func `at least sixty cases are there, each with a name of its own`() {
    #expect(ObjectCase.all.count >= 60)
    #expect(Set(ObjectCase.all.map(\.name)).count == ObjectCase.all.count)
    #expect(ObjectCase.all.allSatisfy { !$0.statements.isEmpty })
  }

  @Test("the simulation asks for what CPython asks for, statement by statement", arguments: PythonInterpreter.found)
  func isEqual(interpreter: PythonInterpreter) throws {
    let python = try #require(PythonVersion(interpreter.version))
    let real = try RecordedCases(interpreter)
    #expect(real.requests.count == ObjectCase.all.count)
    var equal = 0
    for one in ObjectCase.all {
      let wanted = real.requests[one.name]
      let difference = difference(one, wanted ?? [], python)
      if difference == nil { equal += 1 }
      if let reason = Unfollowed.reason(one.name, python) {
        #expect(difference != nil, "\(one.name) is followed now, although \(reason)")
      } else {
        #expect(difference == nil, "\(one.name): \(difference ?? "")")
      }
      #expect(wanted?.count == one.statements.count)
    }
    print("CPython \(interpreter.version): \(equal) of \(ObjectCase.all.count) cases equal")
  }

  /// Where the simulation differs first, in words; nil where it doesn't.
  private func difference(_ one: ObjectCase, _ real: CaseRequests, _ python: PythonVersion) -> String? {
    do {
      let simulated = try one.simulated(python)
      for (index, statement) in one.statements.enumerated() where index < real.count && simulated[index] != real[index]
      {
        return "`\(statement)` asks for \(simulated[index]) instead of \(real[index])"
      }
      return simulated.count == real.count ? nil : "the recording has \(real.count) statements"
    } catch {
      return "\(error)"
    }
  }
}
