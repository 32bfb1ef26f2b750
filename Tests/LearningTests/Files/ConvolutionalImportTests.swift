import Learning
import LinearAlgebra
import Testing

@Suite("Convolutional networks from files") struct ConvolutionalImportTests {
  private let image = FeatureShape(channels: 2, height: 4, width: 4)
  private let layers: [ConvolutionalNetwork.Layer] = [
    .convolution(channels: 3, kernel: GridSize(height: 1, width: 2)), .activation(.relu),
    .residual([.convolution(channels: 3, kernel: 3, padding: 1, biases: .none), .activation(.relu)]), .flatten,
    .dense(2),
  ]

  private func archive(
    _ tensors: [(String, [Int])]
  ) throws -> TensorArchive {
    var next = 0.0
    return try TensorArchive(
      tensors.map { name, sizes in
        let values = (0..<sizes.reduce(1, *)).map { _ in
          next += 1
          return next
        }
        return (name, try Tensor(sizes: sizes, values: values))
      })
  }

  @Test("a network goes to safetensors and comes back the same, shortcuts included")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 1)
    let network = try ConvolutionalNetwork(input: image, layers: layers)
    let parameters = network.initialParameters(using: &generator)
    let archive = try TensorArchive(of: network, parameters: parameters)
    #expect(archive.names == ["0.weight", "0.bias", "2.0.weight", "4.weight", "4.bias"])
    #expect(archive["2.0.weight"]?.sizes == [3, 3, 3, 3])
    let again = try ConvolutionalNetwork.imported(
      from: TensorArchive(safetensorsBytes: archive.safetensorsBytes), input: image, layers: layers)
    #expect(again.network == network)
    #expect(again.parameters == parameters)
    #expect(throws: NetworkError.self) { try TensorArchive(of: network, parameters: [1]) }
  }

  @Test("features come before the classifier, each in the order of its numbers")
  func names() throws {
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: 1, height: 2, width: 2),
      layers: [.convolution(channels: 1, kernel: 1), .convolution(channels: 1, kernel: 2), .dense(2), .dense(1)])
    let tensors = [
      ("classifier.2.weight", [1, 2]), ("classifier.2.bias", [1]), ("classifier.0.bias", [2]),
      ("classifier.0.weight", [2, 1]), ("features.10.weight", [1, 1, 2, 2]), ("features.10.bias", [1]),
      ("features.3.weight", [1, 1, 1, 1]), ("features.3.bias", [1]),
    ]
    #expect(
      try network.parameters(from: archive(tensors)) == [13, 14, 8, 9, 10, 11, 12, 6, 7, 4, 5, 1, 2, 3])
  }

  @Test("other names need their order said, and then other tensors are left alone")
  func explicitNames() throws {
    let network = try ConvolutionalNetwork(
      input: FeatureShape(channels: 1, height: 1, width: 2),
      layers: [
        .residual([.convolution(channels: 1, kernel: 1, biases: .none)]),
        .convolution(channels: 1, kernel: 1, biases: .none),
      ])
    let tensors = [("stem.weight", [1, 1, 1, 1]), ("block1.conv.weight", [1, 1, 1, 1]), ("epoch", [1])]
    #expect(throws: DataError.self) { try network.parameters(from: archive(tensors)) }
    #expect(throws: DataError.self) { try network.parameters(from: archive(Array(tensors.prefix(2)))) }
    #expect(try network.parameters(from: archive(tensors), layers: ["block1.conv", "stem"]) == [2, 1])
    #expect(throws: DataError.self) { try network.parameters(from: archive(tensors), layers: ["stem"]) }
  }

  @Test("wrong sizes, missing tensors, unwanted biases and batch normalization are refused with their place")
  func refusals() throws {
    let network = try ConvolutionalNetwork(
      input: image, layers: [.convolution(channels: 3, kernel: 2), .flatten, .dense(2, biases: .none)])
    let good = [("0.weight", [3, 2, 2, 2]), ("0.bias", [3]), ("2.weight", [2, 27])]
    _ = try network.parameters(from: archive(good))
    func problem(_ index: Int?, _ name: String, _ sizes: [Int]) -> FileProblem? {
      var tensors = good
      if let index { tensors[index] = (name, sizes) } else { tensors.append((name, sizes)) }
      return fileProblem { _ = try network.parameters(from: archive(tensors)) }?.1
    }
    #expect(
      problem(0, "0.weight", [3, 2, 3, 2])
        == .wrongSizes(found: [3, 2, 3, 2], needed: "[3, 2, 2, 2] of layer 0 (convolution)"))
    #expect(problem(1, "0.bias", [2]) == .wrongSizes(found: [2], needed: "[3], one bias per output"))
    #expect(problem(2, "2.weight", [27, 2]) == .wrongSizes(found: [27, 2], needed: "[2, 27] of layer 2 (dense)"))
    #expect(problem(nil, "2.bias", [2]) == .malformed("layer 2 of the network has no biases"))
    #expect(problem(1, "1.bias", [3]) == .missingName("1.weight", available: ["0.weight", "1.bias", "2.weight"]))
    guard case .malformed(let text) = problem(nil, "1.running_mean", [3]) else {
      Issue.record("a batch normalization is not refused")
      return
    }
    #expect(text.contains("batch normalization") && text.contains("fold"))
    let bare = Array(good.filter { $0.0 != "0.bias" })
    #expect(fileProblem { _ = try network.parameters(from: archive(bare)) } != nil)
    let infinite = try TensorArchive([("0.weight", Tensor(Matrix([[.nan]])))], path: "w.npz")
    let dense = try ConvolutionalNetwork(input: .flat(1), layers: [.dense(1, biases: .none)])
    #expect(throws: DataError.self) { try dense.parameters(from: infinite) }
  }
}
