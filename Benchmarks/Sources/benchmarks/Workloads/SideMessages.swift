import Foundation

/// What a side is asked for, one JSON object in a line.
struct SideRequest: Codable {
  /// The row, such as "W2_B100".
  let job: String
  /// Whether this is the first time: what is compiled or cached is to be made now.
  let warm: Bool
}

/// What a side answers, one JSON object in a line.
struct SideAnswer: Codable {
  /// Seconds by the side's own clock.
  var seconds = 0.0
  /// The part of the work that was done, where all of it would take too long; times are divided by it.
  var share: Double?
  /// What came out.
  var values: [String: [Double]] = [:]
  /// Why this side has no such row.
  var missing: String?
  /// What went wrong.
  var error: String?
}
