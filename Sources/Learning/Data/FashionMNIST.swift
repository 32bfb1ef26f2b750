#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the Fashion-MNIST data set lies and what is in it: 28 × 28 grey images of ten kinds of clothing.
///
/// Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST" (2017), MIT licence; Debian packages it as
/// `dataset-fashion-mnist`.
public enum FashionMNIST {
  /// The two parts of the data set.
  public enum Split: String, Sendable, CaseIterable {
    /// 60,000 images, 6,000 of each class.
    case train
    /// 10,000 images, 1,000 of each class.
    case test

    var filePrefix: String { self == .train ? "train" : "t10k" }
  }

  /// What the ten labels mean, in order.
  public static let classNames = [
    "T-shirt or top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
  ]

  /// The width and the height of an image in pixels.
  public static let imageSide = 28

  /// The environment variable that may name the folder of the four IDX files.
  public static let environmentVariable = "FLATBOOK_FASHION_MNIST"

  /// Where Debian's package puts the four IDX files.
  public static let debianDirectory = "/usr/share/datasets/fashion-mnist"

  /// The folder that is read: the argument if there is one, else the environment's, else Debian's.
  ///
  /// A folder that was asked for is never silently replaced by another one.
  public static func directory(argument: String? = nil, environment: String? = environmentDirectory) -> String {
    argument ?? environment ?? debianDirectory
  }

  /// The value of the environment variable, if it is set and not empty.
  public static var environmentDirectory: String? {
    guard let value = getenv(environmentVariable) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Whether all four files are there. Says nothing about their content.
  public static func isInstalled(directory: String? = nil) -> Bool {
    let folder = self.directory(argument: directory)
    return Split.allCases.allSatisfy { split in
      ["images-idx3-ubyte", "labels-idx1-ubyte"].allSatisfy {
        access(existingPath(folder, "\(split.filePrefix)-\($0)"), R_OK) == 0
      }
    }
  }

  static let cure = """
    Install the Debian package dataset-fashion-mnist, or name the folder of its four IDX files by the argument \
    "directory" or the environment variable \(environmentVariable).
    """

  /// The packed file if it exists, else the plain one if that exists, else the packed name.
  static func existingPath(_ folder: String, _ name: String) -> String {
    let plain = "\(folder)/\(name)"
    let packed = plain + ".gz"
    return access(packed, F_OK) != 0 && access(plain, F_OK) == 0 ? plain : packed
  }
}
