import ObjectGraph

/// ints, floats and complex numbers (`Objects/longobject.c`, `Objects/floatobject.c`).
extension ObjectMachine {
  func isOneDigit(_ number: Int) -> Bool { Self.digits(number) <= 1 }

  /// How many digits of 30 bits an int has.
  static func digits(_ number: Int) -> Int {
    (64 - number.magnitude.leadingZeroBitCount + 29) / 30
  }

  /// Makes an int, or takes the one that exists (`PyLong_FromLong`); `asked` is the room asked for, in digits.
  mutating func makeInteger(_ number: Int, asked: Int? = nil) -> ObjectID {
    if objectRules.smallInts.contains(number) {
      let id = sharedObject(.integer(number))
      if let asked, asked > 1 { discardInteger(digits: asked) }
      make(.layer(LayerNote(id, .shared("small int"))))
      return retain(id)
    }
    let digits = Self.digits(number)
    let size =
      objectRules.hasMediumInts && digits == 1 && (asked ?? 1) == 1 ? 32 : objectRules.intSize(digits: asked ?? digits)
    return allocate(
      type: "int", name: "\(number)", size: size, from: (asked ?? digits) == 1 ? .int : nil, body: .integer(number))
  }

  /// `PyLong_FromString`: a number of as many digits as it has, given back if it's a small int.
  mutating func makeInteger(parsed number: Int) -> ObjectID {
    let digits = Self.digits(number)
    if objectRules.smallInts.contains(number) {
      drop(
        allocate(
          type: "int", size: objectRules.intSize(digits: 1), from: .int, body: .integer(number)))
      return retain(sharedObject(.integer(number)))
    }
    return allocate(
      type: "int", name: "\(number)", size: objectRules.intSize(digits: digits), from: digits == 1 ? .int : nil,
      body: .integer(number))
  }

  /// A result of several digits that turns out to be a small int is asked for and given back.
  private mutating func discardInteger(digits: Int) {
    drop(allocate(type: "int", size: objectRules.intSize(digits: digits), body: digits == 1 ? .integer(0) : .temporary))
  }

  /// The digits that `long_to_decimal_string` needs for a moment.
  mutating func makeDecimalDigits(_ number: Int) -> ObjectID {
    let digits = max(1, Self.digits(number))
    return allocate(type: "int", size: objectRules.intSize(digits: 1 + digits + digits / 33), body: .temporary)
  }

  mutating func makeFloat(_ number: Double) -> ObjectID {
    allocate(type: "float", name: "\(number)", size: 24, from: .float, body: .float(number))
  }

  mutating func makeBoolean(_ flag: Bool) -> ObjectID { retain(sharedObject(.boolean(flag))) }

  mutating func makeNone() -> ObjectID { retain(sharedObject(.none)) }

  /// The value of an int or bool.
  func integer(_ id: ObjectID) -> Int? {
    switch bodies[id] {
    case .integer(let number): number
    case .boolean(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// The value of any number.
  func number(_ id: ObjectID) -> Double? {
    if case .float(let number) = bodies[id] { return number }
    return integer(id).map { Double($0) }
  }

  /// `+`, `-`, `*` … of two ints; nil where the result doesn't fit in 64 bits or isn't defined.
  mutating func integerResult(_ operation: BinaryOperator, _ left: Int, _ right: Int) -> ObjectID? {
    let (a, b) = (Self.digits(left), Self.digits(right))
    let isMedium = a <= 1 && b <= 1
    switch operation {
    case .add, .subtract:
      let (sum, overflow) =
        operation == .add ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
      guard !overflow else { return nil }
      if isMedium { return makeInteger(sum) }
      // `x_add` asks for a digit more than the longer operand has, `x_sub` for as many.
      let adds = (left < 0) == ((operation == .add ? right : -right) < 0)
      return makeInteger(sum, asked: adds ? max(a, b) + 1 : max(a, b))
    case .multiply:
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      guard !overflow else { return nil }
      return isMedium ? makeInteger(product) : makeInteger(product, asked: a + b)
    case .floorDivide:
      guard right != 0, left != .min else { return nil }
      let quotient = left / right
      return makeInteger(left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient)
    case .remainder:
      guard right != 0, left != .min else { return nil }
      let rest = left % right
      return makeInteger(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
    case .divide: return right == 0 ? nil : makeFloat(Double(left) / Double(right))
    case .and: return makeInteger(left & right)
    case .or: return makeInteger(left | right)
    case .xor: return makeInteger(left ^ right)
    case .shiftLeft:
      guard right >= 0, right < 62, left == 0 || left.magnitude.leadingZeroBitCount > right + 1 else { return nil }
      return isMedium ? makeInteger(left << right) : makeInteger(left << right, asked: a + right / 30 + 1)
    case .shiftRight: return right < 0 ? nil : makeInteger(left >> min(right, 63))
    case .power:
      guard right >= 0 else { return makeFloat(Self.power(Double(left), right)) }
      var result = 1
      for _ in 0..<right {
        let (next, overflow) = result.multipliedReportingOverflow(by: left)
        guard !overflow else { return nil }
        result = next
        if result == 0 || result == 1 && left == 1 { break }
      }
      return makeInteger(result)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<min(exponent.magnitude, 4096) { result *= base }
    return exponent < 0 ? 1 / result : result
  }

  mutating func floatResult(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> ObjectID? {
    switch operation {
    case .add: makeFloat(left + right)
    case .subtract: makeFloat(left - right)
    case .multiply: makeFloat(left * right)
    case .divide: right == 0 ? nil : makeFloat(left / right)
    case .floorDivide: right == 0 ? nil : makeFloat((left / right).rounded(.down))
    case .remainder: right == 0 ? nil : makeFloat(left - right * (left / right).rounded(.down))
    default: nil
    }
  }
}
