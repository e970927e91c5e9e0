/// The part of a trace that the timeline shows.
enum TimelineWindow {
  /// The least number of events that it shows.
  static let least = 50
  /// How many times shorter the part gets with each zoom.
  private static let factor = 4

  /// The part after a zoom around a moment; nil is the whole trace.
  static func zoomed(_ window: Range<Int>?, into: Bool, around moment: Int, total: Int) -> Range<Int>? {
    let length = window?.count ?? total
    let wanted = into ? max(length / factor, least) : length * factor
    return wanted >= total ? nil : place(length: wanted, around: moment, total: total)
  }

  /// The part of the same length that shows a moment: the same one if it does, else one with the moment in its middle.
  static func following(_ window: Range<Int>?, _ moment: Int, total: Int) -> Range<Int>? {
    guard let window else { return nil }
    if window.lowerBound <= moment, moment <= window.upperBound { return window }
    return place(length: window.count, around: moment, total: total)
  }

  private static func place(length: Int, around moment: Int, total: Int) -> Range<Int> {
    let start = min(max(moment - length / 2, 0), max(total - length, 0))
    return start..<min(start + length, total)
  }
}
