/// A key as the program tells keys apart.
public enum Key: Hashable, Sendable {
  /// A printable character, the blank included.
  case character(Unicode.Scalar)
  /// An arrow key.
  case up, down, left, right
  /// A key of the main block that is no character; `backTab` is Shift-Tab.
  case enter, escape, tab, backTab, backspace, delete, insert
  /// A key of the block above the arrows.
  case home, end, pageUp, pageDown
  /// A function key, from 1.
  case function(Int)
  /// A letter (in lower case) or one of `@ [ \ ] ^ _` together with Control.
  case control(Character)
}

/// The keys held down together with another key or a mouse button.
public struct Modifiers: OptionSet, Hashable, Sendable {
  /// The sum of the members' bits.
  public let rawValue: UInt8
  /// Makes a set of the bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Shift; not told for characters, which are different ones then.
  public static let shift = Modifiers(rawValue: 1)
  /// Alt, or the escape key just before.
  public static let alt = Modifiers(rawValue: 2)
  /// Control; for a character it is `Key.control` instead.
  public static let control = Modifiers(rawValue: 4)

  /// Reads the modifier parameter of xterm's key sequences: one more than the sum of shift 1, alt 2 and control 4.
  init(parameter: Int) { self.init(rawValue: UInt8(truncatingIfNeeded: max(parameter, 1) - 1) & 7) }
}
