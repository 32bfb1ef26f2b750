import FlatMinima
import Learning
import LinearAlgebra
import Testing

/// `with_B2` → sampling with replacement, batch size 2.
private func scheme(_ key: String) throws -> (sampling: BatchSampling, batchSize: Int) {
  let parts = key.split(separator: "_")
  return (
    parts[0] == "with" ? .withReplacement : .withoutReplacement, try #require(Int(parts[1].dropFirst()))
  )
}

@Suite("Golden stability") struct GoldenStabilityTests {
  @Test("batch moments agree with enumeration (G08)")
  func batchMoments() throws {
    let golden = try GoldenFile.load("G08")
    let values = try golden.inputs["a"].vector
    let eta = try golden.inputs["eta"].number
    for key in golden.expected.keys {
      let (sampling, batchSize) = try scheme(key)
      let order = try #require(Int(String(key.suffix(1))))
      let moments = try BatchMoments(of: values, batchSize: batchSize, sampling: sampling, order: order)
      let expected = try golden.expected[key]
      try golden.check(moments.moments[order], expected["Eh"])
      try golden.check(moments.contraction(learningRate: eta), expected["E1mh"])
    }
  }

  @Test("mean-square thresholds of explicit gradients agree (G09, order 2)")
  func thresholds() throws {
    let golden = try GoldenFile.load("G09")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    try golden.check(Curvature(span: span).sharpness, golden.expected["lambda_max_H"])
    let cases = try golden.expected["thresholds"]
    for key in cases.keys {
      let (sampling, batchSize) = try scheme(key)
      let stability = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling)
      try golden.check(stability.mixingWeight, cases[key]["p"])
      try golden.check(stability.threshold(), cases[key]["eta_star_2"])
      try golden.check(stability.traceThreshold, cases[key]["upper_trace_bound"])
      try golden.check(stability.growthFactor(learningRate: 1), cases[key]["rho_T2_at_eta_1"])
      try golden.check(stability.gradientDescentThreshold, golden.expected["gd_threshold"])
    }
  }

  @Test("the closed form (5 − √17)/2 comes out, and the 2018 condition is not necessary (G10)")
  func closedForm() throws {
    let golden = try GoldenFile.load("G10")
    let expected = golden.expected
    let gradients = try golden.inputs["G"].matrix
    let span = try GradientSpan(gradients: gradients)
    let stability = try MeanSquareStability(span: span, batchSize: 1)
    let threshold = try stability.threshold()
    try golden.check((1 / 4) * gradients.gramOfColumns, expected["H"])
    try golden.check(threshold, expected["eta_star_2"])
    #expect(abs(threshold - (5 - 17.0.squareRoot()) / 2) < 1e-12)
    let nonuniformity = try Curvature(span: span).nonuniformity()
    try golden.check(nonuniformity, expected["nonuniformity"])
    try golden.check(nonuniformity * threshold, expected["nonuniformity_times_eta_star"])
    #expect(nonuniformity * threshold > 1)
    try golden.check(stability.oneStepThreshold(), expected["wu2018_sufficient_eta"])
    let rectangleSpan = try GradientSpan(gradients: golden.inputs["G_rect"].matrix)
    let s = try Curvature(span: rectangleSpan).nonuniformity()
    for key in try expected["rectangle"].keys {
      let (sampling, batchSize) = try scheme(key)
      let stability = try MeanSquareStability(span: rectangleSpan, batchSize: batchSize, sampling: sampling)
      let fields = try expected["rectangle"][key]
      try golden.check(s, fields["nonuniformity"])
      try golden.check(1 / (s * stability.mixingWeight.squareRoot()), fields["rectangle_eta"])
      try golden.check(stability.threshold(), fields["eta_star_2"])
    }
  }

  @Test("thresholds of networks with one and two outputs agree", arguments: [("G11", "G04"), ("G12", "G01")])
  func networkThresholds(id: String, network: String) throws {
    let golden = try GoldenFile.load(id)
    let span = try GoldenFile.load(network).point().curvature().span
    let thresholds = try golden.expected["eta_star_2"]
    for key in thresholds.keys {
      let (sampling, batchSize) = try scheme(key)
      let threshold = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).threshold()
      try golden.check(threshold, thresholds[key])
      if golden.expected.has("torch_lr_threshold_\(key)") {
        try golden.check(
          meanSquaredErrorRate(fromTheoryLearningRate: threshold, outputDimension: span.outputDimension),
          golden.expected["torch_lr_threshold_\(key)"])
      }
    }
    if golden.expected.has("gd") {
      let stability = try MeanSquareStability(span: span, batchSize: 1)
      try golden.check(stability.gradientDescentThreshold, golden.expected["gd"])
    }
  }

  @Test("the right-hand sides agree (G15)")
  func rightHandSides() throws {
    let golden = try GoldenFile.load("G15")
    let m = try golden.inputs["m"].integer
    let d = try golden.inputs["d"].integer
    for expected in try golden.expected["values"].array {
      let k = try expected["k"].integer
      let bounds = try StableSolutionBounds(
        learningRate: expected["eta"].number, batchSize: expected["B"].integer, sampleCount: expected["n"].integer)
      try golden.check(bounds.directionalMoment(order: k), expected["moment_rhs"])
      try golden.check(bounds.gradientMoment(order: k, coordinates: 1), expected["root"])
      try golden.check(bounds.gradientMoment(order: k, coordinates: m * d), expected["layer1_gW_bound_m5_d3"])
      try golden.check(bounds.mixingWeight, expected["p_without"])
      try golden.check(bounds.trace, expected["trace_bound"])
      try golden.check(bounds.schattenNorm(2), expected["schatten2_bound"])
      try golden.check(bounds.gradientFourthMoment, expected["g4_bound"])
      try golden.check(bounds.sharpDirectionalFourthMoment, expected["sharp_dir_k2"])
    }
  }

  @Test("the Sobolev bounds S1, S2 and S3 agree (G16)")
  func sobolevBounds() throws {
    let golden = try GoldenFile.load("G16")
    let point = try GoldenFile.load("G01").point()
    // The golden network does not interpolate; its gradients are those of a minimum with shifted targets.
    let fitted = try Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs)
    let minimum = try InterpolatingMinimum(network: point.network, parameters: point.parameters, data: fitted)
    for expected in try golden.expected["values"].array {
      let k = try expected["k"].integer
      let bounds = try minimum.sobolevBounds(
        order: k, learningRate: expected["eta"].number * (1 - 1e-12), batchSize: expected["B"].integer,
        threshold: .infinity, normValue: .attained)
      func value(_ form: SobolevBound.Form) throws -> Double {
        try #require(bounds.first { $0.form == form }).moment
      }
      let seminorm = point.sobolevSeminorm(order: k)
      var lhs = 1.0
      for _ in 0..<2 * k { lhs *= seminorm }
      try golden.check(lhs, expected["lhs"])
      try golden.check(value(.weightCoordinates), expected["paper_form"])
      try golden.check(value(.biasDirections), expected["bias_directional"])
      try golden.check(value(.biasCoordinates), expected["bias_coordinate"])
    }
  }

  @Test("the bias identity agrees (G17)")
  func biasIdentity() throws {
    let golden = try GoldenFile.load("G17")
    let identity = try #require(BiasIdentity(at: GoldenFile.load("G01").point()))
    try golden.check(identity.inputGram, golden.expected["input_gram"])
    try golden.check(identity.pulledBack, golden.expected["input_gram"])
    try golden.check(identity.biasHessian, golden.expected["H_bb"])
  }
}
