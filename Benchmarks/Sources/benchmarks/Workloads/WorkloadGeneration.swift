import Flatbook
import Foundation

/// Fills a folder with every array of the workloads: shipped ones copied, the others drawn from their seeds.
///
/// Normal numbers are Box–Muller pairs of splitmix64, orders are Fisher–Yates tables from one stream: what the library's
/// own generator draws.
struct WorkloadGeneration {
  let shipped: URL
  let target: WorkloadArrays
  /// A folder with the digits of W2 and its trained point; without it W2 takes two classes of Fashion-MNIST.
  let digits: WorkloadArrays?

  /// Writes all arrays; those of the sweep, which are large, and images only if they are wanted. Tells what the images
  /// are.
  func write(withSweep: Bool, withImages: Bool) throws -> WorkloadImages {
    for name in try FileManager.default.contentsOfDirectory(atPath: shipped.path) {
      try FileManager.default.copyItem(
        at: shipped.appendingPathComponent(name), to: target.folder.appendingPathComponent(name))
    }
    try target.write(normals(seed: 101, count: 4000), "w1_X")
    try target.write(gaussianStart([20, 100, 1], seed: 103, gains: [1, 1]), "w1_init")
    try target.write(gaussianStart([784, 500, 500, 500, 2], seed: 201, gains: [2, 2, 2, 1]), "w2_init")
    let runge = try Dataset.runge(count: 20)
    try target.write(runge.inputs.elements, "w3_X")
    try target.write(runge.targets.elements, "w3_y")
    let small = try DenseNetwork(widths: [1, 20, 20, 1], activation: .relu)
    func uniformStart(_ seed: UInt64) -> [Double] {
      var generator = SplitMix64(seed: seed)
      return small.initialParameters(using: &generator)
    }
    try target.write(uniformStart(301), "w3_init")
    for seed in 0..<5 { try target.write(uniformStart(801 + UInt64(seed)), "w8_init\(seed)") }
    try target.write(indices: orders(seed: 105, tables: 5000, count: 200), "w1_perm")
    try target.write(indices: orders(seed: 205, tables: 40, count: 1000), "w2_perm")
    try target.write(indices: orders(seed: 305, tables: 5000, count: 20), "w3_perm")
    if withSweep {
      let sweep = try WorkloadPlan(folder: target.folder).w8
      for batchSize in sweep.batchSizes {
        for seed in sweep.seeds {
          let tables = (50_000 * batchSize + 19) / 20
          try target.write(
            indices: orders(seed: UInt64(8000 + 100 * seed + batchSize), tables: tables, count: 20),
            "w8_perm_\(batchSize)_\(seed)")
        }
      }
    }
    return withImages ? try writeImages() : .none("not asked for")
  }

  private func writeImages() throws -> WorkloadImages {
    if let digits {
      try copy(digits)
      return .digits
    }
    let images: Dataset
    do {
      images = try Dataset.fashionMNIST(classes: [0, 1], perClass: 500, split: .train)
    } catch {
      return .none("\(error)")
    }
    // The classes in turn, as the digits lie, and half as bright: clothes fill more of a picture than digits do, and at
    // full brightness the rates of the workloads are unstable on them.
    let order = (0..<1000).map { $0 / 2 + ($0 % 2) * 500 }
    try target.write(
      bytes: order.flatMap { images.inputs.row($0).map { UInt8(($0 * 127).rounded()) } }, "w2_X_u8")
    try target.write(bytes: order.map { $0 < 500 ? 0 : 1 }, "w2_label_u8")
    let plan = try WorkloadPlan(folder: target.folder)
    let run = try OurTraining(plan.training("W2_B100"), plan, target)
    try target.write(run.train(), "w2_trained")
    return .fashion
  }

  /// Copies the digits and their trained point, if the folder has them whole.
  private func copy(_ digits: WorkloadArrays) throws {
    let count = 1000
    let parameters = try WorkloadPlan(folder: target.folder).network("w2").parameterCount
    let files = [
      ("w2_X_u8", "u8", count * 784), ("w2_label_u8", "u8", count), ("w2_trained", "f64", parameters * 8),
    ]
    for (name, type, size) in files {
      let file = digits.file(name, type)
      let cure = "give --workloads a folder that has it, or leave --workloads out, and W2 takes Fashion-MNIST"
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
      else { throw PeerError(description: "\(file.path) is missing: \(cure)") }
      let found = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard found == size else {
        throw PeerError(description: "\(file.path) has \(found) bytes and should have \(size): \(cure)")
      }
      try FileManager.default.copyItem(at: file.resolvingSymlinksInPath(), to: target.file(name, type))
    }
  }

  private func normals(seed: UInt64, count: Int) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return generator.normals(count)
  }

  /// Weights with variance gain/(fan-in), each layer from a seed of its own, biases 0.
  private func gaussianStart(_ widths: [Int], seed: UInt64, gains: [Double]) -> [Double] {
    zip(zip(widths, widths.dropFirst()), gains).enumerated().flatMap { layer, shape -> [Double] in
      let ((inputs, outputs), gain) = shape
      let draws = normals(seed: seed + UInt64(layer), count: inputs * outputs)
      // The roundings of the published arrays: a quotient where the gain is 1, a product elsewhere.
      let weights =
        gain == 1
        ? draws.map { $0 / Double(inputs).squareRoot() } : draws.map { $0 * (gain / Double(inputs)).squareRoot() }
      return weights + [Double](repeating: 0, count: outputs)
    }
  }

  private func orders(seed: UInt64, tables: Int, count: Int) -> [Int] {
    var generator = SplitMix64(seed: seed)
    return (0..<tables).flatMap { _ in generator.shuffledIndices(count) }
  }
}
