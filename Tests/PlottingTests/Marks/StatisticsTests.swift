import Testing

@testable import Plotting

@Suite("Bins, quantiles and densities")
struct StatisticsTests {
  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<12).reduce(-6) { sum, _ in sum + generator.number(0...1) } }
  }

  @Test("Quantiles of type 7 are those of R's default")
  func quantiles() {
    let sorted = [1.0, 2, 4, 8, 16, 32]
    for (probability, expected) in [(0, 1), (0.1, 1.5), (0.25, 2.5), (0.5, 6), (0.75, 14), (1, 32.0)] {
      #expect(abs(Quantiles.of(sorted, probability) - expected) < 1e-12)
    }
    #expect(Quantiles.of([], 0.5).isNaN)
    #expect(Quantiles.of([-1e308, 1e308], 0.5) == 0)
  }

  @Test("A box ends at the last values within one and a half times its height")
  func box() {
    let box = BoxStatistics([1, 2, 3, 4, 5, 6, 7, 8, 9, 30, .nan], kind: .linear)
    #expect(box.count == 10)
    #expect(box.lowerQuartile == 3.25 && box.median == 5.5 && box.upperQuartile == 7.75)
    #expect(box.lowerWhisker == 1 && box.upperWhisker == 9 && box.outliers == [30])
    let log = BoxStatistics([0, 1, 10, 100, 1000, 10_000], kind: .log)
    #expect(log.count == 5 && log.median == 100 && log.outliers.isEmpty)
    #expect(log.lowerQuartile == 10 && log.upperQuartile == 1000)
    let lone = BoxStatistics([7], kind: .linear)
    #expect(lone.lowerWhisker == 7 && lone.upperWhisker == 7 && lone.median == 7)
  }

  @Test("A box orders its numbers and splits its values, whatever they are")
  func boxLaws() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<300 {
      let size = power(10, generator.number(-300...300))
      let values = (0..<generator.whole(1...30)).map { _ in generator.number(-1...1) * size }
      let box = BoxStatistics(values, kind: .linear)
      let numbers = [box.lowerWhisker, box.lowerQuartile, box.median, box.upperQuartile, box.upperWhisker]
      #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(box.outliers.allSatisfy { $0 < box.lowerWhisker || $0 > box.upperWhisker })
      #expect(
        box.outliers.count + values.filter { $0 >= box.lowerWhisker && $0 <= box.upperWhisker }.count == values.count)
    }
  }

  @Test("Bins hold every value once, on both kinds of axes")
  func bins() {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let size = power(10, generator.number(-300...300))
      let values = (0..<generator.whole(1...200)).map { _ in generator.number(0.001...1) * size }
      for kind in [Scale.Kind.linear, .log] {
        for rule in [Bins.automatic, .count(generator.whole(1...50))] {
          let bins = BinCounts(values, rule, kind: kind)
          #expect(bins.counts.reduce(0, +) == values.count, "\(rule) \(kind)")
          #expect(bins.outside == 0 && bins.counts.count <= BinCounts.most)
          #expect(zip(bins.edges, bins.edges.dropFirst()).allSatisfy { $0 < $1 })
        }
      }
    }
  }

  @Test("The rule of Freedman and Diaconis gives the number of bins, and others where it cannot")
  func rules() throws {
    let values = (0...1000).map { Double($0) / 1000 }
    // The quartiles are 0.5 apart: 2 · 0.5 / 1001^(1/3) is a tenth but for a little.
    #expect(BinCounts(values, .automatic, kind: .linear).counts.count == 11)
    // Quartiles coincide: ⌈log₂ 100⌉ + 1 bins.
    let lumped = Array(repeating: 0.5, count: 98) + [0, 1.25]
    #expect(BinCounts(lumped, .automatic, kind: .linear).counts.count == 8)
    #expect(BinCounts([3, 3, 3], .automatic, kind: .linear).counts == [3])
    #expect(BinCounts([], .automatic, kind: .linear).counts.isEmpty)
    // Two far values ask for a million bins.
    #expect(BinCounts(values + [1e6], .automatic, kind: .linear).counts.count == BinCounts.most)
    let whole = BinCounts([1, 2, 2, 3, 3, 3, 4, 4, 5], .automatic, kind: .linear)
    #expect(whole.edges.allSatisfy { $0 - $0.rounded(.down) == 0.5 })
  }

  @Test("Given edges are put in order, and values beyond them are counted")
  func edges() {
    let bins = BinCounts([-1, 0, 0.5, 1, 2, 3], .edges([2, 0, 1, .nan, 1]), kind: .linear)
    #expect(bins.edges == [0, 1, 2] && bins.counts == [2, 2] && bins.outside == 2)
    #expect(BinCounts([1], .edges([2]), kind: .linear).counts.isEmpty)
  }

  @Test("A histogram of density has area 1")
  func area() throws {
    let values = normals(500, seed: 6)
    let histogram = Histogram(values, height: .density)
    let table = try #require(histogram.table(naming: ChannelNames()))
    guard case .numbers(let low) = table.columns[0].values, case .numbers(let high) = table.columns[1].values,
      case .numbers(let density) = table.columns[2].values
    else { return #expect(Bool(false), "three columns of numbers") }
    let area = density.indices.reduce(0.0) { $0 + (high[$1] - low[$1]) * density[$1] }
    #expect(abs(area - 1) < 1e-12)
    let log = try #require(
      Histogram(values.map { powerOfTen($0) }, height: .density).adapted(to: .init(x: .log, y: .linear)) as? Histogram)
    let decades = try #require(log.table(naming: ChannelNames()))
    guard case .numbers(let from) = decades.columns[0].values, case .numbers(let to) = decades.columns[1].values
    else { return }
    let heights = log.heights
    let logArea = heights.indices.reduce(0.0) {
      $0 + (decimalLogarithm(to[$1]) - decimalLogarithm(from[$1])) * heights[$1]
    }
    #expect(abs(logArea - 1) < 1e-9)
  }

  @Test("A density agrees with the sum of kernels and has mass 1")
  func kernels() {
    for seed in UInt64(0)..<4 {
      let values = normals(300, seed: seed)
      let estimate = KernelDensity(values, bandwidth: nil, kind: .linear)
      let h = estimate.bandwidth
      let highest = estimate.density.max() ?? 0
      for index in stride(from: 0, to: estimate.x.count, by: 7) {
        let exact = values.reduce(0) { sum, value in
          let z = (estimate.x[index] - value) / h
          return sum + exponential(-z * z / 2) / (h * (2 * Double.pi).squareRoot() * Double(values.count))
        }
        #expect(abs(exact - estimate.density[index]) < 0.01 * highest)
      }
      #expect(abs(mass(estimate) - 1) < 0.005)
    }
  }

  private func mass(_ estimate: KernelDensity) -> Double {
    var mass = 0.0
    for index in estimate.x.indices.dropLast() {
      let height = (estimate.density[index] + estimate.density[index + 1]) / 2
      mass += (estimate.x[index + 1] - estimate.x[index]) * height
    }
    return mass
  }

  @Test("Silverman's rule gives the bandwidth, in decades on a log axis")
  func bandwidth() {
    let values = normals(400, seed: 9)
    let sorted = values.sorted()
    let mean = values.reduce(0, +) / 400
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
    let spread = (Quantiles.of(sorted, 0.75) - Quantiles.of(sorted, 0.25)) / 1.34
    let expected = 0.9 * min(deviation, spread) * power(400, -0.2)
    #expect(abs(KernelDensity(values, bandwidth: nil, kind: .linear).bandwidth - expected) < 1e-9)
    let log = KernelDensity(values.map { powerOfTen($0) }, bandwidth: nil, kind: .log)
    #expect(abs(log.bandwidth - expected) < 1e-9)
    #expect(abs(KernelDensity(values, bandwidth: 0.3, kind: .linear).bandwidth - 0.3) < 1e-12)
  }

  @Test("At a bound nothing is lost: the mass beyond is reflected")
  func bounds() {
    var generator = SplitMix64(seed: 12)
    let values = (0..<400).map { _ in generator.number(0...1) } + [1.5, -0.5]
    let estimate = KernelDensity(values, bandwidth: 0.1, bounds: (0, 1), kind: .linear)
    #expect(estimate.outside == 2)
    #expect(abs((estimate.x.first ?? -1) - 0) < 1e-9 && abs((estimate.x.last ?? -1) - 1) < 1e-9)
    #expect(abs(mass(estimate) - 1) < 0.005)
    #expect(estimate.density.allSatisfy { $0 > 0.6 && $0 < 1.4 })
  }

  @Test(
    "Values that are all equal, or too far apart, give a density with a note or none, and no number that is not one")
  func degenerate() {
    #expect(KernelDensity([2, 2, 2], bandwidth: nil, kind: .linear).note != nil)
    #expect(KernelDensity([], bandwidth: nil, kind: .linear).x.isEmpty)
    let columns: [[Double]] = [
      [-1e308, 1e308], [0, 1e-300, 1e300], [1, 1 + 1e-15], [5], [1e300, 1.1e300],
      [8000 * .leastNonzeroMagnitude, 9000 * .leastNonzeroMagnitude],
    ]
    for values in columns {
      for kind in [Scale.Kind.linear, .log] {
        let estimate = KernelDensity(values, bandwidth: nil, kind: kind)
        #expect(estimate.x.allSatisfy(\.isFinite) && estimate.density.allSatisfy(\.isFinite))
      }
    }
    #expect(KernelDensity([1, 2, 3], bandwidth: -1, kind: .linear).note != nil)
  }
}
