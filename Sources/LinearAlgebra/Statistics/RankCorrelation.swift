/// Spearman's rank correlation of two equally long lists, from −1 (opposite order) to 1 (same order).
///
/// Equal values share the mean of their ranks. NaN when one list is constant or shorter than 2. Cost: two sorts.
public func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count, "a correlation needs equal lengths, got \(x.count) and \(y.count)")
  guard x.count >= 2 else { return .nan }
  let (a, b) = (centredRanks(x), centredRanks(y))
  return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}

private func centredRanks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  let middle = Double(values.count - 1) / 2
  var ranks = [Double](repeating: 0, count: values.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
    for place in first...last { ranks[order[place]] = Double(first + last) / 2 - middle }
    first = last + 1
  }
  return ranks
}
