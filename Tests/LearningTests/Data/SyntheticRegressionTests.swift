import Learning
import LinearAlgebra
import Testing

@Suite("Synthetic regression")
struct SyntheticRegressionTests {
  static let problems: [(d: Int, intrinsic: Int, shape: SyntheticRegression.Shape)] = [
    (1, 1, .flat), (3, 1, .curved), (5, 2, .flat), (5, 2, .curved), (4, 4, .curved), (12, 3, .curved),
  ]

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  @Test("no difference quotient exceeds the Lipschitz constant and no value the range", arguments: problems)
  func constants(d: Int, intrinsic: Int, shape: SyntheticRegression.Shape) throws {
    let problem = try SyntheticRegression(
      inputDimension: d, intrinsicDimension: intrinsic, shape: shape, lipschitzConstant: 6, range: 0.5, seed: 3)
    var generator = SplitMix64(seed: 4)
    var steepest = 0.0
    for _ in 0..<2000 {
      // Anywhere in space, not only on the manifold.
      let x = generator.normals(d)
      let y = x.map { $0 + generator.uniform(in: -0.1..<0.1) }
      steepest = max(steepest, abs(problem.target(at: x) - problem.target(at: y)) / distance(x, y))
      #expect(abs(problem.target(at: x)) <= 0.5)
      let gradient = problem.targetGradient(at: x)
      #expect(gradient.reduce(0) { $0 + $1 * $1 }.squareRoot() <= 6 * (1 + 1e-12))
      #expect(gradient.reduce(0) { $0 + abs($1) } <= problem.maximumNormLipschitzConstant * (1 + 1e-12))
    }
    #expect(steepest <= 6 * (1 + 1e-9))
    #expect(steepest > 1, "the constant is known, not wildly generous")
  }

  @Test("the gradient is the limit of difference quotients")
  func gradient() throws {
    let problem = try SyntheticRegression(inputDimension: 4, intrinsicDimension: 2, shape: .curved, seed: 9)
    let x = [0.3, -0.2, 0.5, 0.1]
    let gradient = problem.targetGradient(at: x)
    for i in 0..<4 {
      var (right, left) = (x, x)
      right[i] += 1e-5
      left[i] -= 1e-5
      #expect(abs((problem.target(at: right) - problem.target(at: left)) / 2e-5 - gradient[i]) < 1e-7)
    }
  }

  @Test("the manifold's tangent has the stated dimension everywhere", arguments: problems)
  func intrinsicDimension(d: Int, intrinsic: Int, shape: SyntheticRegression.Shape) throws {
    let problem = try SyntheticRegression(
      inputDimension: d, intrinsicDimension: intrinsic, shape: shape, seed: 5)
    var generator = SplitMix64(seed: 6)
    for _ in 0..<20 {
      let u = (0..<intrinsic).map { _ in generator.uniform() }
      let tangents = (0..<intrinsic).map { axis -> [Double] in
        var (right, left) = (u, u)
        right[axis] += 1e-5
        left[axis] -= 1e-5
        return zip(problem.point(at: right), problem.point(at: left)).map { ($0 - $1) / 2e-5 }
      }
      #expect(rank(tangents) == intrinsic)
    }
  }

  @Test("samples of a flat problem span exactly the stated dimension, those of a curved one more")
  func span() throws {
    var generator = SplitMix64(seed: 7)
    func spanned(_ shape: SyntheticRegression.Shape) throws -> Int {
      let problem = try SyntheticRegression(inputDimension: 7, intrinsicDimension: 2, shape: shape, seed: 8)
      let inputs = try problem.sample(60, using: &generator).inputs
      let first = inputs.row(0)
      return rank((1..<60).map { i in zip(inputs.row(i), first).map { $0 - $1 } })
    }
    #expect(try spanned(.flat) == 2)
    #expect(try spanned(.curved) == 6)
  }

  @Test("the chart is an isometry if flat, and never stretches more than it says", arguments: problems)
  func chart(d: Int, intrinsic: Int, shape: SyntheticRegression.Shape) throws {
    let problem = try SyntheticRegression(
      inputDimension: d, intrinsicDimension: intrinsic, shape: shape, seed: 10)
    var generator = SplitMix64(seed: 11)
    for _ in 0..<500 {
      let u = (0..<intrinsic).map { _ in generator.uniform() }
      let v = (0..<intrinsic).map { _ in generator.uniform() }
      let stretch = distance(problem.point(at: u), problem.point(at: v)) / distance(u, v)
      #expect(stretch >= 1 - 1e-9)
      #expect(stretch <= problem.chartLipschitzConstant * (1 + 1e-9))
      if shape == .flat { #expect(abs(stretch - 1) < 1e-9) }
    }
  }

  @Test("equal seeds give equal problems and samples, other seeds others")
  func determinism() throws {
    func sample(problem: UInt64, points: UInt64) throws -> Dataset {
      var generator = SplitMix64(seed: points)
      return try SyntheticRegression(inputDimension: 3, intrinsicDimension: 2, shape: .curved, seed: problem)
        .sample(20, using: &generator)
    }
    #expect(try sample(problem: 1, points: 1) == sample(problem: 1, points: 1))
    #expect(try sample(problem: 1, points: 1) != sample(problem: 2, points: 1))
    #expect(try sample(problem: 1, points: 1) != sample(problem: 1, points: 2))
  }

  @Test("fresh samples continue the stream: none repeats")
  func freshSamples() throws {
    let problem = try SyntheticRegression(inputDimension: 2, intrinsicDimension: 1, seed: 1)
    var generator = SplitMix64(seed: 2)
    let first = try problem.sample(100, using: &generator)
    let second = try problem.sample(100, using: &generator)
    #expect(Set(first.inputs.elements).isDisjoint(with: second.inputs.elements))
  }

  @Test("arguments that make no sense are refused")
  func refusals() {
    #expect(throws: DataError.self) { try SyntheticRegression(inputDimension: 0, intrinsicDimension: 0, seed: 1) }
    #expect(throws: DataError.self) { try SyntheticRegression(inputDimension: 2, intrinsicDimension: 3, seed: 1) }
    #expect(throws: DataError.self) {
      try SyntheticRegression(inputDimension: 2, intrinsicDimension: 1, lipschitzConstant: .nan, seed: 1)
    }
    #expect(throws: DataError.self) {
      try SyntheticRegression(inputDimension: 2, intrinsicDimension: 1, range: 0, seed: 1)
    }
  }

  /// The numerical rank: how many vectors are left by Gram and Schmidt's process with pivots.
  private func rank(_ vectors: [[Double]]) -> Int {
    var rest = vectors
    let scale = rest.map { distance($0, $0.map { _ in 0 }) }.max() ?? 0
    var found = 0
    while let pivot = rest.max(by: { distance($0, $0.map { _ in 0 }) < distance($1, $1.map { _ in 0 }) }) {
      let length = distance(pivot, pivot.map { _ in 0 })
      if length <= 1e-7 * scale { break }
      found += 1
      let unit = pivot.map { $0 / length }
      rest = rest.map { vector in
        let overlap = zip(vector, unit).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(vector, unit).map { $0 - overlap * $1 }
      }
    }
    return found
  }
}
