import FlatMinima
import LinearAlgebra
import Testing

@Suite("Golden cases G18 and G19")
struct GoldenBoundTests {
  @Test("the three terms, their sum, Minkowski's form and the mean squared error have the golden values")
  func threeTerms() throws {
    let golden = try GoldenFile.load("G18")
    for (input, expected) in zip(try golden.inputs["cases"].array, try golden.expected["values"].array) {
      let weight = try input["nu"].number
      let bound = try GeneralizationBound(
        order: input["k"].integer, sampleCount: input["n"].integer,
        cellWeight: weight == input["n"].number ? .paper : .estimated(weight), radius: input["delta"].number,
        smoothnessFactor: input["kappa"].number, smoothnessOffset: input["tau"].number,
        seminorm: input["g_x"].number, interpolationError: input["eps0"].number,
        targetLipschitzConstant: input["M1"].number, range: input["M0"].number, missingMass: input["missing"].number)
      try golden.check(bound.momentTerms.sobolev, expected["sobolev_term"])
      try golden.check(bound.momentTerms.target, expected["target_term"])
      try golden.check(bound.momentTerms.missing, expected["missing_term"])
      try golden.check(bound.moment, expected["total_2k"])
      try golden.check(bound.minkowskiMoment, expected["total_2k_minkowski"])
      try golden.check(bound.meanSquaredError, expected["total_mse"])
    }
  }

  @Test("missing-mass formulas and covering numbers have the golden values")
  func missingMassFormulas() throws {
    let golden = try GoldenFile.load("G19")
    let cases = try golden.inputs["N_n"].array.map { try $0.vector }
    func values(_ formula: (Double, Int) throws -> Double) throws -> [Double] {
      try cases.map { try formula($0[0], Int($0[1])) }
    }
    try golden.check(values { try MissingMass.uniformCells($0, samples: $1) }, golden.expected["cells_uniform_exact"])
    try golden.check(
      values { try MissingMass.exponentialBound(cells: $0, samples: $1) }, golden.expected["exp_bound"])
    try golden.check(
      values { try MissingMass.anyMeasureBound(cells: $0, samples: $1) }, golden.expected["any_measure_bound"])

    let cubes = try golden.inputs["d_delta_cube"].array.map { try $0.vector }
    for (norm, name) in [(BallNorm.euclidean, "N_cube_l2"), (.maximum, "N_cube_linf")] {
      let numbers = try cubes.map {
        try CoveringNumber.unitCube(dimension: Int($0[0]), diameter: $0[1], norm: norm)
      }
      try golden.check(numbers, golden.expected[name])
    }
    let spheres = try golden.inputs["d_delta_sphere"].array.map { try $0.vector }
    try golden.check(
      spheres.map { try CoveringNumber.unitSphere(dimension: Int($0[0]), diameter: $0[1]) },
      golden.expected["N_sphere"])
  }

  @Test("Good–Turing, hold-out and its Clopper–Pearson limit have the golden values")
  func missingMassEstimators() throws {
    let golden = try GoldenFile.load("G19")
    let points = try golden.inputs["X"].matrix
    let heldOut = try golden.inputs["T"].matrix
    let radius = try golden.inputs["delta"].number
    for norm in BallNorm.allCases {
      let within = try NearestNeighbors(within: points, norm: norm)
      try golden.check(MissingMass.goodTuring(within, radius: radius), golden.expected["good_turing_loo"])
      let coverage = HoldOutCoverage(try NearestNeighbors(of: points, to: heldOut, norm: norm))
      try golden.check(coverage.missingMass(radius: radius), golden.expected["holdout"])
      try golden.check(
        coverage.missingMassLimit(radius: radius, confidence: 0.95), golden.expected["holdout_clopper_pearson_95"])
    }
  }
}
