import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension MeanSquareStability {
  init(span: GradientSpan, _ scheme: GoldenScheme) throws {
    try self.init(span: span, batchSize: scheme.batchSize, sampling: scheme.sampling)
  }
}

extension GoldenCatalog {
  /// G08: moments of batch means of non-negative numbers.
  static func checkBatchMoments(_ golden: GoldenCase) throws {
    let values = try golden.inputs["a"].vector
    let eta = try golden.inputs["eta"].number
    for (key, expected) in try golden.expected.fields {
      let scheme = try GoldenScheme(key)
      let order = try #require(scheme.order, "\(expected.path): the key has no order")
      let moments = try BatchMoments(
        of: values, batchSize: scheme.batchSize, sampling: scheme.sampling, order: order)
      try golden.check(moments.moments[order], expected["Eh"])
      try golden.check(moments.contraction(learningRate: eta), expected["E1mh"])
      let single = try BatchMoments(of: values, batchSize: 1, sampling: scheme.sampling, order: order)
      let lower = single.moments[order] / pow(Double(scheme.batchSize), Double(order - 1))
      try golden.check(lower, expected["lower"])
      #expect(lower <= moments.moments[order] * (1 + 1e-12), "\(expected.path)")
    }
  }

  /// G09: thresholds of several orders for explicit gradients, and the Perron matrix of batches of one sample.
  static func checkThresholds(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    try golden.check(Curvature(span: span).sharpness, expected["lambda_max_H"])
    try golden.check(
      MeanSquareStability(span: span, batchSize: 1).gradientDescentThreshold, expected["gd_threshold"])

    for (key, wanted) in try expected["thresholds"].fields {
      let scheme = try GoldenScheme(key)
      let meanSquare = try MeanSquareStability(span: span, scheme)
      func stability(_ order: Int) throws -> MomentStability {
        try MomentStability(
          span: span, order: order, batchSize: scheme.batchSize, sampling: scheme.sampling, operationLimit: 1e9)
      }
      try golden.check(meanSquare.mixingWeight, wanted["p"])
      try golden.check(meanSquare.traceThreshold, wanted["upper_trace_bound"])
      try golden.check(stability(2).everyOrderThreshold(), wanted["lower_bound_all_k"])
      for (name, value) in try wanted.fields(prefixed: "eta_star_") {
        let order = try #require(Int(name), "\(value.path): no order")
        try golden.check(stability(order).threshold(), value)
        if order == 2 { try golden.check(meanSquare.threshold(), value) }
      }
      for (name, value) in try wanted.fields(prefixed: "rho_T") {
        let found = try #require(name.wholeMatch(of: /(\d+)_at_eta_(.+)/), "\(value.path): no order and rate")
        let (order, rate) = (try #require(Int(found.1)), try #require(Double(found.2)))
        try golden.check(stability(order).growthFactor(learningRate: rate), value)
        if order == 2 { try golden.check(meanSquare.growthFactor(learningRate: rate, tolerance: 1e-10), value) }
      }
    }

    let reduction = try PerronReduction(MeanSquareStability(span: span, batchSize: 1))
    let matrix = reduction.rateMatrix
    try golden.check(matrix, expected["B1_reduced_matrix_N"])
    let radius = try #require(SymmetricEigen(of: matrix, vectors: .omitted).values.first)
    try golden.check(radius, expected["B1_rho_N"])
    let certificate = try reduction.certificate()
    #expect(certificate.stable <= 1 / radius && 1 / radius <= certificate.unstable)
  }

  /// G10: a threshold with a closed form, and the conditions of 2018.
  static func checkClosedForm(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let gradients = try golden.inputs["G"].matrix
    let span = try GradientSpan(gradients: gradients)
    let stability = try MeanSquareStability(span: span, batchSize: golden.inputs["B"].integer)
    let threshold = try stability.threshold()
    let nonuniformity = try Curvature(span: span).nonuniformity()
    try golden.check((1 / Double(gradients.rows)) * gradients.gramOfColumns, expected["H"])
    try golden.check(threshold, expected["eta_star_2"])
    try golden.check(nonuniformity, expected["nonuniformity"])
    try golden.check(nonuniformity * threshold, expected["nonuniformity_times_eta_star"])
    try golden.check(stability.oneStepThreshold(), expected["wu2018_sufficient_eta"])

    let rectangle = try GradientSpan(gradients: golden.inputs["G_rect"].matrix)
    let width = try Curvature(span: rectangle).nonuniformity()
    for (key, wanted) in try expected["rectangle"].fields {
      let stability = try MeanSquareStability(span: rectangle, GoldenScheme(key))
      try golden.check(width, wanted["nonuniformity"])
      // The rectangle of sharpness and non-uniformity: both sides must hold.
      try golden.check(
        min(stability.gradientDescentThreshold, 1 / (width * stability.mixingWeight.squareRoot())),
        wanted["rectangle_eta"])
      try golden.check(stability.threshold(), wanted["eta_star_2"])
    }
  }

  /// G11 and G12: mean-square thresholds of networks.
  static func checkNetworkThresholds(_ golden: GoldenCase) throws {
    let span = try golden.networkCase.point().curvature().span
    for (key, wanted) in try golden.expected["eta_star_2"].fields {
      try golden.check(MeanSquareStability(span: span, GoldenScheme(key)).threshold(), wanted)
    }
    for (key, wanted) in try golden.expected.fields where key != "eta_star_2" {
      if key == "gd" {
        try golden.check(MeanSquareStability(span: span, batchSize: 1).gradientDescentThreshold, wanted)
      } else if let found = key.wholeMatch(of: /torch_lr_threshold_(.+)/) {
        let threshold = try MeanSquareStability(span: span, GoldenScheme(found.1)).threshold()
        try golden.check(
          pyTorchLearningRate(fromTheoryRate: threshold, reduction: .mean, outputDimension: span.outputDimension),
          wanted)
      }
    }
  }

  /// G13: gradients along one direction, where T_k is the number E(1 − x)^k, and a scalar inequality.
  static func checkOddOrders(_ golden: GoldenCase) throws {
    let products = try golden.inputs["eta_times_g_squared"].vector
    // Gradients √(η g²) at the learning rate 1.
    let span = try GradientSpan(
      gradients: Matrix(rows: products.count, columns: 1, elements: products.map { $0.squareRoot() }))
    func stability(_ order: Substring) throws -> MomentStability {
      try MomentStability(span: span, order: #require(Int(order)), batchSize: 1)
    }
    for (key, wanted) in try golden.expected.fields {
      if let found = key.wholeMatch(of: /T(\d+)/) {
        let ends = try stability(found.1).extremeEigenvalues(learningRate: 1)
        try golden.check(ends.lowerBound, wanted)
        try golden.check(ends.upperBound, wanted)
      } else if let found = key.wholeMatch(of: /abs(\d+)/) {
        let ends = try stability(found.1).absoluteGrowthFactor(learningRate: 1)
        try golden.check(ends.lowerBound, wanted)
        try golden.check(ends.upperBound, wanted)
      }
    }
    let inequality = golden.expected["scalar_inequality"]
    // The first half of order 1 is the points themselves.
    let first = try inequality["1"].isMissing ? [] : inequality["1"].vector
    let points = first.isEmpty ? [0, 0.5, 1, 2, 3] : Array(first.prefix(first.count / 2))
    for (key, wanted) in try inequality.fields {
      let k = try #require(Double(key), "\(wanted.path): the key is not an order")
      let left = points.map { pow($0, k) }
      let right = points.map { pow(2, k - 1) * (1 + pow($0 - 1, k)) }
      try golden.check(left + right, wanted)
    }
  }

  /// G14: suprema of directional moments with their directions.
  static func checkSuprema(_ golden: GoldenCase) throws {
    let gradients = try golden.inputs["G"].matrix
    let span = try GradientSpan(gradients: gradients)
    for (k, expected) in try golden.expected.byOrder {
      let supremum = try span.directionalMomentSupremum(order: k)
      try golden.check(supremum.value, expected["sup"])
      #expect(supremum.value <= supremum.upperBound)
      if expected["u"].isMissing {
        expected["u"].noteMissing()
      } else {
        // u and −u are as good.
        let direction = gradients.transposedTimes(supremum.combination)
        let sign: Double = dot(direction, try expected["u"].vector) < 0 ? -1 : 1
        try golden.check(direction.map { sign * $0 }, expected["u"])
      }
      let coordinates = (0..<gradients.columns).map { j in
        gradients.column(j).reduce(0) { $0 + pow($1, Double(2 * k)) } / Double(gradients.rows)
      }
      try golden.check(#require(coordinates.max()), expected["max_coordinate"])
    }
  }

  /// G15: right-hand sides of the bounds for stable minima.
  static func checkRightHandSides(_ golden: GoldenCase) throws {
    let coordinates = try golden.inputs["m"].integer * golden.inputs["d"].integer
    let inputs = try golden.inputs["cases"].array
    let values = try golden.expected["values"].array
    try #require(inputs.count == values.count, "\(golden.id): as many cases as values")
    for (input, expected) in zip(inputs, values) {
      let (k, batchSize) = (try input["k"].integer, try input["B"].integer)
      let (eta, n) = (try input["eta"].number, try input["n"].integer)
      let bounds = try StableSolutionBounds(learningRate: eta, batchSize: batchSize, sampleCount: n)
      try golden.check(Double(k), expected["k"])
      try golden.check(Double(batchSize), expected["B"])
      try golden.check(eta, expected["eta"])
      try golden.check(Double(n), expected["n"])
      try golden.check(bounds.directionalMoment(order: k), expected["moment_rhs"])
      try golden.check(bounds.gradientMoment(order: k, coordinates: 1), expected["root"])
      for (_, wanted) in try expected.fields(prefixed: "layer1_gW_bound") {
        try golden.check(bounds.gradientMoment(order: k, coordinates: coordinates), wanted)
      }
      try golden.check(bounds.mixingWeight, expected["p_without"])
      try golden.check(bounds.trace, expected["trace_bound"])
      try golden.check(bounds.schattenNorm(2), expected["schatten2_bound"])
      try golden.check(bounds.gradientFourthMoment, expected["g4_bound"])
      try golden.check(bounds.sharpDirectionalFourthMoment, expected["sharp_dir_k2"])
    }
  }

  /// G21: heavy-ball thresholds, in mean square and in the mean.
  static func checkHeavyBall(_ golden: GoldenCase) throws {
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    for (key, wanted) in try golden.expected["eta_star"].fields {
      let found = try #require(
        key.wholeMatch(of: /beta(.+)_B(\d+)/), "\(wanted.path) names no momentum and batch size, as beta0.5_B1 does")
      let stability = try HeavyBallStability(
        span: span, batchSize: #require(Int(found.2)), momentum: #require(Double(found.1)))
      try golden.check(stability.threshold(), wanted)
    }
    for (key, wanted) in try golden.expected["gd"].fields {
      let momentum = try #require(Double(key), "\(wanted.path): the key is not a momentum")
      let stability = try HeavyBallStability(span: span, batchSize: span.sampleCount, momentum: momentum)
      try golden.check(stability.meanThreshold, wanted)
      try golden.check(stability.threshold(), wanted)
    }
  }
}
