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
  public let cache: CompileCache
  /// Whether what is kept is used.
  public let cacheUse: CacheMode

  /// A compiled notebook. The program stays where it is as long as this value lives.
  public struct Product: Sendable {
    /// The path of the program.
    public var executable: String { lease.executable }
    /// The module that the notebook was compiled as: ``moduleName(_:)`` of its path.
    public var module: String
    /// Warnings, with the path as the user gave it.
    public var messages: String
    /// Wall time, in seconds.
    public var seconds: Double
    /// Whether the program was compiled before and found again.
    public var isFromCache: Bool
    /// Why it was compiled, or was not.
    public var reason: CompileReason
    /// What was wrong with the program that was kept; nil where nothing was.
    public var damage: String?
    let lease: CompileCache.Lease
  }

  /// What the compiler said, with the path as the user gave it.
  public struct CompilationFailure: Error, Sendable {
    /// All that the compiler said.
    public var output: String
    /// The messages whose place is in the notebook.
    public var messages: [CompilerMessage]
  }

  /// A compiler that keeps what it compiles in a cache.
  public init(
    toolchain: Toolchain, library: BuiltLibrary, configuration: Configuration, cache: CompileCache,
    cacheUse: CacheMode = .use
  ) {
    self.toolchain = toolchain
    self.library = library
    self.configuration = configuration
    self.cache = cache
    self.cacheUse = cacheUse
  }

  /// Compiles and links, or finds what was compiled before, after making sure of its bytes.
  ///
  /// - Throws: ``CompilationFailure``, or ``SystemError`` and the like where files cannot be read or written.
  public func compile(_ notebook: Notebook) throws -> Product {
    let start = ContinuousClock.now
    let path = Self.absolutePath(notebook.path)
    let source = InstrumentedSource(notebook, path: path).text
    let module = Self.moduleName(notebook.path)
    let flags = commonFlags(module: module) + optimizationFlags + linkFlags
    let key = key(source: source, flags: flags)
    let last = CompileMemory.read(path, in: cache.folder)
    func product(_ lease: CompileCache.Lease, isFromCache: Bool, _ reason: CompileReason, damage: String? = nil)
      -> Product
    {
      if cacheUse != .off { CompileMemory(key: key, source: notebook.source).save(path, in: cache.folder) }
      return Product(
        module: module, messages: named(lease.entry.messages, path: path, notebook),
        seconds: (ContinuousClock.now - start).inSeconds, isFromCache: isFromCache, reason: reason, damage: damage,
        lease: lease)
    }

    var reason = CompileReason.compiled(key, last, notebook)
    var damage: String?
    switch cacheUse {
    case .off: reason = .off
    case .refresh: reason = .refreshed
    case .use:
      switch cache.find(key) {
      case .nothing: break
      case .program(let lease): return product(lease, isFromCache: true, .found(last, notebook))
      case .damaged(let words):
        reason = .damaged(words)
        damage = "the kept program of \(notebook.path) was damaged and is compiled again: \(words)"
      }
    }
    let work = try cache.workFolder(String(key.digest.prefix(16)))
    let file = work.path + "/\(module).swift"
    try source.write(toFile: file, atomically: false, encoding: .utf8)
    let output = try compiled(
      flags + ["-o", work.path + "/" + module, file], in: work.path, path: path, file: file, notebook)
    let lease: CompileCache.Lease
    if cacheUse == .off {
      lease = try cache.use(work, key: key, program: module, messages: output)
    } else {
      lease = try cache.keep(work, key: key, program: module, messages: output)
      cache.prune()
    }
    return product(lease, isFromCache: false, reason, damage: damage)
  }

  /// Checks types only; gives the warnings, empty for none.
  ///
  /// - Throws: as ``compile(_:)``.
  public func check(_ notebook: Notebook) throws -> String {
    let path = Self.absolutePath(notebook.path)
    let work = try cache.workFolder("check")
    let file = work.path + "/Check.swift"
    try InstrumentedSource(notebook, path: path).text.write(toFile: file, atomically: false, encoding: .utf8)
    let flags = commonFlags(module: Self.moduleName(notebook.path))
    let output = try compiled(["-typecheck"] + flags + [file], in: work.path, path: path, file: file, notebook)
    return named(output, path: path, notebook)
  }

  private func key(source: String, flags: [String]) -> CompileKey {
    var hashes = KnownHashes(rememberedIn: cache.folder + "/hashes.json")
    let parts = library.parts(&hashes)
    hashes.save()
    return CompileKey(
      source: SHA256Text.of(source), library: parts.library, package: parts.package, toolchain: toolchain.stamp,
      options: flags)
  }

  /// Runs the compiler; gives what it said.
  private func compiled(
    _ arguments: [String], in folder: String, path: String, file: String, _ notebook: Notebook
  ) throws -> String {
    var result = try Command(toolchain.compiler, arguments, in: folder).run()
    if !result.isSuccess, (result.output + result.errors).contains(moduleCache) {
      // The compiler's own store of C modules is the one thing here that nobody checks: without it once more.
      try? FileManager.default.removeItem(atPath: moduleCache)
      result = try Command(toolchain.compiler, arguments, in: folder).run()
    }
    let output = result.output + result.errors
    guard result.isSuccess else { throw failure(output, path: path, file: file, notebook) }
    return output
  }

  /// A store of C modules of our own: one that other builds filled can hide that a C module is not found.
  private var moduleCache: String { cache.folder + "/modules" }

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
    ["-module-name", module, "-diagnostic-style", "llvm", "-module-cache-path", moduleCache] + editorFlags
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
}
