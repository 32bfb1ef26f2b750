/// What one run of a checker has read, compared and missed. Belongs to one test.
final class GoldenRecord {
  private var read: Set<String> = []
  private(set) var missing: Set<String> = []
  private(set) var comparisons = 0

  func noteRead(_ path: String) { read.insert(path) }
  func noteMissing(_ path: String) { missing.insert(path) }
  func noteComparison() { comparisons += 1 }

  /// The leaves that nobody has read, entries of one list as one.
  func unread(of leaves: [String]) -> [String] {
    var seen: Set<Substring> = []
    return leaves.filter { !read.contains($0) }.map { $0.prefix { $0 != "[" } }.filter { seen.insert($0).inserted }
      .map(String.init)
  }
}
