/// The root of a function that is at most 0 at the lower and at least 0 at the upper end of a bracket.
///
/// False position in the Illinois form (Dowell and Jarratt 1971), with a bisection whenever three steps did not halve
/// the bracket. Returns the lower end of the last bracket, at most `tolerance` · upper wide.
func bracketedRoot<Failure: Error>(
  from lower: Double, to upper: Double, tolerance: Double = 1e-13,
  _ function: (Double) throws(Failure) -> Double
) throws(Failure) -> Double {
  var (low, high) = (lower, upper)
  guard high - low > tolerance * high else { return high }
  var atHigh = try function(high)
  if atHigh <= 0 { return high }
  var atLow = try function(low)
  if atLow >= 0 { return low }
  var lastSide = 0
  var sinceHalved = 0
  var width = high - low
  for _ in 0..<200 where high - low > tolerance * high {
    var middle = high - atHigh * (high - low) / (atHigh - atLow)
    if sinceHalved >= 3 || !(middle > low && middle < high) { middle = low + (high - low) / 2 }
    // A little beyond the guess, so that a good guess closes the bracket from both sides.
    let nudge = tolerance * high / 4
    middle = min(max(middle, low + nudge), high - nudge)
    let value = try function(middle)
    if value == 0 { return middle }
    if value < 0 {
      (low, atLow) = (middle, value)
      if lastSide < 0 { atHigh /= 2 }
      lastSide = -1
    } else {
      (high, atHigh) = (middle, value)
      if lastSide > 0 { atLow /= 2 }
      lastSide = 1
    }
    if high - low <= width / 2 {
      width = high - low
      sinceHalved = 0
    } else {
      sinceHalved += 1
    }
  }
  return low
}
