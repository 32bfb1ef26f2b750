import FlatMinima
import Learning
import LinearAlgebra
import Testing

/// A random network and data, and the same data with the targets that the network hits exactly.
func randomPoint(
  widths: [Int], activation: Activation = .tanh, biases: DenseNetwork.Biases = .everyLayer, samples: Int = 6,
  seed: UInt64
) throws -> ParameterPoint<DenseNetwork> {
  var generator = SplitMix64(seed: seed)
  let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
  let parameters = (0..<network.parameterCount).map { _ in generator.normal() * 0.6 }
  func matrix(_ columns: Int) -> Matrix {
    Matrix(rows: samples, columns: columns, elements: (0..<samples * columns).map { _ in generator.normal() })
  }
  return try ParameterPoint(
    network: network, parameters: parameters,
    data: Dataset(inputs: matrix(network.inputDimension), targets: matrix(network.outputDimension)))
}

func fitted(_ point: ParameterPoint<DenseNetwork>) throws -> InterpolatingMinimum<DenseNetwork> {
  try InterpolatingMinimum(
    network: point.network, parameters: point.parameters,
    data: Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs))
}

private let shapes: [[Int]] = [[2, 4, 1], [3, 5, 4, 2], [1, 3, 3, 3, 1], [4, 2]]

@Suite("Curvature at a point") struct CurvatureTheorems {
  @Test("sharpness ≤ Frobenius ≤ trace ≤ rank · sharpness, and Schatten norms fall with q", arguments: shapes)
  func order(widths: [Int]) throws {
    for seed in 0..<5 {
      let point = try randomPoint(widths: widths, seed: UInt64(seed))
      let c = try point.curvature()
      #expect(c.sharpness <= c.frobeniusNorm * (1 + 1e-12) && c.frobeniusNorm <= c.trace * (1 + 1e-12))
      #expect(c.trace <= Double(c.span.rank) * c.sharpness * (1 + 1e-12))
      #expect(abs(c.schattenNorm(1) - c.trace) < 1e-10 && abs(c.schattenNorm(2) - c.frobeniusNorm) < 1e-10)
      #expect(c.schattenNorm(3) <= c.schattenNorm(2) && c.schattenNorm(.infinity) == c.sharpness)
      #expect(try abs(point.trace - c.trace) < 1e-10 * c.trace && abs(point.sharpness() - c.sharpness) < 1e-9)
    }
  }

  @Test("the spectrum from the Gram matrix is that of the Hessian at an interpolating minimum", arguments: shapes)
  func spectrum(widths: [Int]) throws {
    let minimum = try fitted(randomPoint(widths: widths, seed: 11))
    let dense = try SymmetricEigen(of: minimum.point.hessian().dense, vectors: .omitted).values
    for (fromGram, fromHessian) in zip(minimum.curvature.eigenvalues, dense) {
      #expect(abs(fromGram - fromHessian) < 1e-9 * dense[0])
    }
  }

  @Test("span coordinates keep every inner product, and H is diagonal in them")
  func isometry() throws {
    let point = try randomPoint(widths: [2, 3, 2], seed: 12)
    let span = try point.curvature().span
    let gram = point.jacobian.gram
    let rebuilt = span.coordinates.gramOfRows
    #expect(zip(gram.elements, rebuilt.elements).allSatisfy { abs($0 - $1) < 1e-10 })
    let h = (1 / Double(span.sampleCount)) * span.coordinates.gramOfColumns
    let diagonal = Matrix.diagonal(span.eigenvalues)
    #expect(zip(h.elements, diagonal.elements).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test("the non-uniformity is that of full per-sample Hessians", arguments: [[2, 3, 1], [2, 3, 2]])
  func nonuniformity(widths: [Int]) throws {
    let point = try randomPoint(widths: widths, seed: 13)
    let jacobian = point.jacobian.dense
    let outputs = point.network.outputDimension
    let n = point.data.count
    var mean = Matrix(rows: jacobian.columns, columns: jacobian.columns)
    var square = mean
    for i in 0..<n {
      let h = jacobian.rows(at: (0..<outputs).map { i * outputs + $0 }).gramOfColumns
      mean = mean + (1 / Double(n)) * h
      square = square + (1 / Double(n)) * h.times(h)
    }
    let largest = try SymmetricEigen(of: square - mean.times(mean), vectors: .omitted).values[0]
    #expect(try abs(point.curvature().nonuniformity() - largest.squareRoot()) < 1e-9)
  }

  @Test("the residual trace is the trace of the residual operator, at any depth", arguments: shapes)
  func residualTrace(widths: [Int]) throws {
    for biases in [DenseNetwork.Biases.everyLayer, .none] {
      let point = try randomPoint(widths: widths, biases: biases, seed: 14)
      let dense = try point.hessian(.residual).dense.trace
      #expect(abs(point.residualTrace() - dense) < 1e-10 * (1 + abs(dense)))
    }
  }

  @Test("rescaling a ReLU layer changes the trace but not the function, nor the input gradients")
  func rescaling() throws {
    let point = try randomPoint(widths: [2, 5, 1], activation: .relu, seed: 15)
    var scaled = point.parameters
    let layers = point.network.layers
    for i in layers[0].weights..<layers[0].weights + layers[0].parameterCount { scaled[i] *= 3 }
    for i in layers[1].weightRange { scaled[i] /= 3 }
    let other = try ParameterPoint(network: point.network, parameters: scaled, data: point.data)
    #expect(zip(point.jacobian.outputs.elements, other.jacobian.outputs.elements).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(point.sobolevSeminorm(order: 1) - other.sobolevSeminorm(order: 1)) < 1e-12)
    #expect(abs(point.trace - other.trace) > 0.01)
  }

  @Test("a point that does not interpolate is refused, by how much and where")
  func refusal() throws {
    let point = try randomPoint(widths: [2, 3, 1], seed: 16)
    let worst = point.residuals.elements.map(abs).max() ?? 0
    do {
      _ = try InterpolatingMinimum(point)
      Issue.record("accepted a point with residual \(worst)")
    } catch let error as NotInterpolating {
      #expect(abs(error.largestResidual - worst) < 1e-15 && abs(point.residuals[error.sample, 0]) == worst)
      #expect(error.description.contains("sample \(error.sample)") && error.description.contains("ParameterPoint"))
    }
  }

  @Test("parameters so large that the network overflows are refused, not passed on as NaN")
  func overflow() throws {
    let network = try DenseNetwork(widths: [1, 1, 1], activation: .relu)
    let data = try Dataset(inputs: Matrix([[1e200]]), targets: [0])
    #expect(throws: NetworkError.valueNotFinite(sample: 0)) {
      try ParameterPoint(network: network, parameters: [1e200, 0, 1e200, 0], data: data)
    }
  }

  @Test("dead units, zero inputs and one sample give zeros, not NaN")
  func degenerate() throws {
    let network = try DenseNetwork(widths: [2, 2, 1], activation: .relu, biases: .none)
    let data = try Dataset(inputs: Matrix([[0, 0]]), targets: [0])
    let point = try ParameterPoint(network: network, parameters: [1, 1, 1, 1, 1, 1], data: data)
    #expect(point.trace == 0 && point.sobolevSeminorm(order: 2) == 0)
    #expect(try point.curvature().sharpness == 0 && point.sharpness() == 0)
    let inequality = try MultiplicativeStructure(of: point).inequality(order: 1)
    #expect(inequality.weightsBound == 0 && inequality.inputGradientMoment == 0)
    #expect(inequality.weightsAndBiasBound == nil && inequality.observedRatio == nil)
    let minimum = try InterpolatingMinimum(point)
    #expect(try minimum.stabilityThreshold(batchSize: 1) == .infinity)
  }
}
