import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GoldenCase {
  /// The network, parameters and data of a case that gives a convolution, a dense layer, X and Y.
  func convolutionalPoint() throws -> ParameterPoint<ConvolutionalNetwork> {
    func sizes(_ value: GoldenValue, dimensions: Int) throws -> [Int] {
      let entries = try value.array
      return try [entries.count] + (dimensions == 1 ? [] : sizes(entries[0], dimensions: dimensions - 1))
    }
    let kernel = try sizes(inputs["conv_W"], dimensions: 4)
    let images = try sizes(inputs["X"], dimensions: 4)
    let dense = try sizes(inputs["fc_W"], dimensions: 2)
    let activation = try #require(Activation(rawValue: try inputs["activation"].string))
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: images[1], height: images[2], width: images[3]),
      layers: [
        .convolution(
          channels: kernel[0], kernel: GridSize(height: kernel[2], width: kernel[3]),
          stride: .square(inputs["stride"].integer), padding: .square(inputs["padding"].integer)),
        .activation(activation), .flatten, .dense(dense[0]),
      ])
    var parameters: [Double] = []
    for name in try inputs["param_order"].string.split(separator: ",") { parameters += try inputs[name].flattened }
    return try ParameterPoint(
      network: network, parameters: parameters,
      data: Dataset(
        inputs: Matrix(rows: images[0], columns: images.dropFirst().reduce(1, *), elements: inputs["X"].flattened),
        targets: inputs["Y"].matrix))
  }
}

@Suite("Golden convolutions") struct GoldenConvolutionTests {
  @Test("every field of the small convolutional network agrees (G05)", arguments: ["G05"])
  func network(id: String) throws {
    let golden = try GoldenFile.load(id)
    let expected = golden.expected
    let point = try golden.convolutionalPoint()
    try golden.check(point.jacobian.outputs, expected["outputs"])
    try golden.check(point.loss, expected["loss_theory"])
    try golden.check(point.jacobian.dense, expected["param_jacobian"])
    try golden.check(point.jacobian.inputGradients, expected["input_jacobian"])

    let curvature = try point.curvature()
    let gaussNewton = try expected["hess_gn"]
    try golden.check(curvature.trace, gaussNewton["trace"])
    try golden.check(point.trace, gaussNewton["trace"])
    try golden.check(curvature.sharpness, gaussNewton["lambda_max"])
    try golden.check(point.sharpness(), gaussNewton["lambda_max"])
    try golden.check(point.hessian(.gaussNewton).largestEigenpair().value, gaussNewton["lambda_max"])
    try golden.check(curvature.frobeniusNorm, gaussNewton["frobenius"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])
    for key in try expected["g_W_all"].keys {
      let k = try #require(Int(key)) / 2
      try golden.check(point.parameterGradientMoment(order: k), expected["g_W_all"][key])
      try golden.check(point.sobolevSeminorm(order: k), expected["g_x"][key])
    }

    let structure = try ConvolutionalStructure(of: point, normValue: .attained)
    try golden.check(structure.operatorNorm(), expected["conv_operator_norm_2"])
    #expect(try structure.symbolBound() >= expected["conv_operator_norm_2"].number)
    let inequalities = try structure.inequalities()
    for bound in try expected["patch_bound"].array {
      let inequality = inequalities[try bound["sample"].integer]
      try golden.check(inequality.inputGradientNorm, bound["norm_gx"])
      try golden.check(inequality.smallestSingularValue.get(), bound["sigma_min_patches"])
      try golden.check(inequality.weightsBound.get(), bound["bound"])
    }
  }

  @Test("the gradient by shared weights can vanish where the input gradient does not (G06)")
  func counterexample() throws {
    let golden = try GoldenFile.load("G06")
    let x = try golden.inputs["x"].vector
    let w = try golden.inputs["w"].number
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: 1, height: 1, width: x.count),
      layers: [
        .convolution(channels: 1, kernel: 1, biases: .none), .activation(.tanh), .flatten, .dense(1, biases: .none),
      ])
    let inputs = Matrix(rows: 1, columns: x.count, elements: x)
    let parameters = [w, 1, -1]
    let point = try ParameterPoint(
      network: network, parameters: parameters,
      data: Dataset(inputs: inputs, targets: [tanh(w * x[0]) - tanh(w * x[1])]))
    #expect(point.loss == 0)
    try golden.check(point.jacobian.dense[0, 0], golden.expected["grad_w"])
    try golden.check(point.jacobian.inputGradients, golden.expected["grad_x"])
    let inequality = try #require(try ConvolutionalStructure(of: point).inequalities().first)
    try golden.check(inequality.inputGradientNorm, golden.expected["norm_grad_x"])
    #expect(inequality.weightGradientNorm == 0 && inequality.ratio == .infinity)
    #expect(inequality.weightsBound == .failure(.moreWindowsThanEntries(windows: 2, entries: 1)))
  }
}
