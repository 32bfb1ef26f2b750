import Learning
import LinearAlgebra
import Testing

@Suite("Networks from files") struct NetworkImportTests {
  private func imported(
    _ tensors: [(String, [Int])], layers: [String]? = nil
  ) throws -> (network: DenseNetwork, parameters: [Double]) {
    var next = 0.0
    let archive = try TensorArchive(
      tensors.map { name, sizes in
        let values = (0..<sizes.reduce(1, *)).map { _ in
          next += 1
          return next
        }
        return (name, try Tensor(sizes: sizes, values: values))
      })
    return try DenseNetwork.imported(from: archive, activation: .relu, layers: layers)
  }

  private func refused(
    _ tensors: [(String, [Int])], layers: [String]? = nil, _ problem: FileProblem? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = fileProblem { _ = try imported(tensors, layers: layers) }
    #expect(found != nil, sourceLocation: sourceLocation)
    if let problem { #expect(found?.1 == problem, sourceLocation: sourceLocation) }
  }

  @Test("a network goes to safetensors and comes back the same", arguments: [DenseNetwork.Biases.everyLayer, .none])
  func roundTrip(biases: DenseNetwork.Biases) throws {
    var generator = SplitMix64(seed: 2)
    let widths = [3] + Array(repeating: 4, count: 11) + [2]
    let network = try DenseNetwork(widths: widths, activation: .tanh, biases: biases)
    let parameters = network.initialParameters(using: &generator)
    let bytes = try TensorArchive(of: network, parameters: parameters).safetensorsBytes
    let again = try DenseNetwork.imported(from: TensorArchive(safetensorsBytes: bytes), activation: .tanh)
    #expect(again.network == network)
    #expect(again.parameters == parameters)
    #expect(throws: NetworkError.self) { try TensorArchive(of: network, parameters: [1]) }
  }

  @Test("numbers in the names give the order, 10 after 2, whatever the order in the file")
  func order() throws {
    let found = try imported([
      ("10.bias", [1]), ("10.weight", [1, 2]), ("0.bias", [2]), ("0.weight", [2, 3]), ("2.bias", [2]),
      ("2.weight", [2, 2]),
    ])
    #expect(found.network.widths == [3, 2, 2, 1])
    #expect(found.parameters == [6, 7, 8, 9, 10, 11, 4, 5, 14, 15, 16, 17, 12, 13, 2, 3, 1])
    #expect(try imported([("net.fc2.weight", [1, 2]), ("net.fc1.weight", [2, 3])]).network.widths == [3, 2, 1])
    #expect(try imported([("net.fc2.weight", [1, 2]), ("net.fc1.weight", [2, 3])]).network.biases == .none)
    #expect(try imported([("weight", [1, 2]), ("bias", [1])]).network.widths == [2, 1])
  }

  @Test("names without numbers need their order said, and then other tensors are left alone")
  func namedLayers() throws {
    let tensors = [("hidden.weight", [2, 2]), ("first.weight", [2, 2]), ("out.weight", [1, 2]), ("X", [5, 2])]
    refused(tensors)
    refused(Array(tensors.prefix(3)))
    let found = try imported(tensors, layers: ["first", "hidden", "out"])
    #expect(found.network.widths == [2, 2, 2, 1])
    #expect(found.parameters == [5, 6, 7, 8, 1, 2, 3, 4, 9, 10])
    refused(tensors, layers: ["first", "last"], .missingName("last.weight", available: tensors.map(\.0)))
    #expect(throws: DataError.self) { try imported(tensors, layers: []) }
  }

  @Test("shapes that do not chain, convolutions, lone biases and strange tensors are refused")
  func refusals() throws {
    refused([("0.weight", [2, 3]), ("2.weight", [1, 3])])
    refused([("0.weight", [2, 3]), ("0.bias", [3])], .wrongSizes(found: [3], needed: "[2], one bias per output"))
    refused(
      [("0.weight", [2, 3, 3, 3])], .wrongSizes(found: [2, 3, 3, 3], needed: "[outputs, inputs] of a dense layer"))
    refused([("0.weight", [0, 3])])
    refused([("0.bias", [3])])
    refused([("0.weight", [2, 3]), ("0.bias", [2]), ("2.weight", [1, 2])])
    refused([("0.weight", [2, 3]), ("1.running_mean", [2])])
    #expect(throws: DataError.self) { try imported([]) }
    let archive = try TensorArchive([("0.weight", Tensor(Matrix([[1, .infinity]])))], path: "w.npz")
    #expect(
      throws: DataError.file(
        path: "w.npz", place: .byte(0), problem: .notFinite("inf (value 1 of '0.weight')"), cure: "Give other tensors.")
    ) { try DenseNetwork.imported(from: archive, activation: .relu) }
  }
}
