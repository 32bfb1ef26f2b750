/// Why a bound cannot be computed from what was given.
public enum BoundError: Error, Equatable, Sendable {
  /// A quantity has a value for which the bound makes no statement.
  case outOfRange(name: String, value: String, allowed: String)
  /// Two things that belong together have different sizes.
  case countMismatch(name: String, found: Int, expected: Int)
  /// Something needs at least one entry.
  case empty(String)
}

extension BoundError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let allowed): "\(name) is \(value); allowed: \(allowed)"
    case .countMismatch(let name, let found, let expected): "\(name): found \(found), needed \(expected)"
    case .empty(let what): "\(what): at least one is needed"
    }
  }
}

/// Lets a quantity pass if it is finite and not negative.
func requireNonNegative(_ value: Double, _ name: String) throws(BoundError) {
  guard value >= 0, value.isFinite else {
    throw .outOfRange(name: name, value: "\(value)", allowed: "a finite number, 0 or more")
  }
}

/// Lets a count pass if it is at least 1.
func requirePositive(_ value: Int, _ name: String) throws(BoundError) {
  guard value >= 1 else { throw .outOfRange(name: name, value: "\(value)", allowed: "1 or more") }
}

/// Lets a confidence pass if it lies strictly between 0 and 1.
func requireConfidence(_ value: Double) throws(BoundError) {
  guard value > 0, value < 1 else {
    throw .outOfRange(name: "confidence", value: "\(value)", allowed: "a number between 0 and 1, both excluded")
  }
}
