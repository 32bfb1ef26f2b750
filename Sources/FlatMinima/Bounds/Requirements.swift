// The checks that every bound makes of what it is given.

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
