import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GoldenCatalog {
  /// G05: a convolution and a dense layer; derivatives, curvature, moments, and what is left of the inequality.
  static func checkConvolution(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let point = try golden.convolutionalPoint()
    try golden.check(point.jacobian.outputs, expected["outputs"])
    try golden.check(point.loss, expected["loss_theory"])
    try golden.check(point.jacobian.dense.elements, expected["param_jacobian"])
    try golden.check(point.jacobian.inputGradients.elements, expected["input_jacobian"])

    let curvature = try point.curvature()
    let gaussNewton = expected["hess_gn"]
    try golden.check(curvature.trace, gaussNewton["trace"])
    try golden.check(point.trace, gaussNewton["trace"])
    try golden.check(curvature.sharpness, gaussNewton["lambda_max"])
    try golden.check(point.sharpness(), gaussNewton["lambda_max"])
    try golden.check(point.hessian(.gaussNewton).largestEigenpair().value, gaussNewton["lambda_max"])
    try golden.check(curvature.frobeniusNorm, gaussNewton["frobenius"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])
    for (k, wanted) in try expected["g_W_all"].byOrder {
      try golden.check(point.parameterGradientMoment(order: k), wanted)
    }
    for (k, wanted) in try expected["g_x"].byOrder { try golden.check(point.sobolevSeminorm(order: k), wanted) }

    let structure = try ConvolutionalStructure(of: point, normValue: .attained)
    let norm = expected["conv_operator_norm_2"]
    try golden.check(structure.operatorNorm(), norm)
    if !norm.isMissing { #expect(try structure.symbolBound() >= norm.number * (1 - 1e-12)) }
    let inequalities = try structure.inequalities()
    for bound in try expected["patch_bound"].array {
      let inequality = inequalities[try bound["sample"].integer]
      try golden.check(inequality.inputGradientNorm, bound["norm_gx"])
      try golden.check(inequality.smallestSingularValue.get(), bound["sigma_min_patches"])
      try golden.check(inequality.weightsBound.get(), bound["bound"])
    }
  }

  /// G06: shared weights whose gradient vanishes where the input gradient does not.
  static func checkCounterexample(_ golden: GoldenCase) throws {
    let formula = try golden.inputs["f"].string
    try #require(formula == "tanh(w*x1)-tanh(w*x2)", "\(golden.id): only tanh(w*x1)-tanh(w*x2) is known")
    let x = try golden.inputs["x"].vector
    try #require(x.count == 2, "\(golden.id): x has two entries")
    let w = try golden.inputs["w"].number
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: 1, height: 1, width: 2),
      layers: [
        .convolution(channels: 1, kernel: 1, biases: .none), .activation(.tanh), .flatten, .dense(1, biases: .none),
      ])
    let point = try ParameterPoint(
      network: network, parameters: [w, 1, -1],
      data: Dataset(
        inputs: Matrix(rows: 1, columns: 2, elements: x),
        targets: Matrix([[tanh(w * x[0]) - tanh(w * x[1])]])))
    #expect(abs(point.loss) < 1e-30)
    try golden.check(point.jacobian.dense[0, 0], golden.expected["grad_w"])
    try golden.check(point.jacobian.inputGradients.elements, golden.expected["grad_x"])
    let inequality = try #require(try ConvolutionalStructure(of: point).inequalities().first)
    try golden.check(inequality.inputGradientNorm, golden.expected["norm_grad_x"])
    #expect(inequality.weightsBound == .failure(.moreWindowsThanEntries(windows: 2, entries: 1)))
  }
}

extension GoldenCase {
  /// The network, parameters and data of a case that gives a convolution, a dense layer, X and Y.
  fileprivate func convolutionalPoint() throws -> ParameterPoint<ConvolutionalNetwork> {
    let kernel = try inputs["conv_W"].shape
    let images = try inputs["X"].shape
    let outputs = try inputs["fc_W"].shape
    try #require(kernel.count == 4 && images.count == 4 && outputs.count == 2, "\(id): the arrays have other ranks")
    let activation = try #require(Activation(rawValue: try inputs["activation"].string), "\(id): unknown activation")
    let order = try inputs["flatten"].string
    try #require(order == "channel,row,col", "\(id): only channel,row,col is known")
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: images[1], height: images[2], width: images[3]),
      layers: [
        .convolution(
          channels: kernel[0], kernel: GridSize(height: kernel[2], width: kernel[3]),
          stride: .square(inputs["stride"].integer), padding: .square(inputs["padding"].integer)),
        .activation(activation), .flatten, .dense(outputs[0]),
      ])
    var parameters: [Double] = []
    for name in try inputs["param_order"].string.split(separator: ",") {
      parameters += try inputs[name].numbers.map { try $0.number }
    }
    let pixels = try inputs["X"].numbers.map { try $0.number }
    return try ParameterPoint(
      network: network, parameters: parameters,
      data: Dataset(
        inputs: Matrix(rows: images[0], columns: images.dropFirst().reduce(1, *), elements: pixels),
        targets: inputs["Y"].matrix))
  }
}
