extension Ticks {
  /// Ticks at powers of ten; where there are fewer than three, at 1 and 3 of every decade, then at 1, 2 and 5, and
  /// where even those are too few, at round numbers. Where powers are too close, every second, third, fifth … of them.
  init(log scale: Scale, room: AxisRoom) {
    let (lower, upper) = (scale.domain.lowerBound, scale.domain.upperBound)
    let first = Int((decimalLogarithm(lower) - 1e-9).rounded(.up))
    let last = Int((decimalLogarithm(upper) + 1e-9).rounded(.down))
    let decades = Int(decimalLogarithm(lower).rounded(.down))...Int(decimalLogarithm(upper).rounded(.down))

    func within(_ mantissas: [Int]) -> [LogTick] {
      decades.flatMap { exponent in mantissas.map { LogTick(mantissa: $0, exponent: exponent) } }
        .filter { tick in
          scale.position(of: tick.value).map { $0 >= -1e-9 && $0 <= 1 + 1e-9 } ?? false
        }
    }

    let powers = last >= first ? last - first + 1 : 0
    if powers >= 3 {
      for stride in [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300] {
        let exponents = (first...last).filter { $0 % stride == 0 }
        let ticks = LogTick.ticks(exponents.map { LogTick(mantissa: 1, exponent: $0) })
        // At a stride beyond one decade a pleasant number is enough; they need not be as dense as they can be.
        let isRoomy = stride == 1 && powers <= 7 || Double(ticks.count) <= room.target * 1.6
        guard room.fits(ticks, on: scale), isRoomy else { continue }
        let decadeLength = room.length / max((scale.position(of: upper) ?? 1) * logLength(scale), 1e-9)
        let minor: [Double] =
          if stride == 1 && decadeLength > 18 {
            within(Array(2...9)).map(\.value)
          } else if stride > 1 && decadeLength > 3.5 {
            (first...last).filter { $0 % stride != 0 }.map { LogTick(mantissa: 1, exponent: $0).value }
          } else {
            []
          }
        self.init(major: ticks, minor: minor)
        return
      }
    }
    for mantissas in [[1, 3], [1, 2, 5]] {
      let ticks = LogTick.ticks(within(mantissas))
      guard ticks.count >= 3, room.fits(ticks, on: scale) else { continue }
      let majors = Set(ticks.map(\.value))
      self.init(major: ticks, minor: within(Array(1...9)).map(\.value).filter { !majors.contains($0) })
      return
    }
    if powers < 2, let round = roundTicks(on: scale, room: room), round.coefficients.count > 1 {
      self.init(major: round.ticks)
      return
    }
    // Too little room for three labels: whatever fits, the roundest first.
    for candidate in [within([1]), Array(within([1]).prefix(1)), Array(within([1, 2, 5]).prefix(1))] {
      let ticks = LogTick.ticks(candidate)
      if !ticks.isEmpty && room.fits(ticks, on: scale) {
        self.init(major: ticks, minor: powers <= 3 ? within(Array(2...9)).map(\.value) : [])
        return
      }
    }
    self.init(major: roundTicks(on: scale, room: room)?.ticks ?? [])
  }
}

/// The number of decades of a log scale.
private func logLength(_ scale: Scale) -> Double {
  decimalLogarithm(scale.domain.upperBound) - decimalLogarithm(scale.domain.lowerBound)
}

/// A digit times a power of ten.
private struct LogTick {
  var mantissa: Int
  var exponent: Int

  var value: Double { decimal(mantissa, exponent: exponent) }

  /// Labels made together: written out if all are between 0.001 and 10,000, else as powers of ten.
  static func ticks(_ ticks: [LogTick]) -> [Tick] {
    let isPlain = ticks.allSatisfy { $0.exponent >= -3 && $0.exponent <= 4 }
    let thousands = ticks.contains { $0.exponent >= 4 } ? 3 : 4
    return ticks.map { tick in
      let label: LabelText =
        if isPlain {
          LabelText(DecimalTicks.plain(tick.mantissa, exponent: tick.exponent, commasBeyond: thousands))
        } else {
          LabelText(
            tick.mantissa == 1 ? "10" : "\(tick.mantissa)×10", raised: DecimalTicks.signed(tick.exponent))
        }
      return Tick(value: tick.value, label: label)
    }
  }
}
