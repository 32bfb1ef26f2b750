extension Ticks {
  /// Ticks at 0 and at powers of ten on both sides, the same powers on each; where the domain reaches only a few
  /// thresholds far, at round numbers; where it stays on one side beyond the threshold, as on a log axis.
  init(symlog scale: Scale, threshold: Double, room: AxisRoom) {
    let (lower, upper) = (scale.domain.lowerBound, scale.domain.upperBound)
    if lower >= threshold || upper <= -threshold {
      // One side only: the places are those of a log scale.
      let sign = lower >= threshold ? 1.0 : -1.0
      let ends = sign > 0 ? lower...upper : -upper ... -lower
      let log = Ticks(log: Scale(.log, domain: ends), room: room)
      let major = log.major.map { sign > 0 ? $0 : Tick(value: -$0.value, label: $0.label.negated) }
      self.init(
        major: sign > 0 ? major : major.reversed(),
        minor: sign > 0 ? log.minor : log.minor.reversed().map { -$0 })
      if room.fits(self.major, on: scale) { return }
    }
    let reach = max(abs(lower), abs(upper))
    let first = Int((decimalLogarithm(threshold) - 1e-9).rounded(.up))
    let last = Int((decimalLogarithm(reach) + 1e-9).rounded(.down))
    func isInside(_ value: Double) -> Bool {
      scale.position(of: value).map { $0 >= -1e-9 && $0 <= 1 + 1e-9 } ?? false
    }
    if last >= first {
      for stride in [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300] {
        // Powers next to zero may stand too close to it; those further out are more telling.
        let exponents = (first...last).filter { ($0 - last) % stride == 0 }
        for skipped in 0..<min(3, exponents.count) {
          let powers = exponents.dropFirst(skipped)
          let isPlain = powers.allSatisfy { (-3...4).contains($0) }
          let ticks = powers.flatMap { exponent in [-1, 1].map { SignedPower(sign: $0, exponent: exponent) } }
            .filter { isInside($0.value) }.sorted { $0.value < $1.value }
          var major = ticks.map { Tick(value: $0.value, label: $0.label(isPlain)) }
          if isInside(0) {
            major.insert(Tick(value: 0, label: "0"), at: major.firstIndex { $0.value > 0 } ?? major.count)
          }
          let isRoomy = stride == 1 && major.count <= 7 || Double(major.count) <= room.target * 1.6
          guard major.count >= 3, isRoomy, room.fits(major, on: scale) else { continue }
          let decade = room.length * naturalLogarithm(10) / max(scale.span, 1e-9)
          var minor: [Double] = []
          if stride == 1 && decade > 18 {
            minor = (first...last).flatMap { exponent in
              (2...9).flatMap { [decimal($0, exponent: exponent), -decimal($0, exponent: exponent)] }
            }
            .filter { isInside($0) }.sorted()
          }
          self.init(major: major, minor: minor)
          return
        }
      }
    }
    self.init(linear: scale, room: room)
  }
}

/// Ten to a power, or minus that.
private struct SignedPower {
  var sign: Int
  var exponent: Int

  var value: Double { decimal(sign, exponent: exponent) }

  func label(_ isPlain: Bool) -> LabelText {
    isPlain
      ? LabelText(DecimalTicks.plain(sign, exponent: exponent))
      : LabelText(sign < 0 ? "−10" : "10", raised: DecimalTicks.signed(exponent))
  }
}

extension LabelText {
  /// The label after a real minus sign.
  fileprivate var negated: LabelText { LabelText(parts: [.text("−")] + parts) }
}
