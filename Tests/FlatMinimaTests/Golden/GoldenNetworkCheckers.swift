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
  /// G01–G04: outputs, derivatives, curvature and gradient moments of a dense network.
  static func checkNetwork(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let point = try golden.point()
    let (n, outputs) = (point.data.count, point.network.outputDimension)
    let parameters = point.network.parameterCount

    try golden.check(point.jacobian.outputs, expected["outputs"])
    try golden.check(point.loss, expected["loss_theory"])
    try golden.check(2 / Double(outputs) * point.loss, expected["loss_torch_mse"])
    try golden.check(point.network.lossGradient(on: point.data, at: point.parameters), expected["grad"])
    try golden.check(point.jacobian.dense, expected["param_jacobian"], shape: [n, outputs, parameters])
    try golden.check(
      point.jacobian.inputGradients, expected["input_jacobian"], shape: [n, outputs, point.network.inputDimension])
    try golden.check(
      point.jacobian.deltas[0], expected["first_layer_deltas"], shape: [n, outputs, point.network.widths[1]])
    try golden.check((1 / Double(n)) * point.jacobian.gram, expected["gram_over_n"])

    let curvature = try point.curvature()
    let gaussNewton = expected["hess_gn"]
    try golden.check(curvature.trace, gaussNewton["trace"])
    try golden.check(point.trace, gaussNewton["trace"])
    try golden.check(curvature.sharpness, gaussNewton["lambda_max"])
    try golden.check(point.sharpness(), gaussNewton["lambda_max"])
    try golden.check(curvature.frobeniusNorm, gaussNewton["frobenius"])
    try golden.check(curvature.eigenvalues, gaussNewton["eigs_nonzero"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])

    let full = expected["hess_full"]
    let hessian = try point.hessian()
    let spectrum = try SymmetricEigen(of: hessian.dense)
    try golden.check(hessian.dense.trace, full["trace"])
    try golden.check(curvature.trace + point.residualTrace(), full["trace"])
    try golden.check(#require(spectrum.values.first), full["lambda_max"])
    try golden.check(#require(spectrum.values.last), full["lambda_min"])
    try golden.check(hessian.dense.frobeniusNorm, full["frobenius"])
    try golden.check(hessian.largestEigenpair().value, full["lambda_max"])

    for (k, wanted) in try expected["g_W_all"].byOrder {
      try golden.check(point.parameterGradientMoment(order: k), wanted)
    }
    for (k, wanted) in try expected["g_W_layer1_weights"].byOrder {
      try golden.check(point.parameterGradientMoment(order: k, of: .firstLayerWeights), wanted)
    }
    for (k, wanted) in try expected["g_W_layer1_weights_and_bias"].byOrder {
      try golden.check(point.parameterGradientMoment(order: k, of: .firstLayer), wanted)
    }
    for (k, wanted) in try expected["g_x"].byOrder { try golden.check(point.sobolevSeminorm(order: k), wanted) }
    for (k, wanted) in try expected["coordinate_moments_layer1"].byOrder {
      try golden.check(point.firstLayerCoordinateMoments(order: k), wanted)
    }
    let structure = MultiplicativeStructure(of: point, normValue: .attained)
    for (k, wanted) in try expected["sobolev_bound"].byOrder {
      let inequality = try structure.inequality(order: k)
      // The published bounds have min ‖x‖ over all samples, the library's over those with δ ≠ 0: never larger.
      let (all, active) = (structure.smallestInputNorm(order: k), inequality.smallestInputNorm)
      let exponent = Double(2 * k)
      let larger = inequality.weightNorm / all * point.parameterGradientMoment(order: k, of: .firstLayerWeights)
      let largerWithBias =
        inequality.weightNorm * point.parameterGradientMoment(order: k, of: .firstLayer)
        / pow(1 + pow(all, exponent), 1 / exponent)
      let withBias = try #require(inequality.weightsAndBiasBound, "\(golden.id): the first layer has no biases")
      #expect(inequality.weightsBound <= larger * (1 + 1e-12) && withBias <= largerWithBias * (1 + 1e-12))
      try golden.check(inequality.weightNorm, wanted["W1T_opnorm"])
      try golden.check(all, wanted["min_x_norm"])
      try golden.check(inequality.inputGradientMoment, wanted["lhs_g_x"])
      try golden.check(active == all ? inequality.weightsBound : larger, wanted["rhs_weights"])
      try golden.check(active == all ? withBias : largerWithBias, wanted["rhs_weights_and_bias"])
    }
  }

  /// G20: the one-dimensional task of the published experiments.
  static func checkRungeTask(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let point = try golden.point()
    let test = try ParameterPoint(
      network: point.network, parameters: point.parameters, data: rungeData(testInputs(golden.inputs["test_X"])))
    try golden.check(rungeData(point.data.inputs.column(0)).targets.elements, expected["y_train"])
    try golden.check(point.data.targets.elements, expected["y_train"])
    try golden.check(2 * test.loss, expected["test_mse"])
    try golden.check(2 * point.loss, expected["train_mse"])
    for (k, wanted) in try expected["g_W_all"].byOrder {
      try golden.check(point.parameterGradientMoment(order: k), wanted)
    }
    for (k, wanted) in try expected["g_x"].byOrder { try golden.check(point.sobolevSeminorm(order: k), wanted) }
    let curvature = try point.curvature()
    try golden.check(curvature.trace, expected["hess_gn_trace"])
    try golden.check(curvature.sharpness, expected["hess_gn_lambda_max"])
    try golden.check(curvature.nonuniformity(), expected["nonuniformity"])
    for (key, wanted) in try expected.fields(prefixed: "eta_star_2_") {
      try golden.check(MeanSquareStability(span: curvature.span, GoldenScheme(key)).threshold(), wanted)
    }
    for (key, wanted) in try expected.fields(prefixed: "torch_lr_threshold_") {
      // The batch size alone stands for sampling without replacement.
      let scheme = try GoldenScheme(key.hasPrefix("B") ? "without_\(key)" : key)
      let threshold = try MeanSquareStability(span: curvature.span, scheme).threshold()
      try golden.check(pyTorchLearningRate(fromTheoryRate: threshold, reduction: .mean, outputDimension: 1), wanted)
    }
  }

  private static func rungeData(_ points: [Double]) throws -> Dataset {
    try Dataset(
      inputs: Matrix(rows: points.count, columns: 1, elements: points), targets: points.map { 1 / (1 + 25 * $0 * $0) })
  }

  /// Points on the line: a list, or a text such as `arange(1001)/1000*2-1` or `linspace(-1,1,1001)`.
  private static func testInputs(_ value: GoldenValue) throws -> [Double] {
    if value.isList { return try value.numbers.map { try $0.number } }
    let text = try value.string.filter { $0 != " " }
    if let found = text.wholeMatch(of: /linspace\((-?[\d.]+),(-?[\d.]+),(\d+)\)/) {
      let (low, high) = (try #require(Double(found.1)), try #require(Double(found.2)))
      let count = try #require(Int(found.3))
      return (0..<count).map { low + (high - low) * Double($0) / Double(max(1, count - 1)) }
    }
    let found = try #require(
      text.wholeMatch(of: /arange\((\d+)\)\/([\d.]+)\*([\d.]+)-([\d.]+)/),
      "\(value.path): cannot read \(text); write arange(count)/a*b-c, linspace(a,b,count) or a list")
    let count = try #require(Int(found.1))
    let (divisor, factor) = (try #require(Double(found.2)), try #require(Double(found.3)))
    let shift = try #require(Double(found.4))
    return (0..<count).map { Double($0) / divisor * factor - shift }
  }

  /// G23: learning rates of the mean squared error in the scale of the theory.
  static func checkLearningRates(_ golden: GoldenCase) throws {
    let cases = try golden.inputs["cases"].array
    var found: [Double] = []
    for input in cases {
      let pair = try input.array
      let (rate, outputs) = (try pair[0].number, try pair[1].integer)
      let eta = theoryLearningRate(fromPyTorchRate: rate, reduction: .mean, outputDimension: outputs)
      let back = pyTorchLearningRate(fromTheoryRate: eta, reduction: .mean, outputDimension: outputs)
      #expect(abs(back - rate) <= 1e-15 * rate)
      found.append(eta)
    }
    try golden.check(found, golden.expected["eta_theory"])
  }

  /// G24: the trace of the part of the Hessian that the residuals make.
  static func checkResidualTrace(_ golden: GoldenCase) throws {
    let network = try golden.networkCase
    let point = try network.point()
    try golden.check(point.residualTrace(), golden.expected["residual_trace"])
    try golden.check(point.hessian(.residual).dense.trace, golden.expected["residual_trace"])
    try golden.check(point.trace + point.residualTrace(), golden.expected["full_trace"])
    let relu = try network.point(activation: .relu)
    try golden.check(relu.residualTrace(), golden.expected["relu_residual_trace"])
    try golden.check(relu.hessian(.residual).dense.trace, golden.expected["relu_residual_trace"])
  }

  /// G17: the second moments of input gradients are those of bias gradients, seen through W₁.
  static func checkBiasIdentity(_ golden: GoldenCase) throws {
    let identity = try #require(
      BiasIdentity(at: golden.networkCase.point()), "\(golden.id): the first layer has no biases")
    try golden.check(identity.inputGram, golden.expected["input_gram"])
    try golden.check(identity.pulledBack, golden.expected["input_gram"])
    try golden.check(identity.biasHessian, golden.expected["H_bb"])
  }

  /// G16: three bounds of the Sobolev seminorm at a stable minimum.
  static func checkSobolevBounds(_ golden: GoldenCase) throws {
    let point = try golden.networkCase.point()
    // A golden network need not interpolate; its gradients are those of a minimum with shifted targets.
    let fitted = try Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs)
    let minimum = try InterpolatingMinimum(network: point.network, parameters: point.parameters, data: fitted)
    #expect(try golden.inputs["m"].integer == point.network.widths[1], "\(golden.id).inputs.m")
    #expect(try golden.inputs["d"].integer == point.network.inputDimension, "\(golden.id).inputs.d")
    for expected in try golden.expected["values"].array {
      let k = try expected["k"].integer
      let bounds = try minimum.sobolevBounds(
        order: k, learningRate: expected["eta"].number, batchSize: expected["B"].integer, threshold: .infinity,
        normValue: .attained)
      func value(_ form: SobolevBound.Form) throws -> Double {
        try #require(bounds.first { $0.form == form }).moment
      }
      let seminorm = point.sobolevSeminorm(order: k)
      try golden.check((0..<2 * k).reduce(1) { product, _ in product * seminorm }, expected["lhs"])
      try golden.check(value(.weightCoordinates), expected["paper_form"])
      try golden.check(value(.biasDirections), expected["bias_directional"])
      try golden.check(value(.biasCoordinates), expected["bias_coordinate"])
    }
  }

  /// G25: the Sobolev seminorm over all points whose coordinates stand on a grid.
  static func checkGridSeminorm(_ golden: GoldenCase) throws {
    let point = try golden.networkCase.point()
    let grid = try golden.inputs["grid"].vector
    let points = (0..<point.network.inputDimension).reduce([[]]) { points, _ in
      points.flatMap { point in grid.map { point + [$0] } }
    }
    for (k, wanted) in try golden.expected["g_x"].byOrder {
      try golden.check(point.sobolevSeminorm(order: k, on: Matrix(points)).value, wanted)
    }
  }

  /// G22: the fast gradient method and projected gradients from chosen samples.
  static func checkAttacks(_ golden: GoldenCase) throws {
    let point = try golden.networkCase.point()
    let samples = try golden.inputs["samples"].array.map { try $0.integer }
    let perturbation = try golden.inputs["eps"].number
    let (stepSize, steps) = (try golden.inputs["alpha"].number, try golden.inputs["steps"].integer)
    var seen: Set<Int> = []
    for (key, expected) in try golden.expected.fields {
      let found = try #require(
        key.wholeMatch(of: /(fgsm|pgd)_(linf|l2)_(\d+)/), "\(expected.path) names no attack, as pgd_l2_0 does")
      let norm: BallNorm = found.2 == "linf" ? .maximum : .euclidean
      let sample = try #require(Int(found.3))
      try #require(samples.contains(sample) && sample < point.data.count, "\(expected.path): no such sample")
      seen.insert(sample)
      let attack: InputAttack =
        try found.1 == "fgsm"
        ? .fastGradient(norm: norm, perturbation: perturbation, outcome: .lastPoint)
        : .projectedGradient(
          norm: norm, perturbation: perturbation, stepSize: stepSize, steps: steps, outcome: .lastPoint)
      let attacked = try point.attacked(by: attack)
      try golden.check(attacked.inputs.row(sample), expected["x_adv"])
      try golden.check(attacked.losses[sample], expected["loss"])
    }
    #expect(seen == Set(samples), "\(golden.id).inputs.samples")
  }
}
