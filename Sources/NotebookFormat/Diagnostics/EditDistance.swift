/// How many letters must be put in, left out, replaced or swapped to turn one word into another.
public func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first.utf8)
  let b = Array(second.utf8)
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforeLast[j - 2] + 1) }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

extension Sequence<String> {
  /// The word of this sequence that `word` was most likely meant to be, if any is near.
  func nearest(to word: String) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let lowered = word.lowercased()
    return map { (word: $0, distance: editDistance(lowered, $0.lowercased())) }
      .filter { $0.distance <= Swift.max(1, Swift.max(lowered.count, $0.word.count) / 3) }
      .min { $0.distance < $1.distance }?.word
  }
}
