import Testing

@testable import Plotting

@Suite("Ticks")
struct TicksTests {
  private let measurer = ApproximateTextMeasurer()

  private func horizontal(_ length: Double) -> AxisRoom {
    AxisRoom(length: length, spacing: 90, gap: 10) { measurer.width(of: $0, font: .tick) }
  }

  private func labels(_ ticks: Ticks) -> [String] { ticks.major.map(\.label.plain) }

  private func checkLaws(_ scale: Scale, length: Double) {
    let room = horizontal(length)
    let ticks = Ticks(scale: scale, room: room)
    let values = ticks.major.map(\.value)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "increase on \(scale.domain)")
    let positions = values.compactMap(scale.position)
    #expect(positions.count == values.count)
    #expect(positions.allSatisfy { $0 >= -1e-5 && $0 <= 1 + 1e-5 }, "lie inside \(scale.domain)")
    #expect(room.fits(ticks.major, on: scale), "do not overlap on \(scale.domain): \(labels(ticks))")
    #expect(Set(labels(ticks)).count == values.count, "have different labels on \(scale.domain): \(labels(ticks))")
    #expect(!labels(ticks).contains { $0.contains("-") }, "have a real minus sign: \(labels(ticks))")
    if length >= 400 {
      #expect(values.count >= 2, "are at least two on \(scale.domain)")
      #expect(values.count <= 16)
      if let first = positions.first, let last = positions.last, scale.kind == .linear {
        #expect(last - first >= 0.3, "cover the domain \(scale.domain): \(labels(ticks))")
      }
    }
    if scale.kind == .linear {
      let decimals = Set(
        labels(ticks).filter { $0 != "0" }
          .map { $0.split(separator: "×")[0].split(separator: ".").dropFirst().first?.count ?? 0 })
      #expect(decimals.count <= 1, "have equal decimals: \(labels(ticks))")
    }
  }

  @Test("on random linear ranges increase, cover, fit and have equal decimals")
  func linearLaws() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<1500 {
      let size = generator.number(-300...300)
      let unit = power(10, size)
      let a = generator.number(-10...10) * unit
      let b = generator.chance(0.3) ? a + unit * power(10, generator.number(-9...0)) : generator.number(-10...10) * unit
      guard a != b else { continue }
      checkLaws(Scale(.linear, domain: min(a, b)...max(a, b)), length: generator.number(40...700))
    }
  }

  @Test("on random log ranges increase, cover and fit")
  func logLaws() {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<1500 {
      let low = generator.number(-300...300)
      let width = power(10, generator.number(-2...2.5))
      let domain = powerOfTen(low)...powerOfTen(min(low + width, 307))
      checkLaws(Scale(.log, domain: domain), length: generator.number(40...700))
    }
  }

  @Test("hold at the ends of what a double can say")
  func extremes() {
    let most = Double.greatestFiniteMagnitude
    let least = Double.leastNonzeroMagnitude
    for domain in [
      -most...most, 0...most, -1e300...1e300, 0...1e-300, least...(2000 * least), 1e300...1.0000000001e300, 0...least,
    ] { checkLaws(Scale(.linear, domain: domain), length: 400) }
    for domain in [least...most, 1e-300...1e300, 1e300...1.1e300, (1000 * least)...(10_000 * least)] {
      checkLaws(Scale(.log, domain: domain), length: 400)
    }
  }

  @Test("of simple ranges are the ones that a person would write")
  func familiar() {
    func linear(_ domain: ClosedRange<Double>) -> [String] {
      labels(Ticks(scale: Scale(.linear, domain: domain), room: horizontal(480)))
    }
    #expect(linear(0...1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(linear(0...20) == ["0", "5", "10", "15", "20"])
    #expect(linear(0...100) == ["0", "20", "40", "60", "80", "100"])
    #expect(linear(-1...1) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(linear(0...50_000) == ["0", "10,000", "20,000", "30,000", "40,000", "50,000"])
    #expect(linear(0...10_000) == ["0", "2,000", "4,000", "6,000", "8,000", "10,000"])
    #expect(linear(0...4000) == ["0", "1000", "2000", "3000", "4000"])
    #expect(linear(0...5e9) == ["0", "1×10⁹", "2×10⁹", "3×10⁹", "4×10⁹", "5×10⁹"])
    #expect(linear(0...5e-7) == ["0", "1×10⁻⁷", "2×10⁻⁷", "3×10⁻⁷", "4×10⁻⁷", "5×10⁻⁷"])
  }

  @Test("on log axes are powers, then 1 and 3, then 1, 2 and 5")
  func logFamilies() {
    func log(_ domain: ClosedRange<Double>) -> [String] {
      labels(Ticks(scale: Scale(.log, domain: domain), room: horizontal(480)))
    }
    #expect(log(0.01...10) == ["0.01", "0.1", "1", "10"])
    #expect(log(1e-6...1e-2) == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"])
    #expect(log(0.5...20) == ["1", "3", "10"])
    #expect(log(40...700) == ["50", "100", "200", "500"])
    #expect(log(2...3).count >= 3)
  }

  @Test("have labels made together")
  func together() {
    #expect(DecimalTicks(coefficients: [-5, 0, 5], exponent: -1).labels.map(\.plain) == ["−0.5", "0.0", "0.5"])
    #expect(DecimalTicks(coefficients: [10, 20], exponent: -1).labels.map(\.plain) == ["1", "2"])
    #expect(DecimalTicks(coefficients: [0], exponent: 5).labels.map(\.plain) == ["0"])
    #expect(DecimalTicks(coefficients: [5, 10], exponent: 299).labels.map(\.plain) == ["0.5×10³⁰⁰", "1.0×10³⁰⁰"])
  }
}
