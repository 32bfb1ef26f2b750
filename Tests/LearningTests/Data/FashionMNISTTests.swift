import Foundation
import Learning
import Testing

@Suite("Fashion-MNIST")
struct FashionMNISTTests {
  @Suite(
    "with the data set",
    .enabled(if: FashionMNIST.isInstalled(), "install the Debian package dataset-fashion-mnist to run these"))
  struct Installed {
    @Test("two classes of 500 training images come class after class, one-hot")
    func training() throws {
      let data = try Dataset.fashionMNIST(classes: [0, 1], perClass: 500, split: .train)
      #expect(data.count == 1000)
      #expect(data.inputDimension == 784)
      #expect(data.outputDimension == 2)
      for i in [0, 499] { #expect(data.targets.row(i) == [1, 0]) }
      for i in [500, 999] { #expect(data.targets.row(i) == [0, 1]) }
      #expect(data.inputs.elements.allSatisfy { (0...1).contains($0) })
      // Sums of bytes, computed from the files by other means.
      let sums = [0, 500, 999].map { Int((data.inputs.row($0).reduce(0, +) * 255).rounded()) }
      #expect(sums == [84598, 52118, 54894])
    }

    @Test("all images of the chosen classes form the test set, in the order of the classes")
    func test() throws {
      let data = try Dataset.fashionMNIST(classes: [9, 3], split: .test, targets: .signs)
      #expect(data.count == 2000)
      #expect(data.outputDimension == 1)
      #expect(data.targets[0, 0] == -1 && data.targets[1999, 0] == 1)
      let sums = [0, 1000].map { Int((data.inputs.row($0).reduce(0, +) * 255).rounded()) }
      #expect(sums == [33456, 43427])
    }

    @Test("one output that numbers the classes is a named choice")
    func positions() throws {
      let data = try Dataset.fashionMNIST(classes: [4, 2, 7], perClass: 2, split: .test, targets: .positions)
      #expect(data.targets.elements == [0, 0, 1, 1, 2, 2])
    }

    @Test("more images than there are is an error that says how many there are")
    func tooMany() {
      #expect {
        try Dataset.fashionMNIST(classes: [0], perClass: 1001, split: .test)
      } throws: { "\($0)".contains("at most 1000") }
    }
  }

  @Test("classes, counts and targets that make no sense are refused before any file is read")
  func arguments() {
    func refuses(_ classes: [Int], _ perClass: Int?, _ targets: ClassTargets) -> Bool {
      do {
        _ = try Dataset.fashionMNIST(
          classes: classes, perClass: perClass, split: .train, targets: targets, directory: "/nowhere")
        return false
      } catch {
        if case .invalidArgument = error { return true }
        return false
      }
    }
    #expect(refuses([], 1, .oneHot))
    #expect(refuses([1, 1], 1, .oneHot))
    #expect(refuses([10], 1, .oneHot))
    #expect(refuses([-1], 1, .oneHot))
    #expect(refuses([1], 0, .oneHot))
    #expect(refuses([0, 1, 2], 1, .signs))
  }

  @Test("the folder is the argument's, else the environment's, else Debian's")
  func directories() {
    #expect(FashionMNIST.directory(argument: "/a", environment: "/b") == "/a")
    #expect(FashionMNIST.directory(argument: nil, environment: "/b") == "/b")
    #expect(FashionMNIST.directory(argument: nil, environment: nil) == "/usr/share/datasets/fashion-mnist")
  }

  @Test("a folder without the data set is an error that names file and cure")
  func missing() {
    #expect {
      try Dataset.fashionMNIST(classes: [0, 1], perClass: 1, split: .train, directory: "/nowhere")
    } throws: { error in
      let text = "\(error)"
      return text.contains("/nowhere/train-labels-idx1-ubyte.gz") && text.contains("dataset-fashion-mnist")
        && text.contains("FLATBOOK_FASHION_MNIST")
    }
  }

  @Test("plain files do as well as packed ones")
  func plainFiles() throws {
    try IDXBytes.withTemporaryDirectory { folder in
      try write(folder, labels: [1, 0, 1], imageSizes: [3, 28, 28])
      let data = try Dataset.fashionMNIST(classes: [1, 0], split: .test, targets: .positions, directory: folder.path)
      #expect(data.targets.elements == [0, 0, 1])
      #expect((0..<3).map { data.inputs[$0, 0] } == [0, 2.0 / 255, 1.0 / 255])
    }
  }

  @Test("labels above 9, sizes that do not fit and the wrong element type are named")
  func wrongContent() throws {
    func description(labels: [UInt8], imageSizes: [UInt32], type: UInt8 = 8) throws -> String {
      try IDXBytes.withTemporaryDirectory { folder in
        try write(folder, labels: labels, imageSizes: imageSizes, type: type)
        do {
          _ = try Dataset.fashionMNIST(classes: [1], split: .test, directory: folder.path)
          return "no error"
        } catch {
          return "\(error)"
        }
      }
    }
    #expect(try description(labels: [1, 10, 1], imageSizes: [3, 28, 28]).contains("byte 9 "))
    #expect(try description(labels: [1, 1], imageSizes: [3, 28, 28]).contains("[2, 28, 28]"))
    #expect(try description(labels: [1, 1, 1], imageSizes: [3, 27, 28]).contains("[3, 27, 28]"))
    #expect(try description(labels: [1, 1, 1], imageSizes: [3, 28, 28], type: 9).contains("type code 9"))
  }

  private func write(_ folder: URL, labels: [UInt8], imageSizes: [UInt32], type: UInt8 = 8) throws {
    let length = Int(imageSizes[1] * imageSizes[2])
    let pixels = (0..<imageSizes[0]).flatMap { Array(repeating: UInt8($0), count: length) }
    try Data(IDXBytes.file(sizes: [UInt32(labels.count)], values: labels))
      .write(to: folder.appendingPathComponent("t10k-labels-idx1-ubyte"))
    try Data(IDXBytes.file(type: type, sizes: imageSizes, values: pixels))
      .write(to: folder.appendingPathComponent("t10k-images-idx3-ubyte"))
  }
}
