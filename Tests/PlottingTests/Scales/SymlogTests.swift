import Testing

@testable import Plotting

@Suite("Symmetric log scales")
struct SymlogTests {
  private let measurer = ApproximateTextMeasurer()

  private func room(_ length: Double) -> AxisRoom {
    AxisRoom(length: length, spacing: 90, gap: 10) { measurer.width(of: $0, font: .tick) }
  }

  @Test("are linear inside the threshold, logarithmic outside, and join without a kink")
  func shape() {
    let kind = Scale.Kind.symlog(threshold: 10)
    #expect(kind.measure(0) == 0 && kind.measure(5) == 0.5 && kind.measure(10) == 1 && kind.measure(-10) == -1)
    #expect(abs(kind.measure(1000) - kind.measure(100) - naturalLogarithm(10)) < 1e-12)
    let step = 1e-6
    let (inside, outside) = (
      (kind.measure(10) - kind.measure(10 - step)) / step, (kind.measure(10 + step) - kind.measure(10)) / step
    )
    #expect(abs(inside - outside) < 1e-6)
  }

  @Test("give back the value of a position, grow, and are odd")
  func inverse() throws {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<1000 {
      let threshold = power(10, generator.number(-300...300))
      let ends = [generator.number(-1...1), generator.number(-1...1)].map {
        $0 * power(10, generator.number(-300...300))
      }
      let scale = Scale(.symlog(threshold: threshold), domain: min(ends[0], ends[1])...max(ends[0], ends[1]))
      for _ in 0..<4 {
        let position = generator.number(0...1)
        let back = try #require(scale.position(of: scale.value(at: position)))
        #expect(abs(back - position) < 1e-6, "\(scale)")
      }
      let value = scale.value(at: 0.3)
      #expect(scale.kind.measure(-value) == -scale.kind.measure(value))
      #expect(scale.position(of: scale.domain.lowerBound) == 0)
    }
  }

  @Test("have ticks at zero and the same powers on both sides")
  func familiar() {
    func labels(_ threshold: Double, _ domain: ClosedRange<Double>) -> [String] {
      Ticks(scale: Scale(.symlog(threshold: threshold), domain: domain), room: room(480)).major.map(\.label.plain)
    }
    #expect(labels(1, -1000...1000) == ["−1000", "−100", "−10", "−1", "0", "1", "10", "100", "1000"])
    #expect(labels(1, 10...1000) == ["10", "100", "1000"])
    #expect(labels(1, -1000 ... -10) == ["−1000", "−100", "−10"])
    #expect(labels(1e-3, -1e6...1e6).contains("0"))
    #expect(labels(100, -50...50) == ["−50", "−25", "0", "25", "50"])
  }

  @Test("have ticks that increase, differ, do not overlap and mirror each other, on thousands of domains")
  func laws() {
    var generator = SplitMix64(seed: 22)
    for index in 0..<2500 {
      let threshold = power(10, generator.number(-300...300))
      let reach = threshold * power(10, generator.number(-3...12))
      guard reach.isFinite, reach > 0 else { continue }
      let isSymmetric = index % 2 == 0
      let ends = isSymmetric ? [-reach, reach] : [generator.number(-1...1) * reach, generator.number(-1...1) * reach]
      let scale = Scale(.symlog(threshold: threshold), domain: min(ends[0], ends[1])...max(ends[0], ends[1]))
      let room = room(generator.number(40...700))
      let ticks = Ticks(scale: scale, room: room)
      let values = ticks.major.map(\.value)
      let labels = ticks.major.map(\.label.plain)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(scale): \(labels)")
      #expect(Set(labels).count == labels.count, "\(scale): \(labels)")
      #expect(room.fits(ticks.major, on: scale), "\(scale): \(labels)")
      #expect(!labels.contains { $0.contains("-") })
      #expect(ticks.minor.allSatisfy { scale.position(of: $0).map { $0 >= -1e-6 && $0 <= 1 + 1e-6 } ?? false })
      if isSymmetric { #expect(values.map { 0 - $0 }.reversed() == values, "\(scale): \(labels)") }
      if room.length > 400 { #expect(values.count >= 2, "\(scale): \(labels)") }
    }
  }

  @Test("A threshold that cannot be used is replaced with a note")
  func threshold() {
    for threshold in [0, -1, Double.nan, .infinity] {
      let notes = Plot { Line(x: [0, 1], y: [-5, 100]) }.y("gain", .symlog(threshold: threshold))
        .drawing(measuring: measurer).notes
      #expect(notes == ["The threshold given for gain is not positive and finite; 1 is used."])
    }
  }
}
