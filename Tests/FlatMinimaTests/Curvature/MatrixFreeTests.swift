import FlatMinima
import Learning
import LinearAlgebra
import Testing

private let shapes: [[Int]] = [[2, 6, 1], [3, 5, 4, 2], [4, 2]]

@Suite("Curvature without matrices") struct MatrixFreeTests {
  @Test("sharpness by products is sharpness by the Gram matrix", arguments: shapes)
  func sharpness(widths: [Int]) throws {
    for seed in 20..<25 {
      let point = try randomPoint(widths: widths, samples: 9, seed: UInt64(seed))
      let exact = try point.curvature().sharpness
      for limit in [MemoryLimit(bytes: 0), .unlimited] {
        #expect(try abs(point.sharpness(memoryLimit: limit) - exact) < 1e-9 * exact)
      }
      #expect(try abs(point.plain().sharpness(memoryLimit: MemoryLimit(bytes: 0)) - exact) < 1e-9 * exact)
    }
  }

  @Test("the diagonal blocks of K are those of K, from the factors and by default", arguments: shapes)
  func sampleGrams(widths: [Int]) throws {
    let point = try randomPoint(widths: widths, seed: 30)
    let gram = point.jacobian.gram
    let outputs = point.network.outputDimension
    let plain = try point.plain()
    for blocks in [point.jacobian.sampleGrams, plain.jacobian.sampleGrams] {
      for row in 0..<gram.rows {
        for c in 0..<outputs {
          let expected = gram[row, row - row % outputs + c]
          #expect(abs(blocks[row, c] - expected) < 1e-12 * (1 + abs(expected)))
        }
      }
    }
  }

  @Test("every matrix-free measure agrees with the exact one within its stated error", arguments: shapes)
  func measures(widths: [Int]) throws {
    for seed in 40..<42 {
      let point = try randomPoint(widths: widths, samples: 25, seed: UInt64(seed))
      let exact = try point.curvature()
      let nonuniformity = try exact.nonuniformity()
      let hessianTrace = try point.hessian().dense.trace
      var generator = SplitMix64(seed: UInt64(seed))
      let effort = MatrixFreeEffort(probes: 200, sketch: 4, lanczosSteps: 30)
      for estimate in [
        try point.estimatedCurvature(method: .matrixFree(effort), using: &generator),
        try point.plain().estimatedCurvature(method: .matrixFree(effort), using: &generator),
      ] {
        let sharpness = estimate.sharpness
        #expect(sharpness.value <= exact.sharpness * (1 + 1e-12) && exact.sharpness <= sharpness.upperLimit + 1e-12)
        #expect(abs(sharpness.value - exact.sharpness) <= sharpness.residual + 1e-9)
        #expect(abs(estimate.trace - exact.trace) < 1e-10 * exact.trace)
        let frobenius = estimate.frobeniusNorm
        #expect(abs(frobenius.value - exact.frobeniusNorm) <= 4 * frobenius.standardError + 1e-9)
        #expect(abs(estimate.nonuniformity - nonuniformity) < 1e-6 * (1 + nonuniformity))
        #expect(abs(estimate.hessianTrace.value - hessianTrace) <= 4 * estimate.hessianTrace.standardError + 1e-9)
      }
    }
  }

  @Test("the Gram matrix gives the same measures without error bars")
  func gram() throws {
    let point = try randomPoint(widths: [3, 5, 1], seed: 50)
    let exact = try point.curvature()
    var generator = SplitMix64(seed: 1)
    let estimate = try point.estimatedCurvature(using: &generator)
    #expect(estimate.plan.choice == .gram && estimate.sharpness.value == exact.sharpness)
    #expect(estimate.frobeniusNorm.standardError == 0 && estimate.frobeniusNorm.value == exact.frobeniusNorm)
    #expect(try abs(estimate.nonuniformity - exact.nonuniformity()) < 1e-12)
  }

  @Test("automatic takes the Gram matrix where it fits and is cheap, and says why it does not")
  func plans() throws {
    let point = try randomPoint(widths: [3, 5, 1], samples: 20, seed: 51)
    let small = try CurvaturePlan(for: point.jacobian)
    #expect(small.choice == .gram && small.gram.bytes == 48 * 400 && small.cost == small.gram)
    #expect(small.description.hasPrefix("Gram matrix: ") && small.description.contains("2.0 GiB"))
    let tight = try CurvaturePlan(for: point.jacobian, memoryLimit: MemoryLimit(bytes: 19199))
    #expect(tight.choice == .matrixFree(.standard) && tight.cost == tight.matrixFree)
    #expect(tight.reason.contains("18.8 KiB") && tight.description.contains("32 probes"))
    let exactly = try CurvaturePlan(for: point.jacobian, memoryLimit: MemoryLimit(bytes: 19200))
    #expect(exactly.choice == .gram)
    let asked = try CurvaturePlan(for: point.jacobian, method: .matrixFree())
    #expect(asked.choice == .matrixFree(.standard) && asked.reason == "it was asked for")
  }

  @Test("the eigenproblem is avoided where it would take ten times as long")
  func dearEigenproblem() throws {
    let point = try randomPoint(widths: [1, 2, 1], samples: 3000, seed: 52)
    let plan = try CurvaturePlan(for: point.jacobian, memoryLimit: .unlimited)
    #expect(plan.choice == .matrixFree(.standard) && plan.reason.contains("ten times"))
  }

  @Test("a Gram matrix above the limit is refused before it is built, with bytes, limit and advice")
  func refusal() throws {
    let point = try randomPoint(widths: [3, 5, 2], samples: 10, seed: 53)
    let limit = MemoryLimit(bytes: 1024)
    let expected = CurvatureError.tooLarge(bytes: 48 * 400, limit: limit, size: 20)
    #expect(throws: expected) { try point.curvature(memoryLimit: limit) }
    var generator = SplitMix64(seed: 1)
    #expect(throws: expected) {
      try point.estimatedCurvature(method: .gram, memoryLimit: limit, using: &generator)
    }
    #expect(throws: expected) {
      try InterpolatingMinimum(
        network: point.network, parameters: point.parameters,
        data: Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs), memoryLimit: limit)
    }
    for word in ["20 gradients", "18.8 KiB", "1.0 KiB", "estimatedCurvature", "memoryLimit"] {
      #expect(expected.description.contains(word))
    }
    #expect(MemoryLimit.standard.description == "2.0 GiB" && MemoryLimit.unlimited.description == "no limit")
  }

  @Test("spectral densities of all parts have the traces they should", arguments: [6, 40])
  func densities(samples: Int) throws {
    let point = try randomPoint(widths: [2, 5, 1], samples: samples, seed: 54)
    let parameters = point.network.parameterCount
    var generator = SplitMix64(seed: 2)
    for part in [HessianPart.gaussNewton, .full, .residual] {
      let dense = try point.hessian(part).dense
      let density = try point.spectralDensity(of: part, probes: 40, steps: 30, using: &generator)
      #expect(density.dimension == parameters && abs(density.weights.reduce(0, +) - 1) < 1e-10)
      let (trace, squares) = (density.trace { $0 }, density.trace { $0 * $0 })
      #expect(abs(trace.value - dense.trace) <= 4 * trace.standardError + 1e-9)
      #expect(abs(squares.value - dot(dense.elements, dense.elements)) <= 4 * squares.standardError + 1e-9)
    }
    let density = try point.spectralDensity(of: .gaussNewton, probes: 40, steps: 30, using: &generator)
    let values = try SymmetricEigen(of: point.hessian(.gaussNewton).dense, vectors: .omitted).values
    let zeros = density.zeroMass(tolerance: 1e-6)
    let expected = Double(values.filter { abs($0) <= 1e-6 * values[0] }.count) / Double(parameters)
    #expect(abs(zeros.value - expected) <= 4 * zeros.standardError + 1e-9)
  }

  @Test("no gradients and one sample give zeros, not NaN")
  func degenerate() throws {
    let network = try DenseNetwork(widths: [2, 2, 1], activation: .relu, biases: .none)
    let data = try Dataset(inputs: Matrix([[0, 0], [0, 0]]), targets: [0, 0])
    let point = try ParameterPoint(network: network, parameters: [1, 1, 1, 1, 1, 1], data: data)
    var generator = SplitMix64(seed: 3)
    let estimate = try point.estimatedCurvature(method: .matrixFree(), using: &generator)
    #expect(estimate.sharpness.value == 0 && estimate.frobeniusNorm.value == 0 && estimate.nonuniformity == 0)
    #expect(estimate.frobeniusNorm.standardError == 0 && estimate.hessianTrace.value == 0)
    let single = try randomPoint(widths: [2, 3, 1], samples: 1, seed: 4)
    let one = try single.estimatedCurvature(method: .matrixFree(), using: &generator)
    #expect(one.nonuniformity == 0 && abs(one.sharpness.value - one.trace) < 1e-12 * one.trace)
  }
}
