extension BoundError: CustomStringConvertible {
  /// The error in words: which quantity, what was found, what is allowed.
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let allowed): "\(name) is \(value); allowed: \(allowed)"
    case .countMismatch(let name, let found, let expected): "\(name): found \(found), needed \(expected)"
    case .empty(let what): "\(what): at least one is needed"
    }
  }
}
