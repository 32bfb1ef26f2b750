// swift-tools-version: 6.2
import PackageDescription

// Settings, declared once.
let swiftSettings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], links: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: swiftSettings,
    linkerSettings: links.map { .linkedLibrary($0, .when(platforms: [.linux])) })
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

let package = Package(
  name: "flatbook",
  products: [
    .library(name: "Flatbook", targets: ["Flatbook"]),
    // Figures alone, for programs that compute elsewhere.
    .library(name: "FlatbookPlots", targets: ["Plotting", "CairoPlotting"]),
    // What a compiled notebook links: one shared library, so that linking a notebook takes no time.
    .library(name: "FlatbookDynamic", type: .dynamic, targets: ["Flatbook"]),
    .executable(name: "notebook", targets: ["notebook"]),
    .plugin(name: "RunNotebook", targets: ["RunNotebook"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Layer 0: what the operating system provides.
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(name: "CISAL", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .systemLibrary(
      name: "CCairo", providers: [.apt(["libcairo2-dev", "libpango1.0-dev"]), .brew(["cairo", "pango"])]),
    .systemLibrary(
      name: "CCmarkGFM",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    .systemLibrary(name: "CDuktape", providers: [.apt(["duktape-dev"]), .brew(["duktape"])]),
    .systemLibrary(name: "CHarfBuzz", providers: [.apt(["libharfbuzz-dev"]), .brew(["harfbuzz"])]),
    .systemLibrary(name: "CBrotli", providers: [.apt(["libbrotli-dev"]), .brew(["brotli"])]),

    // Beside the towers, seen by both: what they may share without seeing each other.
    module("Hashing"),
    module("DiskStore", ["Hashing"]),

    // Layer 1, the theory tower: numbers → learning → flat minima.
    .target(name: "CKernels", cSettings: [.define("NDEBUG")]),
    module("LinearAlgebra", ["CKernels", "COpenBLAS"], links: ["m"]),
    module("Learning", ["LinearAlgebra", "DiskStore", "CZlib"], links: ["m"]),
    module("FlatMinima", ["Learning"], links: ["m"]),

    // Layer 2, the plotting tower: data → scene → surface.
    module("Plotting", links: ["m"]),
    module("CairoPlotting", ["Plotting", "CCairo", "CDeflate", "CISAL"], links: ["m"]),

    // Layer 3, the notebook tower: file → recording → page.
    module("NotebookFormat", ["Hashing"]),
    .target(name: "CNotebookRuntime"),
    module("NotebookRuntime", ["NotebookFormat", "DiskStore", "CNotebookRuntime"], links: ["m"]),
    .target(name: "CNotebookProcess"),
    module("NotebookRunner", ["NotebookFormat", "CNotebookProcess"]),
    module("NotebookPreview"),
    module("NotebookReport", ["NotebookFormat", "CCmarkGFM", "CDuktape", "CHarfBuzz", "CBrotli"]),

    // Layer 4: where the towers meet, the tool and the plugin.
    module("Flatbook", ["FlatMinima", "CairoPlotting", "NotebookRuntime"]),
    .executableTarget(
      name: "notebook",
      dependencies: [
        "NotebookFormat", "CNotebookProcess", "NotebookRunner", "NotebookReport", "NotebookPreview",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .plugin(
      name: "RunNotebook",
      capability: .command(
        intent: .custom(verb: "run-notebook", description: "Run literate Swift notebooks and write HTML reports"))),

    // Tests mirror the sources.
    tests("HashingTests", ["Hashing"]),
    tests("DiskStoreTests", ["DiskStore"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "CKernels"]),
    tests("LearningTests", ["Learning"], resources: [.copy("Training/Workloads")]),
    tests("FlatMinimaTests", ["FlatMinima"], resources: [.copy("Golden/golden.json"), .copy("PyTorch/Reference")]),
    tests("PlottingTests", ["Plotting", "LinearAlgebra"]),
    tests("CairoPlottingTests", ["CairoPlotting", "CCairo"]),
    tests("NotebookFormatTests", ["NotebookFormat"]),
    tests("NotebookRuntimeTests", ["NotebookRuntime"]),
    tests("NotebookRunnerTests", ["NotebookRunner"]),
    tests("NotebookPreviewTests", ["NotebookPreview"]),
    tests("NotebookReportTests", ["NotebookReport", "CBrotli"]),
    tests("FlatbookTests", ["Flatbook", "NotebookFormat", "NotebookReport"]),
    tests("EndToEndTests", ["NotebookFormat", "CairoPlotting"]),
  ]
)
