/// What W2 is trained on.
enum WorkloadImages: Equatable {
  /// The 1,000 digits that `expected.json` is about.
  case digits
  /// 500 images each of two classes of Fashion-MNIST, at half brightness.
  case fashion
  /// Nothing: why not.
  case none(String)

  /// In words.
  var text: String {
    switch self {
    case .digits: "the digits"
    case .fashion: "two classes of Fashion-MNIST"
    case .none: "missing"
    }
  }
}
