import FlatMinima
import Foundation
import LinearAlgebra
import Testing

@Suite("The three-term generalisation bound")
struct GeneralizationBoundTests {
  private func random(_ generator: inout SplitMix64) throws -> GeneralizationBound {
    let count = 1 + generator.uniformIndex(below: 1000)
    return try GeneralizationBound(
      order: 1 + generator.uniformIndex(below: 4), sampleCount: count,
      cellWeight: generator.uniform() < 0.5 ? .paper : .estimated(generator.uniform() * Double(count)),
      radius: generator.uniform(), smoothnessFactor: 1 + generator.uniform(), smoothnessOffset: generator.uniform(),
      seminorm: 3 * generator.uniform(), interpolationError: 0.1 * generator.uniform(),
      targetLipschitzConstant: 2 * generator.uniform(), range: 2 * generator.uniform(),
      missingMass: generator.uniform())
  }

  @Test("Minkowski's form never exceeds the sum of three terms")
  func minkowski() throws {
    var generator = SplitMix64(seed: 41)
    for _ in 0..<1000 {
      let bound = try random(&generator)
      #expect(bound.minkowskiMoment <= bound.moment * (1 + 1e-12))
    }
  }

  @Test("for order 1 the bound of the mean square is Minkowski's form, and no form beats δ²M₁²")
  func firstOrder() throws {
    var generator = SplitMix64(seed: 42)
    for _ in 0..<200 {
      let bound = try random(&generator)
      if bound.order == 1 {
        #expect(abs(bound.meanSquaredError - bound.minkowskiMoment) <= 1e-12 * bound.minkowskiMoment)
      }
      let nearest = bound.radius * bound.targetLipschitzConstant
      #expect(bound.meanSquaredError >= nearest * nearest)
    }
  }

  @Test("where two terms vanish, the third is the bound")
  func limits() throws {
    func bound(radius: Double, seminorm: Double, target: Double, missing: Double) throws -> GeneralizationBound {
      try GeneralizationBound(
        order: 2, sampleCount: 16, radius: radius, smoothnessOffset: 0, seminorm: seminorm, interpolationError: 0,
        targetLipschitzConstant: target, range: 0.5, missingMass: missing)
    }
    #expect(abs(try bound(radius: 0.1, seminorm: 3, target: 0, missing: 0).meanSquaredError - 0.36) < 1e-14)
    #expect(abs(try bound(radius: 0.1, seminorm: 0, target: 2, missing: 0).meanSquaredError - 0.04) < 1e-15)
    #expect(abs(try bound(radius: 0, seminorm: 3, target: 2, missing: 0.25).meanSquaredError - 0.25) < 1e-15)
    #expect(try bound(radius: 0, seminorm: 3, target: 2, missing: 1).isVacuous)
  }

  @Test("every hypothesis is listed, and only what was shown counts as established")
  func hypotheses() throws {
    func bound(_ evidence: [GeneralizationBound.Assumption: GeneralizationBound.Evidence]) throws -> GeneralizationBound
    {
      try GeneralizationBound(
        order: 1, sampleCount: 10, radius: 0.1, smoothnessOffset: 0, seminorm: 1, interpolationError: 0,
        targetLipschitzConstant: 1, range: 1, missingMass: 0.1, evidence: evidence)
    }
    let bare = try bound([:])
    #expect(bare.hypotheses.count == GeneralizationBound.Assumption.allCases.count)
    #expect(!bare.isEstablished)
    #expect(bare.hypotheses.last?.status == .holds, "ν = n always holds")
    let all = Dictionary(
      uniqueKeysWithValues: GeneralizationBound.Assumption.allCases.map {
        ($0, GeneralizationBound.Evidence(.holds, "shown"))
      })
    #expect(try bound(all).isEstablished)
  }

  @Test("nothing that is NaN, infinite, negative or beyond a probability is let in")
  func refusals() {
    func make(
      order: Int = 1, count: Int = 10, weight: GeneralizationBound.CellWeight = .paper, radius: Double = 0.1,
      seminorm: Double = 1, missing: Double = 0.1
    ) throws -> GeneralizationBound {
      try GeneralizationBound(
        order: order, sampleCount: count, cellWeight: weight, radius: radius, smoothnessOffset: 0, seminorm: seminorm,
        interpolationError: 0, targetLipschitzConstant: 1, range: 1, missingMass: missing)
    }
    #expect(throws: BoundError.self) { try make(order: 0) }
    #expect(throws: BoundError.self) { try make(count: 0) }
    #expect(throws: BoundError.self) { try make(weight: .estimated(11)) }
    #expect(throws: BoundError.self) { try make(weight: .estimated(.nan)) }
    #expect(throws: BoundError.self) { try make(radius: .nan) }
    #expect(throws: BoundError.self) { try make(radius: -1) }
    #expect(throws: BoundError.self) { try make(seminorm: .infinity) }
    #expect(throws: BoundError.self) { try make(missing: 1.5) }
  }

  @Test("huge orders overflow to infinity, never to NaN")
  func overflow() throws {
    let bound = try GeneralizationBound(
      order: 5000, sampleCount: 10, radius: 1, smoothnessOffset: 0, seminorm: 0, interpolationError: 0,
      targetLipschitzConstant: 3, range: 1, missingMass: 0)
    #expect(bound.momentTerms.sobolev == 0 && bound.momentTerms.missing == 0)
    #expect(bound.moment == .infinity)
    #expect(bound.meanSquaredError == 9)
  }

  @Test("the chosen radius and order are those that a search through everything finds")
  func optimization() throws {
    var generator = SplitMix64(seed: 43)
    for dimension in 1...2 {
      let points = Matrix(rows: 25, columns: dimension, elements: (0..<25 * dimension).map { _ in generator.uniform() })
      let queries = Matrix(
        rows: 60, columns: dimension, elements: (0..<60 * dimension).map { _ in generator.uniform() })
      let coverage = HoldOutCoverage(try NearestNeighbors(of: points, to: queries, norm: .euclidean))
      let smoothness = try LocalSmoothness.gradientLipschitz(2)
      let seminorms = [1: 1.0, 2: 1.3, 3: 1.5]
      let choices: [(GeneralizationBound.CellWeightChoice, GeneralizationBound.MissingMassChoice)] = [
        (.paper, .estimate), (.estimate, .estimate), (.paper, .limit(confidence: 0.9)),
        (.limit(confidence: 0.9), .limit(confidence: 0.9)),
      ]
      for (weightChoice, massChoice) in choices {
        let best = try GeneralizationBound.optimized(
          coverage: coverage, seminorms: seminorms, smoothness: smoothness, interpolationError: 0.01,
          targetLipschitzConstant: 1, range: 1, cellWeight: weightChoice, missingMass: massChoice)
        var least = Double.infinity
        for radius in coverage.sortedDistances + (0...300).map({ Double($0) / 300 }) {
          for (order, seminorm) in seminorms {
            let mass =
              switch massChoice {
              case .estimate: coverage.missingMass(radius: radius)
              case .limit(let c): try coverage.uniformMissingMassLimit(radius: radius, confidence: c)
              }
            let weight: GeneralizationBound.CellWeight =
              switch weightChoice {
              case .paper: .paper
              case .estimate: .estimated(coverage.cellWeight(radius: radius))
              case .limit(let c): .limited(try coverage.cellWeightLimit(confidence: c), confidence: c)
              }
            let bound = try GeneralizationBound(
              order: order, sampleCount: 25, cellWeight: weight, radius: radius, smoothnessOffset: 2 * radius,
              seminorm: seminorm, interpolationError: 0.01, targetLipschitzConstant: 1, range: 1, missingMass: mass)
            least = min(least, bound.meanSquaredError)
          }
        }
        #expect(abs(best.meanSquaredError - least) <= 1e-12 * least)
      }
    }
  }

  @Test("gradient norms convert: the dual norm never exceeds its factor times the l₂ₖ norm")
  func dualNorms() {
    var generator = SplitMix64(seed: 44)
    for norm in BallNorm.allCases {
      for order in 1...4 {
        for _ in 0..<50 {
          let gradient = generator.normals(6)
          let factor = norm.dualNormFactor(inputDimension: 6, order: order)
          let other = vectorNorm(gradient, exponent: Double(2 * order))
          #expect(norm.dualNorm(gradient) <= factor * other * (1 + 1e-12))
        }
        let ones = [Double](repeating: 1, count: 6)
        let tight =
          norm.dualNormFactor(inputDimension: 6, order: order) * vectorNorm(ones, exponent: Double(2 * order))
        #expect(abs(norm.dualNorm(ones) - tight) < 1e-12)
      }
    }
  }

  @Test("a power law is found again, and sample sizes are geometric")
  func slopes() throws {
    let x = try SampleSizes.geometric(from: 32, through: 512, count: 5).map { Double($0) }
    #expect(x == [32, 64, 128, 256, 512])
    let fit = try PowerLawFit(x: x, y: x.map { 3 * pow($0, -1.5) })
    #expect(abs(fit.slope + 1.5) < 1e-12)
    #expect(abs(fit.factor - 3) < 1e-11)
    #expect(fit.slopeError < 1e-12)
    #expect(abs(fit.value(at: 100) - 0.003) < 1e-13)
    #expect(try SampleSizes.geometric(from: 1, through: 3, count: 10) == [1, 2, 3])
    #expect(throws: BoundError.self) { try PowerLawFit(x: [1, 1], y: [1, 2]) }
    #expect(throws: BoundError.self) { try PowerLawFit(x: [1, 2], y: [1, 0]) }
    #expect(throws: BoundError.self) { try PowerLawFit(x: [1, 2], y: [1]) }
    #expect(throws: BoundError.self) { try SampleSizes.geometric(from: 5, through: 4, count: 2) }
  }
}
