import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Golden stability of every order") struct GoldenOrderTests {
  @Test("thresholds of orders 2, 4 and 6, their limit and growth factors agree (G09)")
  func thresholds() throws {
    let golden = try GoldenFile.load("G09")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    let cases = try golden.expected["thresholds"]
    for key in cases.keys {
      let sampling: BatchSampling = key.hasPrefix("without") ? .withoutReplacement : .withReplacement
      let batchSize = try #require(Int(key.split(separator: "_")[1].dropFirst()))
      for order in [2, 4, 6] {
        let stability = try MomentStability(span: span, order: order, batchSize: batchSize, sampling: sampling)
        try golden.check(stability.threshold(), cases[key]["eta_star_\(order)"])
        try golden.check(stability.everyOrderThreshold(), cases[key]["lower_bound_all_k"])
        if order < 6 {
          try golden.check(stability.growthFactor(learningRate: 1), cases[key]["rho_T\(order)_at_eta_1"])
        }
      }
    }
  }

  @Test("the Perron matrix of batches of one sample agrees, and its radius is 1/η* (G09)")
  func perron() throws {
    let golden = try GoldenFile.load("G09")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    let reduction = try PerronReduction(MeanSquareStability(span: span, batchSize: 1))
    let matrix = reduction.rateMatrix
    try golden.check(matrix, golden.expected["B1_reduced_matrix_N"])
    let radius = try #require(SymmetricEigen(of: matrix, vectors: .omitted).values.first)
    try golden.check(radius, golden.expected["B1_rho_N"])
    try golden.check(1 / radius, golden.expected["thresholds"]["with_B1"]["eta_star_2"])
    let certificate = try reduction.certificate()
    #expect(certificate.stable <= 1 / radius && 1 / radius <= certificate.unstable)
  }

  @Test("an odd order may be stable as a tensor while the mean square grows (G13)")
  func oddOrder() throws {
    let golden = try GoldenFile.load("G13")
    let products = try golden.inputs["eta_times_g_squared"].vector
    // Gradients √(η g²) at the learning rate 1.
    let span = try GradientSpan(
      gradients: Matrix(rows: products.count, columns: 1, elements: products.map { $0.squareRoot() }))
    for order in 1...3 {
      let stability = try MomentStability(span: span, order: order, batchSize: 1)
      try golden.check(stability.extremeEigenvalues(learningRate: 1).lowerBound, golden.expected["T\(order)"])
    }
    let third = try MomentStability(span: span, order: 3, batchSize: 1)
    #expect(try third.growthFactor(learningRate: 1) < 1)
    #expect(try third.threshold() > 1 && third.absoluteThreshold().upperBound < 1)
    let absolute = try third.absoluteGrowthFactor(learningRate: 1)
    try golden.check(absolute.lowerBound, golden.expected["abs3"])
    try golden.check(absolute.upperBound, golden.expected["abs3"])
    let inequality = try golden.expected["scalar_inequality"]
    for key in inequality.keys {
      let k = try #require(Double(key))
      let points = [0, 0.5, 1, 2, 3]
      let left = points.map { pow($0, k) }
      let right = points.map { pow(2, k - 1) * (1 + pow($0 - 1, k)) }
      try golden.check(left + right, inequality[key])
      for (l, r) in zip(left, right) { #expect(l <= r) }
    }
  }

  @Test("suprema over directions agree, with the direction and the largest coordinate (G14)")
  func suprema() throws {
    let golden = try GoldenFile.load("G14")
    let gradients = try golden.inputs["G"].matrix
    let span = try GradientSpan(gradients: gradients)
    for key in golden.expected.keys {
      let order = try #require(Int(key)) / 2
      let expected = try golden.expected[key]
      let supremum = try span.directionalMomentSupremum(order: order)
      try golden.check(supremum.value, expected["sup"])
      #expect(supremum.value <= supremum.upperBound)
      let direction = gradients.transposedTimes(supremum.combination)
      let wanted = try expected["u"].vector
      let sign: Double = dot(direction, wanted) < 0 ? -1 : 1
      try golden.check(direction.map { sign * $0 }, expected["u"])
      let coordinates = (0..<gradients.columns).map { j in
        gradients.column(j).reduce(0) { $0 + pow($1, Double(2 * order)) } / Double(gradients.rows)
      }
      try golden.check(#require(coordinates.max()), expected["max_coordinate"])
    }
  }

  @Test("heavy-ball thresholds agree, in the mean and in mean square (G21)")
  func heavyBall() throws {
    let golden = try GoldenFile.load("G21")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    let thresholds = try golden.expected["eta_star"]
    for key in thresholds.keys {
      let parts = key.split(separator: "_")
      let momentum = try #require(Double(parts[0].dropFirst(4)))
      let batchSize = try #require(Int(parts[1].dropFirst()))
      let stability = try HeavyBallStability(span: span, batchSize: batchSize, momentum: momentum)
      try golden.check(stability.threshold(), thresholds[key])
    }
    let mean = try golden.expected["gd"]
    for key in mean.keys {
      let momentum = try #require(Double(key))
      let stability = try HeavyBallStability(span: span, batchSize: span.sampleCount, momentum: momentum)
      try golden.check(stability.meanThreshold, mean[key])
      try golden.check(stability.threshold(), mean[key])
    }
  }
}
