import LinearAlgebra

extension Dataset {
  /// Images of Fashion-MNIST: one row of 784 pixels in [0, 1] per image, and the classes as targets.
  ///
  /// The images stand class after class in the order of `classes`, within a class in the order of the file: for each
  /// class the first `perClass` of them, as in the experiments of Ma & Ying (2021), who take two classes, 500 images of
  /// each for training and all of them for testing.
  ///
  /// ```swift
  /// let training = try Dataset.fashionMNIST(classes: [0, 1], perClass: 500, split: .train)
  /// let test = try Dataset.fashionMNIST(classes: [0, 1], split: .test)
  /// ```
  ///
  /// Both files are read and checked whole: about 50 MB of memory and some tenths of a second for `.train`.
  ///
  /// - Parameters:
  ///   - classes: different labels from 0 to 9; `FashionMNIST.classNames` says what they mean.
  ///   - perClass: the number of images of each class; all of them if not given.
  ///   - split: the training or the test images.
  ///   - targets: how classes become numbers.
  ///   - directory: the folder of the IDX files; otherwise see `FashionMNIST.directory(argument:environment:)`.
  /// - Throws: `DataError.file` for a missing, short or damaged file; `.invalidArgument` for classes or counts that the
  ///   data set does not have.
  public static func fashionMNIST(
    classes: [Int], perClass: Int? = nil, split: FashionMNIST.Split, targets: ClassTargets = .oneHot,
    directory: String? = nil
  ) throws(DataError) -> Dataset {
    try requireUsable(classes: classes, perClass: perClass, targets: targets)
    let folder = FashionMNIST.directory(argument: directory)
    let imagePath = FashionMNIST.existingPath(folder, "\(split.filePrefix)-images-idx3-ubyte")
    let labelPath = FashionMNIST.existingPath(folder, "\(split.filePrefix)-labels-idx1-ubyte")
    let labels = try readLabels(labelPath)
    let images = try readImages(imagePath, count: labels.itemCount)

    let members = classes.map { label in labels.bytes.indices.filter { Int(labels.bytes[$0]) == label } }
    for (label, indices) in zip(classes, members) where indices.count < perClass ?? 1 {
      throw .invalidArgument(
        name: "perClass", value: "\(perClass ?? 1)",
        allowed: "at most \(indices.count), the number of images of class \(label) in \(imagePath)")
    }
    let chosen = members.map { $0.prefix(perClass ?? $0.count) }
    let pixelCount = images.itemLength
    var pixels: [Double] = []
    pixels.reserveCapacity(chosen.reduce(0) { $0 + $1.count } * pixelCount)
    for index in chosen.joined() {
      let bytes = images.bytes[index * pixelCount..<(index + 1) * pixelCount]
      pixels.append(contentsOf: bytes.lazy.map { Double($0) / 255 })
    }
    let targetRows = chosen.enumerated().flatMap { position, indices in
      Array(repeating: targets.values(position: position, classCount: classes.count), count: indices.count)
    }
    return Dataset(
      checkedInputs: Matrix(rows: targetRows.count, columns: pixelCount, elements: pixels),
      targets: Matrix(targetRows))
  }

  private static func requireUsable(classes: [Int], perClass: Int?, targets: ClassTargets) throws(DataError) {
    let allLabels = 0..<FashionMNIST.classNames.count
    guard !classes.isEmpty, Set(classes).count == classes.count, classes.allSatisfy(allLabels.contains) else {
      throw .invalidArgument(
        name: "classes", value: "\(classes)", allowed: "different labels from 0 to 9, at least one")
    }
    if let perClass, perClass < 1 {
      throw .invalidArgument(name: "perClass", value: "\(perClass)", allowed: "1 or more")
    }
    if targets == .signs, classes.count != 2 {
      throw .invalidArgument(name: "targets", value: "signs", allowed: "signs need exactly two classes")
    }
  }

  private static func readLabels(_ path: String) throws(DataError) -> IDXFile {
    let labels = try readBytes(path)
    guard labels.sizes.count == 1 else {
      throw wrongSizes(path, labels, needed: "one size, the number of labels")
    }
    if let place = labels.bytes.firstIndex(where: { Int($0) >= FashionMNIST.classNames.count }) {
      throw .file(
        path: path, place: .unpackedByte(labels.headerLength + place),
        problem: .wrongValue(found: Int(labels.bytes[place]), allowed: "labels from 0 to 9"), cure: FashionMNIST.cure)
    }
    return labels
  }

  private static func readImages(_ path: String, count: Int) throws(DataError) -> IDXFile {
    let images = try readBytes(path)
    let side = FashionMNIST.imageSide
    guard images.sizes == [count, side, side] else {
      throw wrongSizes(path, images, needed: "\([count, side, side]), one image for each label")
    }
    return images
  }

  private static func readBytes(_ path: String) throws(DataError) -> IDXFile {
    let file = try IDXFile.read(path, cure: FashionMNIST.cure)
    guard file.elementType == .unsignedByte else {
      throw .file(
        path: path, place: .unpackedByte(2), problem: .wrongType(code: file.elementType.rawValue),
        cure: FashionMNIST.cure)
    }
    return file
  }

  private static func wrongSizes(_ path: String, _ file: IDXFile, needed: String) -> DataError {
    .file(
      path: path, place: .unpackedByte(4), problem: .wrongSizes(found: file.sizes, needed: needed),
      cure: FashionMNIST.cure)
  }
}
