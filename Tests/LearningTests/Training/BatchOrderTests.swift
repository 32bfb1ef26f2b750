import LinearAlgebra
import Testing

@testable import Learning

@Suite("The order of batches") struct BatchOrderTests {
  @Test(
    "a draw below a known bound is the generator's own", arguments: [1, 2, 3, 7, 20, 200, 65_537, 1 << 40, Int.max])
  func draws(bound: Int) {
    let draw = BoundedDraw(below: bound)
    var (own, plain) = (SplitMix64(seed: 3), SplitMix64(seed: 3))
    for _ in 0..<2000 { #expect(draw.next(using: &own) == plain.uniformIndex(below: bound)) }
    // At the ends of the range of 64 bits.
    for start in [UInt64.max - 500, 0, UInt64.max / 2] {
      var (up, same) = (Counting(next: start), Counting(next: start))
      for _ in 0..<400 { #expect(draw.next(using: &up) == same.uniformIndex(below: bound)) }
    }
  }

  @Test("a run on given batches is the run that drew them", arguments: BatchSampling.allCases)
  func given(sampling: BatchSampling) throws {
    let (network, start, data) = try randomProblem(widths: [2, 9, 2], activation: .tanh, samples: 7, seed: 5)
    let method = try StochasticGradientDescent(learningRate: 0.03, batchSize: 3, sampling: sampling)
    let drawn = try method.train(network, on: data, from: start, maximumSteps: 40, using: SplitMix64(seed: 6))
    var sampler = BatchSampler(sampling: sampling, batchSize: 3, sampleCount: 7)
    var generator = SplitMix64(seed: 6)
    var order = BatchOrder()
    sampler.draw(40, into: &order, using: &generator)
    for interval in [nil, 1, 7] {
      let given = try method.train(network, on: data, from: start, batches: order, checkEvery: interval)
      #expect(given.parameters == drawn.parameters && given.steps == 40 && given.outcome == .stepLimit)
    }
    #expect(try BatchOrder(order.batches).batches == order.batches)
  }

  @Test("a network of one's own takes given batches too")
  func convolutional() throws {
    let (network, start, data) = try randomProblem(widths: [2, 4, 1], activation: .tanh, samples: 6, seed: 5)
    let order = try BatchOrder([[0, 1], [5], [2, 3]])
    var (one, other) = (start, start)
    GradientStep(network: network, data: data, learningRate: 0.1).update(&one, batches: order)
    network.trainingStep(on: data, learningRate: 0.1, batchSize: 2).update(&other, batches: order)
    #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-13 } && one != start)
  }

  @Test("an epoch is cut like a data loader cuts it")
  func epochs() throws {
    let order = try BatchOrder(epochs: [[4, 2, 0, 1, 3], [0, 1, 2, 3, 4]], batchSize: 2)
    #expect(order.batches == [[4, 2], [0, 1], [3], [0, 1], [2, 3], [4]])
    #expect(order.stepCount == 6 && order.largestBatch == 2 && order.largestIndex == 4)
  }

  @Test("what cannot be a batch is refused with its step")
  func refusals() throws {
    let (network, start, data) = try randomProblem(widths: [2, 3, 1], activation: .tanh, samples: 5, seed: 5)
    #expect(throws: TrainingError.badBatch(step: 1)) { try BatchOrder([[0], []]) }
    #expect(throws: TrainingError.badBatch(step: 0)) { try BatchOrder([[0, -1]]) }
    #expect(throws: TrainingError.badBatchSize(0)) { try BatchOrder(epochs: [[0]], batchSize: 0) }
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 1)
    #expect(throws: TrainingError.sampleOutOfRange(index: 5, sampleCount: 5)) {
      try method.train(network, on: data, from: start, batches: BatchOrder([[1, 5]]))
    }
    #expect(throws: TrainingError.badStride(0)) {
      try method.train(network, on: data, from: start, batches: BatchOrder([[1]]), checkEvery: 0)
    }
  }

  @Test("no batch is no step")
  func empty() throws {
    let (network, start, data) = try randomProblem(widths: [2, 3, 1], activation: .relu, samples: 5, seed: 5)
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 1)
    let result = try method.train(network, on: data, from: start, batches: BatchOrder([]))
    #expect(result.parameters == start && result.steps == 0)
  }
}

/// 0, 1, 2, … from a start, modulo 2⁶⁴.
private struct Counting: RandomNumberGenerator {
  var state: UInt64
  init(next: UInt64) { state = next }
  mutating func next() -> UInt64 {
    defer { state &+= 1 }
    return state
  }
}
