import FlatMinima
import LinearAlgebra
import Testing

extension GoldenCatalog {
  /// G07: operator norms between l_p spaces with their certificates.
  static func checkOperatorNorms(_ golden: GoldenCase) throws {
    let matrix = try golden.inputs["A"].matrix
    let row = try golden.inputs["row"].matrix
    for (key, expected) in try golden.expected.fields where key != "row_vector_dual" {
      let exponent = try #require(Double(key), "\(expected.path): the key is not an exponent")
      let norm = try OperatorNorm(of: matrix, exponent: exponent)
      try golden.check(norm.lower, expected["value"])
      try golden.check(norm.certificates.rieszThorinTwo, expected["riesz_thorin_2_inf"])
      try golden.check(norm.certificates.rieszThorinOneInfinity, expected["riesz_thorin_1_inf"])
      try golden.check(norm.certificates.schur, expected["abs_matrix_norm"])
    }
    for (key, expected) in try golden.expected["row_vector_dual"].fields {
      let exponent = try #require(Double(key), "\(expected.path): the key is not an exponent")
      let dual = try OperatorNorm(of: row, exponent: exponent)
      #expect(dual.isExact)
      try golden.check(dual.lower, expected)
    }
  }

  /// G18: the three terms of the generalization bound, and their sums.
  static func checkThreeTerms(_ golden: GoldenCase) throws {
    let inputs = try golden.inputs["cases"].array
    let values = try golden.expected["values"].array
    try #require(inputs.count == values.count, "\(golden.id): as many cases as values")
    for (input, expected) in zip(inputs, values) {
      let (n, weight) = (try input["n"].integer, try input["nu"].number)
      let bound = try GeneralizationBound(
        order: input["k"].integer, sampleCount: n, cellWeight: weight == Double(n) ? .paper : .estimated(weight),
        radius: input["delta"].number, smoothnessFactor: input["kappa"].number,
        smoothnessOffset: input["tau"].number, seminorm: input["g_x"].number,
        interpolationError: input["eps0"].number, targetLipschitzConstant: input["M1"].number,
        range: input["M0"].number, missingMass: input["missing"].number)
      try golden.check(bound.momentTerms.sobolev, expected["sobolev_term"])
      try golden.check(bound.momentTerms.target, expected["target_term"])
      try golden.check(bound.momentTerms.missing, expected["missing_term"])
      try golden.check(bound.moment, expected["total_2k"])
      try golden.check(bound.minkowskiMoment, expected["total_2k_minkowski"])
      try golden.check(bound.meanSquaredError, expected["total_mse"])
    }
  }

  /// G19: missing mass by formulas, by covering numbers and from points.
  static func checkMissingMass(_ golden: GoldenCase) throws {
    let expected = golden.expected
    let pairs = try golden.inputs["N_n"].array.map { try $0.vector }
    func values(_ formula: (Double, Int) throws -> Double) throws -> [Double] {
      try pairs.map { try formula($0[0], Int($0[1])) }
    }
    try golden.check(values { try MissingMass.uniformCells($0, samples: $1) }, expected["cells_uniform_exact"])
    try golden.check(values { try MissingMass.exponentialBound(cells: $0, samples: $1) }, expected["exp_bound"])
    try golden.check(
      values { try MissingMass.anyMeasureBound(cells: $0, samples: $1) }, expected["any_measure_bound"])

    let cubes = try golden.inputs["d_delta_cube"].array.map { try $0.vector }
    for (norm, name) in [(BallNorm.euclidean, "N_cube_l2"), (.maximum, "N_cube_linf")] {
      let numbers = try cubes.map { try CoveringNumber.unitCube(dimension: Int($0[0]), diameter: $0[1], norm: norm) }
      try golden.check(numbers, expected[name])
    }
    let spheres = try golden.inputs["d_delta_sphere"].array.map { try $0.vector }
    try golden.check(
      spheres.map { try CoveringNumber.unitSphere(dimension: Int($0[0]), diameter: $0[1]) }, expected["N_sphere"])

    let points = try golden.inputs["X"].matrix
    let heldOut = try golden.inputs["T"].matrix
    let radius = try golden.inputs["delta"].number
    // On the line the norms agree; elsewhere distances are Euclidean.
    for norm in points.columns == 1 ? BallNorm.allCases : [.euclidean] {
      let within = try NearestNeighbors(within: points, norm: norm)
      try golden.check(MissingMass.goodTuring(within, radius: radius), expected["good_turing_loo"])
      let coverage = HoldOutCoverage(try NearestNeighbors(of: points, to: heldOut, norm: norm))
      try golden.check(coverage.missingMass(radius: radius), expected["holdout"])
      for (percent, wanted) in try expected.fields(prefixed: "holdout_clopper_pearson_") {
        let confidence = try #require(Double(percent), "\(wanted.path): no confidence in percent") / 100
        try golden.check(coverage.missingMassLimit(radius: radius, confidence: confidence), wanted)
      }
    }
  }
}
