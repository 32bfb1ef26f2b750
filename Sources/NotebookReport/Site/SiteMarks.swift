/// Where a published page differs from the report it was made from: comments that no notebook can write, because a
/// page escapes all that comes from one.
enum SiteMarks {
  static let head = "<!-- site:head -->"
  static let top = "<!-- site:top -->"
  static let around = "<!-- site:around -->"
}
