#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `count` numbers from `first` to `last`, both included, with equal ratios: equally spaced on a logarithmic axis.
public func geometricSequence(from first: Double, through last: Double, count: Int) -> [Double] {
  precondition(first > 0 && last > 0 && first.isFinite && last.isFinite, "a geometric sequence needs positive ends")
  return linearSequence(from: log(first), through: log(last), count: count).enumerated().map { index, exponent in
    index == 0 ? first : index == count - 1 ? last : exp(exponent)
  }
}

/// `count` numbers from `first` to `last`, both included, with equal differences.
public func linearSequence(from first: Double, through last: Double, count: Int) -> [Double] {
  precondition(count >= 0, "a sequence cannot have \(count) members")
  guard count > 1 else { return count == 1 ? [first] : [] }
  return (0..<count).map { $0 == count - 1 ? last : first + (last - first) * (Double($0) / Double(count - 1)) }
}
