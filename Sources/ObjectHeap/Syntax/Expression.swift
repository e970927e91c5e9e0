/// An expression with the place where it begins.
indirect enum Expression: Hashable, Sendable {
  case name(String, Place)
  case none(Place)
  case boolean(Bool, Place)
  case integer(Int, Place)
  case float(Double, Place)
  case string(String, Place)
  case bytes([UInt8], Place)
  /// `f"…"`: texts and values in order.
  case formatted([FormattedPart], Place)
  /// `**other` in the display of a dict; only there.
  case unpacked(Expression, Place)
  case tuple([Expression], Place)
  case list([Expression], Place)
  case set([Expression], Place)
  case dict(keys: [Expression], values: [Expression], Place)
  /// `element` is a pair for dicts.
  case comprehension(ComprehensionKind, element: Expression, value: Expression?, [ComprehensionClause], Place)
  case call(Expression, [Expression], keywords: [Keyword], Place)
  case attribute(Expression, String, Place)
  case item(Expression, Expression, Place)
  case slice(Expression?, Expression?, Expression?, Place)
  case negative(Expression, Place)
  case not(Expression, Place)
  case binary(BinaryOperator, Expression, Expression, Place)
  case comparison(Comparison, Expression, Expression, Place)
  case logical(isAnd: Bool, Expression, Expression, Place)
  case conditional(Expression, then: Expression, otherwise: Expression, Place)
  case lambda(Function, Place)
  /// `yield VALUE`.
  case yield(Expression?, Place)

  var place: Place {
    switch self {
    case .name(_, let place), .none(let place), .boolean(_, let place), .integer(_, let place), .float(_, let place),
      .string(_, let place), .bytes(_, let place), .formatted(_, let place), .unpacked(_, let place),
      .tuple(_, let place), .list(_, let place), .set(_, let place),
      .dict(_, _, let place), .comprehension(_, _, _, _, let place), .call(_, _, _, let place),
      .attribute(_, _, let place), .item(_, _, let place), .slice(_, _, _, let place), .negative(_, let place),
      .not(_, let place), .binary(_, _, _, let place), .comparison(_, _, _, let place),
      .logical(_, _, _, let place), .conditional(_, _, _, let place), .lambda(_, let place), .yield(_, let place):
      place
    }
  }
}

/// A part of `f"…"`.
enum FormattedPart: Hashable, Sendable {
  case text(String)
  case value(Expression)
}

/// `name=value` in a call.
struct Keyword: Hashable, Sendable {
  var name: String
  var value: Expression
}

enum ComprehensionKind: Hashable, Sendable {
  case list, set, dict, generator
}

/// `for target in iterable if …`.
struct ComprehensionClause: Hashable, Sendable {
  var target: Expression
  var iterable: Expression
  var conditions: [Expression]
}

enum BinaryOperator: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "**"
  case and = "&"
  case or = "|"
  case xor = "^"
  case shiftLeft = "<<"
  case shiftRight = ">>"
}

enum Comparison: String, Hashable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isSame = "is"
  case isNotSame = "is not"
  case isIn = "in"
  case isNotIn = "not in"
}
