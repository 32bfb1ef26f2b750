import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Lanczos quadrature") struct SpectralDensityTests {
  @Test("m steps are exact for polynomials of degree 2m − 1, and no further", arguments: [1, 2, 5])
  func quadrature(steps: Int) throws {
    var generator = SplitMix64(seed: UInt64(steps))
    let eigenvalues = (0..<30).map { Double($0) / 15 - 0.7 }
    let a = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
    let start = generator.normals(30)
    let lanczos = try a.lanczosDecomposition(start: start, steps: steps)
    #expect(lanczos.applications == steps && abs(lanczos.weights.reduce(0, +) - 1) < 1e-13)
    var power = start
    for degree in 0...2 * steps {
      let exact = dot(start, power) / dot(start, start)
      let found = zip(lanczos.values, lanczos.weights).reduce(0) { $0 + $1.1 * integerPower($1.0, degree) }
      if degree < 2 * steps {
        #expect(abs(found - exact) < 1e-12 * (1 + abs(exact)), "degree \(degree)")
      } else {
        #expect(abs(found - exact) > 1e-6 * abs(exact), "degree \(degree) should not be exact")
      }
      power = a(power)
    }
  }

  @Test("the basis is orthonormal, Ritz residuals are as stated, and no Ritz value exceeds λ_max")
  func decomposition() throws {
    var generator = SplitMix64(seed: 11)
    let a = randomMatrix(40, 50, &generator).gramOfRows
    let operation = MatrixOperator(a)
    let lanczos = try operation.lanczosDecomposition(steps: 15, using: &generator)
    #expect(largestDifference(lanczos.basis.gramOfRows, .identity(15)) < 1e-12)
    let vectors = lanczos.ritzVectors(15)
    for j in 0..<15 {
      let image = operation(vectors.row(j))
      let residual = norm(zip(image, vectors.row(j)).map { $0 - lanczos.values[j] * $1 })
      #expect(abs(residual - lanczos.residuals[j]) < 1e-10 * lanczos.values[0])
    }
    #expect(try lanczos.values[0] <= SymmetricEigen(of: a).values[0] * (1 + 1e-13))
  }

  @Test("the probabilistic limit of λ_max holds, falls with the steps and needs a random start")
  func limit() throws {
    var generator = SplitMix64(seed: 12)
    for spread in [0.0, 0.5, 3] {
      let eigenvalues = (0..<80).map { exp(-spread * Double($0) / 10) + ($0 == 0 ? 0.01 : 0) }
      let operation = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
      let truth = eigenvalues[0]
      var last = Double.infinity
      for steps in [30, 40, 60] {
        let lanczos = try operation.lanczosDecomposition(steps: steps, using: &generator)
        let limit = lanczos.largestEigenvalueLimit(failureProbability: 1e-3)
        #expect(truth <= limit && limit <= last * 1.001)
        #expect(lanczos.largestEigenvalueLimit(failureProbability: 1e-9) >= limit)
        last = limit
      }
      #expect(last < 1.05 * truth)
      let given = try operation.lanczosDecomposition(start: [Double](repeating: 1, count: 80), steps: 40)
      #expect(given.largestEigenvalueLimit() == .infinity)
      let few = try operation.lanczosDecomposition(steps: 2, using: &generator)
      #expect(few.isExhausted || few.largestEigenvalueLimit() == .infinity)
    }
  }

  @Test("a diagonal operator's density is its entries, each of weight 1/N, without chance")
  func diagonal() throws {
    var generator = SplitMix64(seed: 13)
    let entries: [Double] = [-2, 0, 0, 1, 5]
    let density = try MatrixOperator(.diagonal(entries)).spectralDensity(probes: 3, steps: 10, using: &generator)
    for k in 0...4 {
      let exact = entries.reduce(0) { $0 + integerPower($1, k) } / 5
      #expect(abs(density.moment(k).value - exact) < 1e-10 && density.moment(k).standardError < 1e-10)
    }
    #expect(abs(density.zeroMass().value - 0.4) < 1e-12 && abs(density.cumulative(at: 1.5).value - 0.8) < 1e-12)
    #expect(abs(density.weights.reduce(0, +) - 1) < 1e-12)
    #expect(zip(density.nodes, density.nodes.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("tr f(A) lies within four standard errors, over seeds")
  func coverage() throws {
    var generator = SplitMix64(seed: 14)
    let eigenvalues = (0..<50).map { 3 / Double(1 + $0) }
    let operation = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
    for seed in 0..<20 {
      var probes = SplitMix64(seed: UInt64(seed))
      let density = try operation.spectralDensity(probes: 16, steps: 20, using: &probes)
      #expect(density.applications == 320 && density.dimension == 50)
      for function in [{ $0 }, { log(1 + $0) }, { exp(-$0) }] as [(Double) -> Double] {
        let exact = eigenvalues.reduce(0) { $0 + function($1) }
        let found = density.trace(of: function)
        #expect(abs(found.value - exact) < 4 * found.standardError + 1e-9)
      }
      let below = density.cumulative(at: 0.55)
      #expect(abs(below.value - 0.9) < 4 * below.standardError)
    }
  }

  @Test("the smoothed density integrates to 1 and is the sum of its Gaussians where it is exact")
  func smoothing() throws {
    var generator = SplitMix64(seed: 15)
    let density = try MatrixOperator(.diagonal([0, 1, 1, 2])).spectralDensity(probes: 2, steps: 4, using: &generator)
    let grid = linearSequence(from: -3, through: 5, count: 801)
    let curve = density.smoothed(on: grid, width: 0.2)
    #expect(abs(curve.reduce(0) { $0 + $1.value } * 0.01 - 1) < 1e-6)
    let height = 1 / (0.2 * (2 * Double.pi).squareRoot())
    let at1 = density.smoothed(on: [1], width: 0.2)[0].value
    #expect(abs(at1 - height * (0.5 + 0.5 * exp(-12.5))) < 1e-9)
  }

  @Test("padding adds exact zeros: GᵀG and GGᵀ have one density")
  func padding() throws {
    var generator = SplitMix64(seed: 16)
    let g = randomMatrix(6, 15, &generator)
    let small = try MatrixOperator(g.gramOfRows).spectralDensity(probes: 400, steps: 6, using: &generator)
    let padded = small.padded(toDimension: 15)
    let large = try MatrixOperator(g.gramOfColumns).spectralDensity(probes: 400, steps: 15, using: &generator)
    #expect(abs(padded.zeroMass().value - 0.6) < 1e-12)
    for k in 0...3 {
      let (a, b) = (padded.moment(k), large.moment(k))
      let error = (a.standardError * a.standardError + b.standardError * b.standardError).squareRoot()
      #expect(abs(a.value - b.value) <= 4 * error + 1e-9 * abs(b.value))
    }
    #expect(padded.dimension == 15 && small.padded(toDimension: 6).dimension == 6)
  }
}
