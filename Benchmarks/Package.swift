// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "flatbook", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        .product(name: "Flatbook", package: "flatbook"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    // A process of its own that draws one line, for `benchmarks plots`.
    .executableTarget(
      name: "line-plot", dependencies: [.product(name: "FlatbookPlots", package: "flatbook")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    // Talks to the tool from outside, so it needs nothing of Flatbook.
    .executableTarget(
      name: "preview-speed", dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
