import FlatMinima
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Missing mass")
struct MissingMassTests {
  /// The exact length of [0, 1] that balls of the given radius around the points leave uncovered.
  private func uncovered(_ points: [Double], _ radius: Double) -> Double {
    var (reached, gaps) = (0.0, 0.0)
    for point in points.sorted() {
      gaps += max(0, point - radius - reached)
      reached = max(reached, point + radius)
    }
    return gaps + max(0, 1 - reached)
  }

  private func column(_ points: [Double]) -> Matrix { Matrix(rows: points.count, columns: 1, elements: points) }

  @Test("the expectation of Good–Turing with n samples is the missing mass of n − 1 samples")
  func goodTuring() throws {
    var generator = SplitMix64(seed: 31)
    let (count, radius, trials) = (10, 0.04, 4000)
    var (estimates, masses): ([Double], [Double]) = ([], [])
    for _ in 0..<trials {
      let points = (0..<count).map { _ in generator.uniform() }
      let neighbors = try NearestNeighbors(within: column(points), norm: .euclidean)
      estimates.append(try MissingMass.goodTuring(neighbors, radius: radius))
      masses.append(uncovered(Array(points.dropLast()), radius))
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(trials) }
    func error(_ values: [Double]) -> Double {
      let m = mean(values)
      return (values.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(trials * trials)).squareRoot()
    }
    let tolerance = 5 * (error(estimates) + error(masses))
    #expect(abs(mean(estimates) - mean(masses)) < tolerance)
    #expect(tolerance < 0.03)
  }

  @Test("the any-measure bound holds for random distributions over cells, and n + 1 equal cells attain the sharp form")
  func anyMeasure() throws {
    var generator = SplitMix64(seed: 32)
    for _ in 0..<200 {
      let cells = 1 + generator.uniformIndex(below: 50)
      let samples = 1 + generator.uniformIndex(below: 100)
      let weights = (0..<cells).map { _ in -1 / (generator.uniform() - 1.01) }
      let total = weights.reduce(0, +)
      let missing = weights.reduce(0.0) { sum, weight in
        sum + weight / total * (0..<samples).reduce(1.0) { power, _ in power * (1 - weight / total) }
      }
      let sharp = try MissingMass.anyMeasureBound(cells: Double(cells), samples: samples)
      let simple = try MissingMass.simpleAnyMeasureBound(cells: Double(cells), samples: samples)
      #expect(missing <= sharp * (1 + 1e-12))
      #expect(sharp <= simple)
      let exact = try MissingMass.uniformCells(Double(cells), samples: samples)
      #expect(exact <= (try MissingMass.exponentialBound(cells: Double(cells), samples: samples)) * (1 + 1e-12))
    }
    let attained = try MissingMass.uniformCells(21, samples: 20)
    #expect(abs(attained - (try MissingMass.anyMeasureBound(cells: 21, samples: 20))) < 1e-13)
  }

  @Test("a covering bounds the true missing mass on average")
  func covering() throws {
    var generator = SplitMix64(seed: 33)
    let (count, radius) = (30, 0.05)
    #expect(try CoveringNumber.unitCube(dimension: 2, diameter: .infinity, norm: .maximum) == 1)
    let cells = try CoveringNumber.unitCube(dimension: 1, diameter: radius, norm: .maximum)
    let mean = (0..<500).reduce(0) { sum, _ in
      sum + uncovered((0..<count).map { _ in generator.uniform() }, radius) / 500
    }
    #expect(mean <= (try MissingMass.uniformCells(cells, samples: count)))
  }

  @Test("the mass of empty cells exceeds its mean by the deviation no more often than claimed")
  func deviation() throws {
    var generator = SplitMix64(seed: 37)
    for (cells, samples) in [(2, 3), (5, 20), (40, 30), (12, 60)] {
      // Equal cells at first, then one heavy cell and light ones.
      for heavy in [1.0, 8] {
        let weights = (0..<cells).map { $0 == 0 ? heavy : 1 }
        let total = weights.reduce(0, +)
        let probabilities = weights.map { $0 / total }
        let mean = probabilities.reduce(0.0) { $0 + $1 * pow(1 - $1, Double(samples)) }
        let trials = 2000
        let masses = (0..<trials).map { _ in
          var empty = Set(0..<cells)
          for _ in 0..<samples {
            let u = generator.uniform() * total
            empty.remove(u < heavy ? 0 : min(cells - 1, 1 + Int(u - heavy)))
          }
          return empty.reduce(0.0) { $0 + probabilities[$1] }
        }
        #expect(abs(masses.reduce(0, +) / Double(trials) - mean) < 0.02)
        for confidence in [0.1, 0.5, 0.9, 0.99] {
          let limit = mean + (try MissingMass.deviation(samples: samples, confidence: confidence))
          let failures = masses.count { $0 >= limit }
          let allowed = (1 - confidence) * Double(trials)
          #expect(Double(failures) <= allowed + 5 * allowed.squareRoot(), "\(cells), \(samples), \(confidence)")
        }
      }
    }
    #expect(abs(try MissingMass.deviation(samples: 25, confidence: 1 - exp(-1)) - 0.2) < 1e-12)
  }

  @Test("the cells that the covering of a manifold counts are enough, and are small enough")
  func manifold() throws {
    // A circle of radius 2 is the image of [0, 1] under t ↦ 2(cos 2πt, sin 2πt), which stretches by 4π.
    for diameter in [0.05, 0.3, 1, 7] {
      let cells = try CoveringNumber.manifold(intrinsicDimension: 1, stretch: 4 * Double.pi, diameter: diameter)
      // The chord of an arc of 1/N of the circle is the diameter of its cell while N ≥ 2.
      let chord = cells >= 2 ? 4 * sin(Double.pi / cells) : 4
      #expect(chord <= diameter && cells <= 4 * Double.pi / diameter + 1)
    }
    // A flat square of side 3 in any space: ⌈3√2/δ⌉² squares of diagonal at most δ.
    #expect(try CoveringNumber.manifold(intrinsicDimension: 2, stretch: 3, diameter: 1) == 25)
    #expect(try CoveringNumber.manifold(intrinsicDimension: 2, stretch: 0, diameter: 1) == 1)
    let cube = try CoveringNumber.unitCube(dimension: 3, diameter: 0.2, norm: .euclidean)
    #expect(try CoveringNumber.manifold(intrinsicDimension: 3, stretch: 1, diameter: 0.2) == cube)
    #expect(throws: BoundError.self) {
      try CoveringNumber.manifold(intrinsicDimension: 1, stretch: -1, diameter: 1)
    }
  }

  @Test("nearest neighbours agree with the definition, in both norms and many dimensions")
  func neighbors() throws {
    var generator = SplitMix64(seed: 34)
    for (dimension, norm) in [(1, BallNorm.euclidean), (3, .maximum), (70, .euclidean), (70, .maximum)] {
      let points = Matrix(rows: 20, columns: dimension, elements: generator.normals(20 * dimension))
      let queries = Matrix(rows: 15, columns: dimension, elements: generator.normals(15 * dimension))
      func distance(_ i: Int, _ j: Int) -> Double {
        vectorNorm(zip(points.row(i), queries.row(j)).map { $0 - $1 }, exponent: norm.exponent)
      }
      let found = try NearestNeighbors(of: points, to: queries, norm: norm)
      for j in 0..<15 {
        let best = (0..<20).map { distance($0, j) }.min() ?? 0
        #expect(abs(found.distances[j] - best) < 1e-12)
        #expect(distance(found.indices[j], j) == best)
      }
    }
    let twins = try NearestNeighbors(within: Matrix([[1, 2], [1, 2], [5, 5]]), norm: .euclidean)
    #expect(twins.distances == [0, 0, 5])
    #expect(twins.indices == [1, 0, 0])
  }

  @Test("the limit that is uniform in δ fails for no radius at all in at least the claimed fraction of hold-outs")
  func uniformLimit() throws {
    // One training input at 0 and uniform inputs on [0, 1]: π(δ) = 1 − δ. The worst radius lies just below a distance.
    var generator = SplitMix64(seed: 35)
    let trials = 1000
    var failures = 0
    for _ in 0..<trials {
      let heldOut = column((0..<40).map { _ in generator.uniform() })
      let coverage = HoldOutCoverage(try NearestNeighbors(of: column([0]), to: heldOut, norm: .euclidean))
      let fails = try coverage.sortedDistances.contains { distance in
        1 - distance > (try coverage.uniformMissingMassLimit(radius: distance, confidence: 0.8))
      }
      if fails { failures += 1 }
    }
    #expect(Double(failures) <= Double(trials) * 0.2 + 5 * (Double(trials) * 0.16).squareRoot())
    #expect(failures > 0, "a limit that never fails would be wasteful")
  }

  @Test("the limit of the cell weight exceeds the true weight as often as it claims")
  func cellWeight() throws {
    var generator = SplitMix64(seed: 36)
    var failures = 0
    for _ in 0..<300 {
      let points = (0..<8).map { _ in generator.uniform() }.sorted()
      let borders = [0] + zip(points, points.dropFirst()).map { ($0 + $1) / 2 } + [1]
      let heaviest = zip(borders, borders.dropFirst()).map { $1 - $0 }.max() ?? 0
      let coverage = HoldOutCoverage(
        try NearestNeighbors(
          of: column(points), to: column((0..<200).map { _ in generator.uniform() }), norm: .euclidean))
      #expect(coverage.cellWeight(radius: .infinity) >= 1)
      #expect(coverage.cellWeight(radius: 0.01) <= coverage.cellWeight(radius: 0.02))
      let limit = try coverage.cellWeightLimit(confidence: 0.9)
      #expect(limit <= 8)
      if 8 * heaviest > limit { failures += 1 }
    }
    #expect(failures <= 30)
  }

  @Test("coverage counts a distance equal to the radius as covered")
  func ties() throws {
    let coverage = HoldOutCoverage(
      try NearestNeighbors(of: column([0]), to: column([0.25, 0.5, 0.5, 1]), norm: .maximum))
    #expect([0, 0.25, 0.5, 0.75, 1].map { coverage.missingMass(radius: $0) } == [1, 0.75, 0.25, 0.25, 0])
  }

  @Test("empty tables, different dimensions, NaN and impossible numbers are refused")
  func refusals() {
    let point = Matrix([[1, 2]])
    #expect(throws: BoundError.empty("points")) { try NearestNeighbors(of: Matrix([]), to: point, norm: .maximum) }
    #expect(throws: BoundError.empty("queries")) { try NearestNeighbors(of: point, to: Matrix([]), norm: .maximum) }
    #expect(throws: BoundError.countMismatch(name: "coordinates of a query", found: 1, expected: 2)) {
      try NearestNeighbors(of: point, to: Matrix([[1]]), norm: .maximum)
    }
    #expect(throws: BoundError.self) { try NearestNeighbors(within: point, norm: .maximum) }
    #expect(throws: BoundError.self) { try NearestNeighbors(of: point, to: Matrix([[.nan, 1]]), norm: .maximum) }
    #expect(throws: BoundError.self) { try MissingMass.anyMeasureBound(cells: 0, samples: 1) }
    #expect(throws: BoundError.self) { try MissingMass.anyMeasureBound(cells: .nan, samples: 1) }
    #expect(throws: BoundError.self) { try MissingMass.uniformCells(3, samples: 0) }
    #expect(throws: BoundError.self) { try CoveringNumber.unitCube(dimension: 2, diameter: 0, norm: .maximum) }
    #expect(throws: BoundError.self) { try CoveringNumber.unitSphere(dimension: 0, diameter: 1) }
    #expect(throws: BoundError.self) { try MissingMass.deviation(samples: 3, confidence: 1) }
  }
}
