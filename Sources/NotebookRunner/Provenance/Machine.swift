import Foundation

/// The machine, as far as numbers may depend on it.
enum Machine {
  static var platform: String {
    let architecture: String
    #if arch(x86_64)
      architecture = "x86_64"
    #elseif arch(arm64)
      architecture = "arm64"
    #else
      architecture = "unknown architecture"
    #endif
    let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let name = value(of: "PRETTY_NAME", separator: "=", in: release)?.trimmingCharacters(in: ["\""])
    return "\(name ?? ProcessInfo.processInfo.operatingSystemVersionString), \(architecture)"
  }

  static var processor: String? {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = value(of: "model name", separator: ":", in: information)
    return "\(name ?? "processor"), \(cores) \(cores == 1 ? "core" : "cores")"
  }

  private static func value(of key: String, separator: Character, in text: String) -> String? {
    for line in text.split(separator: "\n") where line.hasPrefix(key) {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key else { continue }
      return parts[1].trimmingCharacters(in: .whitespaces)
    }
    return nil
  }
}
