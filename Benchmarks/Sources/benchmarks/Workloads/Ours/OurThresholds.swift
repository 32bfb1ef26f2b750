import Flatbook

/// W7: exact thresholds from a Gram matrix, in PyTorch's scale.
struct OurThresholds {
  let gram: Matrix
  let batchSizes: [Int]

  /// The published Gram matrix, six batch sizes.
  init(_ arrays: WorkloadArrays) throws {
    gram = Matrix(rows: 200, columns: 200, elements: try arrays.doubles("w7_K"))
    batchSizes = [1, 2, 5, 10, 50, 200]
  }

  /// A Gram matrix of random gradients with a decaying spectrum, one batch size.
  init(samples: Int) {
    var generator = SplitMix64(seed: 1)
    let dimension = samples + samples / 2
    var gradients = Matrix(rows: samples, columns: dimension, elements: generator.normals(samples * dimension))
    for i in 0..<samples {
      for j in 0..<dimension { gradients[i, j] /= Double(j + 1).squareRoot() }
    }
    gram = gradients.timesTransposed(gradients)
    batchSizes = [10]
  }

  /// η* for every batch size.
  func values() throws -> [String: [Double]] {
    let span = try GradientSpan(gram: gram, outputDimension: 1)
    return [
      "eta_star": try MeanSquareStability.thresholds(span: span, batchSizes: batchSizes).map {
        pyTorchLearningRate(fromTheoryRate: $0, reduction: .mean, outputDimension: 1)
      }
    ]
  }
}
