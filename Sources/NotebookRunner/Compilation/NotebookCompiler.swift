import Foundation
import NotebookFormat

/// Compiles notebooks; one that has not changed, against a library that has not changed, is not compiled again.
public struct NotebookCompiler: Sendable {
  /// The toolchain that compiles.
  public let toolchain: Toolchain
  /// What notebooks are compiled against.
  public let library: BuiltLibrary
  /// How the notebook's own code is compiled.
  public let configuration: Configuration
  /// Where compiled notebooks are kept.
  public let cacheFolder: String

  /// A compiled notebook.
  public struct Product: Sendable {
    /// The path of the program.
    public var executable: String
    /// The module that the notebook was compiled as: ``moduleName(_:)`` of its path.
    public var module: String
    /// Warnings, with the path as the user gave it.
    public var messages: String
    /// Wall time, in seconds.
    public var seconds: Double
    /// Whether the program was compiled before and found again.
    public var isFromCache: Bool
  }

  /// What the compiler said, with the path as the user gave it.
  public struct CompilationFailure: Error, Sendable {
    /// All that the compiler said.
    public var output: String
    /// The messages whose place is in the notebook.
    public var messages: [CompilerMessage]
  }

  /// A compiler that keeps what it compiles in a folder, which is made where it is missing.
  public init(toolchain: Toolchain, library: BuiltLibrary, configuration: Configuration, cacheFolder: String) {
    self.toolchain = toolchain
    self.library = library
    self.configuration = configuration
    self.cacheFolder = cacheFolder
  }

  /// Compiles and links, or finds what was compiled before. Keeps the 40 programs used last, and all of the last hour.
  ///
  /// - Throws: ``CompilationFailure``, or ``SystemError`` and the like where files cannot be read or written.
  public func compile(_ notebook: Notebook) throws -> Product {
    let start = ContinuousClock.now
    let path = Self.absolutePath(notebook.path)
    let source = InstrumentedSource(notebook, path: path).text
    let module = Self.moduleName(notebook.path)
    let flags = commonFlags(module: module) + optimizationFlags + linkFlags
    let key = SHA256Text.of(
      ([source, library.stamp, toolchain.stamp] + flags).joined(separator: "\u{0}"))
    let folder = cacheFolder + "/" + key
    let executable = folder + "/" + module
    let messagesFile = folder + "/messages.txt"
    let manager = FileManager.default

    if manager.isExecutableFile(atPath: executable),
      let messages = try? String(contentsOfFile: messagesFile, encoding: .utf8)
    {
      // Used now: the last to be thrown away.
      try? manager.setAttributes([.modificationDate: Date()], ofItemAtPath: folder)
      return Product(
        executable: executable, module: module, messages: named(messages, path: path, notebook),
        seconds: Self.seconds(since: start), isFromCache: true)
    }

    let work = cacheFolder + "/.new-\(key.prefix(16))-\(UUID().uuidString.prefix(8))"
    try manager.createDirectory(atPath: work, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: work) }
    let file = work + "/\(module).swift"
    try source.write(toFile: file, atomically: false, encoding: .utf8)
    let result = try Command(toolchain.compiler, flags + ["-o", work + "/" + module, file], in: work).run()
    let output = result.output + result.errors
    guard result.isSuccess else { throw failure(output, path: path, file: file, notebook) }
    try output.write(toFile: work + "/messages.txt", atomically: false, encoding: .utf8)
    // Another run may have been first: its result is as good.
    if rename(work, folder) != 0, !manager.isExecutableFile(atPath: executable) {
      throw SystemError(doing: "keeping the compiled notebook in \(cacheFolder)", code: errno)
    }
    prune()
    return Product(
      executable: executable, module: module, messages: named(output, path: path, notebook),
      seconds: Self.seconds(since: start), isFromCache: false)
  }

  /// Checks types only; gives the warnings, empty for none.
  ///
  /// - Throws: as ``compile(_:)``.
  public func check(_ notebook: Notebook) throws -> String {
    let path = Self.absolutePath(notebook.path)
    let work = cacheFolder + "/.check-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: work) }
    let file = work + "/Check.swift"
    try InstrumentedSource(notebook, path: path).text.write(toFile: file, atomically: false, encoding: .utf8)
    let flags = commonFlags(module: Self.moduleName(notebook.path))
    let result = try Command(toolchain.compiler, ["-typecheck"] + flags + [file], in: work).run()
    let output = result.output + result.errors
    guard result.isSuccess else { throw failure(output, path: path, file: file, notebook) }
    return named(output, path: path, notebook)
  }

  private func failure(_ output: String, path: String, file: String, _ notebook: Notebook) -> CompilationFailure {
    let text = named(output, path: path, notebook).replacing(file, with: "(generated)")
    let messages = CompilerMessage.all(in: text).filter { $0.path == notebook.path }
    return CompilationFailure(output: text, messages: messages)
  }

  /// What the compiler said with the path as the user gave it, and without the driver's own word on its parts.
  private func named(_ output: String, path: String, _ notebook: Notebook) -> String {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      !(line.hasPrefix("error: ") && line.contains(" command failed with exit code"))
    }
    return lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
      .replacing(path + ":", with: notebook.path + ":")
  }

  private func commonFlags(module: String) -> [String] {
    // A cache of our own: one that other builds filled can hide that a C module is not found.
    ["-module-name", module, "-diagnostic-style", "llvm", "-module-cache-path", cacheFolder + "/modules"] + editorFlags
  }

  /// The flags by which the compiler, and an editor's language server, find what a notebook imports.
  public var editorFlags: [String] {
    var flags = ["-swift-version", "5", "-I", library.modulesFolder]
    for folder in library.includeFolders { flags += ["-I", folder] }
    for map in library.moduleMaps { flags += ["-Xcc", "-fmodule-map-file=\(map)"] }
    return flags
  }

  /// Lines of traps need no more than line tables; with all debug information an unoptimised build type-checks twice.
  private var optimizationFlags: [String] {
    configuration == .release ? ["-O", "-g"] : ["-Onone", "-gline-tables-only"]
  }

  private var linkFlags: [String] {
    var flags = [
      "-L", library.productFolder, "-lFlatbookDynamic", "-Xlinker", "-rpath", "-Xlinker", library.productFolder,
    ]
    #if os(Linux)
      // The linker that comes with the toolchain is the fastest.
      flags += ["-use-ld=lld"]
      flags += library.ownObjects
      if !library.spareObjects.isEmpty {
        flags += ["-Xlinker", "--start-lib"] + library.spareObjects.flatMap { ["-Xlinker", $0] }
        flags += ["-Xlinker", "--end-lib"]
      }
    #else
      flags += library.ownObjects
    #endif
    return flags
  }

  /// Keeps the 40 compiled notebooks used last.
  private func prune() {
    let manager = FileManager.default
    let entries = ((try? manager.contentsOfDirectory(atPath: cacheFolder)) ?? []).filter { $0.count == 64 }
    guard entries.count > 40 else { return }
    let dated = entries.map { entry in
      let date = (try? manager.attributesOfItem(atPath: cacheFolder + "/" + entry))?[.modificationDate] as? Date
      return (entry: entry, date: date ?? .distantPast)
    }
    for old in dated.sorted(by: { $0.date > $1.date }).dropFirst(40) where old.date.timeIntervalSinceNow < -3600 {
      try? manager.removeItem(atPath: cacheFolder + "/" + old.entry)
    }
  }

  /// A module name made of the file's name.
  public static func moduleName(_ path: String) -> String {
    let base = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let letters = base.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "_"
    }
    return "Notebook_" + String(letters)
  }

  /// The path from the root, without `.` and `..`; links are not followed.
  public static func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start).inSeconds
  }
}
