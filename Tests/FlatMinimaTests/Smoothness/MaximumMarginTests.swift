import FlatMinima
import LinearAlgebra
import Testing

@Suite("Half-spaces that contain all inputs") struct MaximumMarginTests {
  @Test("the margin is attained by its direction and enclosed from above", arguments: 0..<30)
  func enclosure(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let (n, d) = (2 + seed % 9, 1 + seed % 5)
    let center = generator.normals(d)
    let inputs = Matrix(rows: n, columns: d, elements: generator.normals(n * d)).adding(toEveryRow: center)
    let margin = MaximumMargin(of: inputs)
    #expect(abs(norm(margin.direction) - 1) < 1e-12)
    #expect(inputs.times(margin.direction).min() == margin.margin && margin.margin <= margin.upperBound)
    for _ in 0..<300 {
      let c = generator.normals(d)
      let length = norm(c)
      #expect((inputs.times(c).min() ?? 0) / length <= max(0, margin.upperBound) + 1e-12)
    }
    if margin.status == .holds { #expect(margin.upperBound <= margin.margin * (1 + 1e-5)) }
    // A half-space exists exactly if no mean of inputs is 0: either way the search decides.
    #expect(margin.status != .notChecked)
  }

  @Test("in the plane the margin is the distance of the hull from the origin")
  func plane() {
    let segment = MaximumMargin(of: Matrix([[1, 5], [1, -3]]))
    #expect(abs(segment.margin - 1) < 1e-6 && abs(segment.direction[0] - 1) < 1e-6)
    let corner = MaximumMargin(of: Matrix([[3, 4], [10, 10]]))
    #expect(abs(corner.margin - 5) < 1e-6)
    #expect(MaximumMargin(of: Matrix([[-2.0]])).direction == [-1])
  }

  @Test("inputs around the origin, on both sides of it or at it have no half-space")
  func none() {
    for inputs in [[[1.0, 0], [-1, 1], [-1, -1]], [[1, 2], [-2, -4]], [[0, 0], [1, 1]], [[0, 0]]] {
      let margin = MaximumMargin(of: Matrix(inputs))
      #expect(margin.status == .fails && margin.margin <= 1e-12 && margin.upperBound <= 1e-10)
    }
  }

  @Test("when the steps are used up the equal direction still serves positive data, and nothing is claimed otherwise")
  func fewSteps() {
    var generator = SplitMix64(seed: 3)
    let positive = Matrix(rows: 40, columns: 30, elements: (0..<1200).map { _ in generator.uniform() })
    let rough = MaximumMargin(of: positive, steps: 0)
    #expect(rough.status == .holds && rough.margin > 0 && rough.margin <= MaximumMargin(of: positive).upperBound)
    let mixed = MaximumMargin(of: Matrix([[1, 0], [-1, 1], [-1, -1]]), steps: 0)
    #expect(mixed.status == .notChecked && mixed.upperBound > 0)
  }
}
