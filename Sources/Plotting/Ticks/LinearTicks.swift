extension Ticks {
  /// Ticks at multiples of a round step inside the domain.
  ///
  /// Of all round steps the best is taken, scored as Talbot, Lin and Hanrahan do (An extension of Wilkinson's algorithm
  /// for positioning tick labels on axes, 2010): simple steps, ticks that cover the domain, about as many as read
  /// best, and labels that do not touch.
  init(linear scale: Scale, room: AxisRoom) {
    self.init(major: roundTicks(on: scale, room: room)?.ticks ?? [])
  }
}

/// Leading digits of a step with the power of ten that they are multiplied with, best first.
private let niceSteps: [(digits: Int, shift: Int)] = [(1, 0), (5, 0), (2, 0), (25, -1), (4, 0), (3, 0)]

/// The best round numbers inside a scale's domain; nil if no two labels fit and not even one does.
func roundTicks(on scale: Scale, room: AxisRoom) -> DecimalTicks? {
  let (lower, upper) = (scale.domain.lowerBound, scale.domain.upperBound)
  let halfSpan = upper / 2 - lower / 2
  guard halfSpan > 0, room.length > 0 else { return nil }
  let spanExponent = decimalLogarithm(halfSpan) + decimalLogarithm(2)
  let start = Int((spanExponent - decimalLogarithm(max(room.target, 1))).rounded(.down)) - 1
  let stop = Int(spanExponent.rounded(.up))
  var best: (score: Double, ticks: DecimalTicks)?
  for exponent in start...max(start, stop) {
    for (index, nice) in niceSteps.enumerated() {
      guard
        let candidate = multiples(
          of: nice.digits, exponent: exponent + nice.shift, in: scale.domain, atMost: 4 * room.target + 8)
      else { continue }
      let score = score(candidate, niceness: index, scale: scale, target: room.target)
      if let best, best.score >= score { continue }
      guard room.fits(candidate.ticks, on: scale) else { continue }
      best = (score, candidate)
    }
  }
  return best?.ticks
}

/// The multiples of `digits × 10^exponent` in a domain; nil if there are none, or more than `limit`.
private func multiples(
  of digits: Int, exponent: Int, in domain: ClosedRange<Double>, atMost limit: Double
) -> DecimalTicks? {
  let step = decimal(digits, exponent: exponent)
  guard step.isFinite, step > 0 else { return nil }
  let first = (domain.lowerBound / step - 1e-6).rounded(.up)
  let last = (domain.upperBound / step + 1e-6).rounded(.down)
  guard last >= first, last - first < limit, abs(first) < 1e15, abs(last) < 1e15 else { return nil }
  return DecimalTicks(coefficients: (Int(first)...Int(last)).map { $0 * digits }, exponent: exponent)
}

private func score(_ ticks: DecimalTicks, niceness: Int, scale: Scale, target: Double) -> Double {
  let positions = [ticks.coefficients.first, ticks.coefficients.last].compactMap { coefficient in
    coefficient.flatMap { scale.position(of: decimal($0, exponent: ticks.exponent)) }
  }
  guard let low = positions.first, let high = positions.last else { return -.infinity }
  let hasZero = ticks.coefficients.contains(0) ? 1.0 : 0
  let simplicity = 1 - Double(niceness) / Double(niceSteps.count - 1) + hasZero
  let coverage = 1 - 50 * (low * low + (1 - high) * (1 - high))
  let count = Double(ticks.coefficients.count)
  let density = high > low ? (count - 1) / (high - low) : 0.25
  let wanted = max(target - 1, 1)
  let densityScore = 2 - max(density / wanted, wanted / density)
  // Steps of a quarter need a decimal more.
  let legibility = niceSteps[niceness].digits > 9 ? 0.5 : 1
  // A single tick tells no scale: only where two do not fit.
  let loneliness = count > 1 ? 0 : 10.0
  return 0.3 * simplicity + 0.25 * max(coverage, -2) + 0.5 * densityScore + 0.05 * legibility - loneliness
}
