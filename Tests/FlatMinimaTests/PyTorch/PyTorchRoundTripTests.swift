import Learning
import LinearAlgebra
import Testing

@testable import FlatMinima

/// Networks that were trained and saved in PyTorch give the same numbers here.
@Suite("PyTorch round trip")
struct PyTorchRoundTripTests {
  @Test(
    "a dense network trained in PyTorch has the loss, gradients, sharpness and moments that PyTorch finds",
    arguments: [("dense-tanh", Activation.tanh), ("dense-relu", .relu)])
  func dense(name: String, activation: Activation) throws {
    let (network, parameters) = try DenseNetwork.imported(
      from: PyTorchReference.weights(name), activation: activation)
    try compare(network, parameters, name: name)
  }

  @Test("a convolutional network trained in PyTorch has the numbers that PyTorch finds")
  func convolutional() throws {
    let (network, parameters) = try ConvolutionalNetwork.imported(
      from: PyTorchReference.weights("convolutional"), input: FeatureShape(channels: 2, height: 8, width: 8),
      layers: [
        .convolution(channels: 4, kernel: 3, padding: 1), .activation(.tanh), .maximumPooling(size: 2),
        .convolution(channels: 6, kernel: GridSize(height: 3, width: 2), stride: GridSize(height: 1, width: 2)),
        .activation(.relu), .averagePooling(size: 2, stride: 1), .flatten, .dense(2),
      ])
    try compare(network, parameters, name: "convolutional")
  }

  @Test(
    "the VGG-type network has them too, where the folder holds it",
    .enabled(if: PyTorchReference.holds("vgg"), "Scripts/pytorch-round-trip makes it"))
  func vgg() throws {
    let network = try ConvolutionalNetwork.vgg(input: FeatureShape(channels: 3, height: 32, width: 32), outputs: 2)
    try compare(network, network.parameters(from: PyTorchReference.weights("vgg")), name: "vgg")
  }

  /// Compares every number of a case; prints the largest relative deviation of each kind.
  private func compare<N: Network>(_ network: N, _ parameters: [Double], name: String) throws {
    let expected = try #require(try PyTorchReference.load().cases[name], "no case \(name)")
    let data = try PyTorchReference.data(name)
    var comparison = Comparison(name: name)
    #expect(data.count == expected.sampleCount && network.parameterCount == expected.parameterCount)
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let curvature = try point.curvature()
    let gradient = try network.lossGradient(on: data, at: parameters)

    comparison.expect("outputs", point.jacobian.outputs.elements, expected.outputs.flatMap { $0 })
    comparison.expect("loss", [point.loss], [expected.loss])
    comparison.expect(
      "MSELoss", [point.loss * 2 / Double(expected.outputDimension)], [expected.meanSquaredError])
    if let wanted = expected.gradient { comparison.expect("gradient", gradient, wanted) }
    comparison.expect("gradient norm", [norm(gradient)], [expected.gradientNorm])
    comparison.expect("sharpness", [curvature.sharpness], [expected.sharpness])
    comparison.expect("sharpness by Lanczos", [try point.sharpness()], [expected.sharpness])
    comparison.expect("trace", [curvature.trace, point.trace], [expected.trace, expected.trace])
    comparison.expect("Frobenius norm", [curvature.frobeniusNorm], [expected.frobeniusNorm])
    for k in 1...3 {
      let parameterMoment = try #require(expected.parameterGradientMoments["\(2 * k)"])
      let inputMoment = try #require(expected.inputGradientMoments["\(2 * k)"])
      comparison.expect("g_W,\(2 * k)", [point.parameterGradientMoment(order: k)], [parameterMoment])
      comparison.expect("g_x,\(2 * k)", [point.inputGradientMoment(order: k)], [inputMoment])
    }
    if let nonuniformity = expected.nonuniformity {
      comparison.expect("non-uniformity", [try curvature.nonuniformity()], [nonuniformity])
    }
    if let rate = expected.stepRate {
      let reductions: [(LossReduction, [Double]?)] = [
        (.mean, expected.meanStep), (.sum(batchSize: data.count), expected.sumStep),
      ]
      for (reduction, step) in reductions {
        let eta = theoryLearningRate(
          fromPyTorchRate: rate, reduction: reduction, outputDimension: expected.outputDimension)
        comparison.expect("step with \(reduction)", gradient.map { -eta * $0 }, try #require(step))
        let back = pyTorchLearningRate(
          fromTheoryRate: eta, reduction: reduction, outputDimension: expected.outputDimension)
        #expect(abs(back - rate) < 1e-15)
      }
    }
    guard let largest = expected.hessianLargest, let smallest = expected.hessianSmallest,
      let trace = expected.hessianTrace
    else { return comparison.report() }
    let eigenvalues = try SymmetricEigen(of: try point.hessian().dense, vectors: .omitted).values
    comparison.expect("largest eigenvalue of the Hessian", [eigenvalues[0]], [largest])
    comparison.expect("smallest eigenvalue of the Hessian", [eigenvalues[eigenvalues.count - 1]], [smallest])
    comparison.expect("trace of the Hessian", [eigenvalues.reduce(0, +)], [trace])
    comparison.report()
  }
}

/// Numbers found here beside PyTorch's, to 10⁻¹⁰ of the largest number of their kind.
private struct Comparison {
  let name: String
  private var deviations: [(kind: String, value: Double)] = []

  init(name: String) { self.name = name }

  mutating func expect(_ kind: String, _ found: [Double], _ wanted: [Double]) {
    guard found.count == wanted.count else {
      Issue.record("\(name), \(kind): \(found.count) numbers instead of \(wanted.count)")
      return
    }
    let scale = wanted.reduce(0) { max($0, abs($1)) }
    let largest = zip(found, wanted).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(scale > 0 && largest <= 1e-10 * scale, "\(name), \(kind): off by \(largest) of \(scale)")
    deviations.append((kind, largest / scale))
  }

  func report() {
    guard let worst = deviations.max(by: { $0.value < $1.value }) else { return }
    print(
      "\(name): \(deviations.count) kinds of numbers agree with PyTorch, largest deviation \(worst.value) (\(worst.kind))"
    )
  }
}
