// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "course",
  dependencies: [
    // Inside Flatbook's own repository. In a repository of your own, depend on it by address:
    //   .package(url: "https://…/flatbook", from: "0.1.0"),
    .package(name: "flatbook", path: "../..")
  ],
  targets: [
    // What several lectures share. The notebooks in `notebooks/` import it by its name.
    .target(name: "Course", dependencies: [.product(name: "Flatbook", package: "flatbook")])
  ]
)
