/// Which element of a new list stands for which of the recorded one.
enum Alignment {
  /// Pairs of positions in the order of both lists; what has no partner stands alone.
  ///
  /// Equal keys in the same order belong together. What is left between them is paired in order where `mayPair` says
  /// that one can stand for the other.
  static func pairs<Key: Hashable>(
    _ recorded: [Key], _ found: [Key], mayPair: (Key, Key) -> Bool = { _, _ in false }
  ) -> [(recorded: Int?, found: Int?)] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in found.difference(from: recorded) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var pairs: [(recorded: Int?, found: Int?)] = []
    var (i, j) = (0, 0)
    while i < recorded.count || j < found.count {
      let (isGone, isNew) = (removed.contains(i), inserted.contains(j))
      if isGone, isNew, mayPair(recorded[i], found[j]) {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if isGone {
        pairs.append((i, nil))
        i += 1
      } else if isNew {
        pairs.append((nil, j))
        j += 1
      } else {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      }
    }
    return pairs
  }
}
