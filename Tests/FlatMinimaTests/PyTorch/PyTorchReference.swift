import Foundation
import Learning
import LinearAlgebra
import Testing

@testable import FlatMinima

/// What PyTorch found in networks that it trained and saved.
///
/// The folder is the one named by `FLATBOOK_PYTORCH`, which `Scripts/pytorch-round-trip` makes, or the small one that
/// is kept with the tests.
struct PyTorchReference: Decodable {
  let versions: [String: String]
  let cases: [String: Case]

  struct Case: Decodable {
    let sampleCount: Int
    let outputDimension: Int
    let inputShape: [Int]
    let parameterCount: Int
    let outputs: [[Double]]
    let loss: Double
    let meanSquaredError: Double
    /// nil where there are too many parameters to write down.
    let gradient: [Double]?
    let gradientNorm: Double
    let sharpness: Double
    let trace: Double
    let frobeniusNorm: Double
    /// By the exponent 2k.
    let parameterGradientMoments: [String: Double]
    let inputGradientMoments: [String: Double]
    let hessianLargest: Double?
    let hessianSmallest: Double?
    let hessianTrace: Double?
    let nonuniformity: Double?
    /// W after a step of SGD over all samples, minus W before, at `stepRate`, by the reduction of MSELoss.
    let stepRate: Double?
    let meanStep: [Double]?
    let sumStep: [Double]?
  }

  static var folder: URL {
    get throws {
      if let named = ProcessInfo.processInfo.environment["FLATBOOK_PYTORCH"] { return URL(fileURLWithPath: named) }
      return try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
    }
  }

  static func load() throws -> PyTorchReference {
    let content = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode(PyTorchReference.self, from: content)
  }

  static func holds(_ name: String) -> Bool { (try? load().cases[name]) != nil }

  static func weights(_ name: String) throws -> TensorArchive {
    try TensorArchive(safetensors: folder.appendingPathComponent("\(name).safetensors").path)
  }

  static func data(_ name: String) throws -> Dataset {
    let folder = try folder
    return try Dataset(
      inputs: Tensor(npy: folder.appendingPathComponent("\(name).inputs.npy").path),
      targets: Tensor(npy: folder.appendingPathComponent("\(name).targets.npy").path))
  }
}
