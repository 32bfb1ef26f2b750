/// The lines that lie between what two texts begin and end with alike.
struct LineChange: Equatable {
  /// In the new text, from 1; where lines were only taken away, the line that now stands there.
  var new: ClosedRange<Int>
  /// How many lines the rest moved down.
  var shift: Int
  private var isRemoval: Bool

  /// Nil for equal texts.
  init?(from old: String, to new: String) {
    guard old != new else { return nil }
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    var start = 0
    while start < before.count, start < after.count, before[start] == after[start] { start += 1 }
    var end = 0
    while end < before.count - start, end < after.count - start,
      before[before.count - 1 - end] == after[after.count - 1 - end]
    {
      end += 1
    }
    isRemoval = start + end == after.count
    self.new = (start + 1)...max(start + 1, after.count - end)
    shift = after.count - before.count
  }

  var words: String {
    if isRemoval { return "\(-shift == 1 ? "a line" : "\(-shift) lines") before line \(new.lowerBound)" }
    return new.count == 1 ? "line \(new.lowerBound)" : "lines \(new.lowerBound) to \(new.upperBound)"
  }
}
