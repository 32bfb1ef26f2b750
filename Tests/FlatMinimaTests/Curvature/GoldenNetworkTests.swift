import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Golden networks") struct GoldenNetworkTests {
  @Test("every field of the dense networks agrees", arguments: ["G01", "G02", "G03", "G04"])
  func network(id: String) throws {
    let golden = try GoldenFile.load(id)
    let expected = golden.expected
    let point = try golden.point()
    let n = Double(point.data.count)

    try golden.check(point.jacobian.outputs, expected["outputs"])
    try golden.check(point.loss, expected["loss_theory"])
    try golden.check(2 / Double(point.network.outputDimension) * point.loss, expected["loss_torch_mse"])
    try golden.check(point.network.lossGradient(on: point.data, at: point.parameters), expected["grad"])
    try golden.check(point.jacobian.dense, expected["param_jacobian"])
    try golden.check(point.jacobian.inputGradients, expected["input_jacobian"])
    try golden.check(point.jacobian.deltas[0], expected["first_layer_deltas"])
    try golden.check((1 / n) * point.jacobian.gram, expected["gram_over_n"])

    let curvature = try point.curvature()
    let gaussNewton = try expected["hess_gn"]
    try golden.check(curvature.trace, gaussNewton["trace"])
    try golden.check(point.trace, gaussNewton["trace"])
    try golden.check(curvature.sharpness, gaussNewton["lambda_max"])
    try golden.check(point.sharpness(), gaussNewton["lambda_max"])
    try golden.check(curvature.frobeniusNorm, gaussNewton["frobenius"])
    try golden.check(curvature.eigenvalues, gaussNewton["eigs_nonzero"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])

    let full = try expected["hess_full"]
    let hessian = try point.hessian()
    let spectrum = try SymmetricEigen(of: hessian.dense)
    try golden.check(hessian.dense.trace, full["trace"])
    try golden.check(curvature.trace + point.residualTrace(), full["trace"])
    try golden.check(try #require(spectrum.values.first), full["lambda_max"])
    try golden.check(try #require(spectrum.values.last), full["lambda_min"])
    try golden.check(hessian.dense.frobeniusNorm, full["frobenius"])
    try golden.check(hessian.largestEigenpair().value, full["lambda_max"])
  }

  @Test("gradient moments and the multiplicative inequality agree", arguments: ["G01", "G02", "G03", "G04"])
  func moments(id: String) throws {
    let golden = try GoldenFile.load(id)
    let point = try golden.point()
    for k in 1...3 {
      let expected = golden.expected
      try golden.check(point.parameterGradientMoment(order: k), expected["g_W_all"][2 * k])
      try golden.check(
        point.parameterGradientMoment(order: k, of: .firstLayerWeights), expected["g_W_layer1_weights"][2 * k])
      try golden.check(
        point.parameterGradientMoment(order: k, of: .firstLayer), expected["g_W_layer1_weights_and_bias"][2 * k])
      try golden.check(point.sobolevSeminorm(order: k), expected["g_x"][2 * k])
      if expected.has("coordinate_moments_layer1") {
        try golden.check(
          point.firstLayerCoordinateMoments(order: k), expected["coordinate_moments_layer1"][2 * k])
      }
      if expected.has("sobolev_bound") {
        let bound = try expected["sobolev_bound"][2 * k]
        let inequality = try MultiplicativeStructure(of: point, normValue: .attained).inequality(order: k)
        try golden.check(inequality.weightNorm, bound["W1T_opnorm"])
        try golden.check(inequality.smallestInputNorm, bound["min_x_norm"])
        try golden.check(inequality.inputGradientMoment, bound["lhs_g_x"])
        try golden.check(inequality.weightsBound, bound["rhs_weights"])
        try golden.check(try #require(inequality.weightsAndBiasBound), bound["rhs_weights_and_bias"])
      }
    }
  }

  @Test("the residual part has the trace it should, and none for ReLU (G24)")
  func residualTrace() throws {
    let golden = try GoldenFile.load("G24")
    let network = try GoldenFile.load("G01")
    let point = try network.point()
    try golden.check(point.residualTrace(), golden.expected["residual_trace"])
    try golden.check(point.trace + point.residualTrace(), golden.expected["full_trace"])
    let relu = try network.point(activation: .relu)
    try golden.check(relu.hessian(.residual).dense.trace, golden.expected["relu_residual_trace"])
    try golden.check(relu.residualTrace(), golden.expected["relu_residual_trace"])
  }

  @Test("learning rates convert from the framework's loss (G23)")
  func learningRates() throws {
    let golden = try GoldenFile.load("G23")
    for (input, expected) in zip(try golden.inputs["cases"].array, try golden.expected["eta_theory"].array) {
      let values = try input.vector
      let eta = theoryLearningRate(fromMeanSquaredErrorRate: values[0], outputDimension: Int(values[1]))
      try golden.check(eta, expected)
      #expect(
        abs(meanSquaredErrorRate(fromTheoryLearningRate: eta, outputDimension: Int(values[1])) - values[0]) < 1e-15)
    }
  }

  @Test("the authors' one-dimensional task agrees (G20)")
  func rungeNetwork() throws {
    let golden = try GoldenFile.load("G20")
    let point = try golden.point()
    let expected = golden.expected
    let test = try Dataset(
      inputs: Matrix(rows: 1001, columns: 1, elements: (0...1000).map { Double($0) / 1000 * 2 - 1 }),
      targets: (0...1000).map {
        let x = Double($0) / 1000 * 2 - 1
        return 1 / (1 + 25 * x * x)
      })
    let testPoint = try ParameterPoint(network: point.network, parameters: point.parameters, data: test)
    try golden.check(point.data.targets, expected["y_train"])
    try golden.check(2 * testPoint.loss, expected["test_mse"])
    try golden.check(2 * point.loss, expected["train_mse"])
    for k in 1...3 {
      try golden.check(point.parameterGradientMoment(order: k), expected["g_W_all"][2 * k])
      try golden.check(point.sobolevSeminorm(order: k), expected["g_x"][2 * k])
    }
    let curvature = try point.curvature()
    try golden.check(curvature.trace, expected["hess_gn_trace"])
    try golden.check(curvature.sharpness, expected["hess_gn_lambda_max"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])
    let threshold = try MeanSquareStability(span: curvature.span, batchSize: 2).threshold()
    try golden.check(threshold, expected["eta_star_2_without_B2"])
    try golden.check(
      meanSquaredErrorRate(fromTheoryLearningRate: threshold, outputDimension: 1), expected["torch_lr_threshold_B2"])
  }
}
