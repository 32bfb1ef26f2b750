import LinearAlgebra

/// Where the next batches of a run come from.
struct BatchSource {
  private enum Kind {
    case drawn(BatchSampler, SplitMix64)
    case given(BatchOrder, position: Int)
  }
  private var kind: Kind
  private var buffer = BatchOrder()
  private var done = 0
  /// The steps that the run may take.
  let limit: Int

  init(_ run: SideBySideTraining.Run, sampleCount: Int, maximumSteps: Int) {
    switch run.batches {
    case .drawn(let generator):
      kind = .drawn(
        BatchSampler(sampling: run.method.sampling, batchSize: run.method.batchSize, sampleCount: sampleCount),
        generator)
      limit = maximumSteps
    case .given(let order):
      kind = .given(order, position: 0)
      limit = min(maximumSteps, order.stepCount)
    }
  }

  /// Puts the next batches, no more than the run may take, into the buffer.
  private mutating func advance(_ steps: Int) -> Int {
    let some = min(steps, limit - done)
    switch kind {
    case .drawn(var sampler, var generator):
      sampler.draw(some, into: &buffer, using: &generator)
      kind = .drawn(sampler, generator)
    case .given(let order, let position):
      kind = .given(order, position: buffer.copy(done..<done + some, of: order, from: position))
    }
    done += some
    return some
  }

  /// Takes steps with the next batches; returns how many.
  mutating func update(_ step: any TrainingStepping, _ parameters: inout [Double], atMost steps: Int) -> Int {
    let taken = advance(min(steps, 4096))
    step.update(&parameters, batches: buffer)
    return taken
  }

  /// Writes the next batches to a table with `batchSize` places a step, -1 where there is no sample; returns how many
  /// steps there were left.
  mutating func fill(_ table: UnsafeMutableBufferPointer<Int32>, _ steps: Int, _ batchSize: Int) -> Int {
    let taken = advance(steps)
    var position = 0
    for (step, size) in buffer.sizes.enumerated() {
      for i in 0..<batchSize { table[step * batchSize + i] = i < Int(size) ? buffer.indices[position + i] : -1 }
      position += Int(size)
    }
    for i in taken * batchSize..<steps * batchSize { table[i] = -1 }
    return taken
  }
}
