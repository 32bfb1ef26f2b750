/// The middle of the values in order; between the two middle ones for an even count. NaN for no values or any NaN.
///
/// Cost: a sort.
public func median(_ values: some Sequence<Double>) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty, !sorted.contains(where: \.isNaN) else { return .nan }
  let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
  return lower == upper ? lower : lower + (upper - lower) / 2
}
