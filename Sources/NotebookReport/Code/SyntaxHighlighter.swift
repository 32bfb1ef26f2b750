import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Classifies the words of Swift source by the toolchain's own library, opened at run time. Where it is missing, code
/// stays plain.
struct SyntaxHighlighter: Sendable {
  enum Kind: String, Sendable {
    case keyword = "k"
    case type = "t"
    case string = "s"
    case number = "n"
    case comment = "c"
    case attribute = "a"
  }

  struct Token: Equatable, Sendable {
    var kind: Kind
    /// In bytes of the source.
    var range: Range<Int>
  }

  /// The tokens of a whole file, in its order; nil when the library is missing or fails. What was asked last is known.
  static func tokens(of source: String) -> [Token]? {
    if let known = recent.tokens(of: source) { return known }
    guard let answer = library?.classify(source) else { return nil }
    let tokens = tokens(inDescription: answer, length: source.utf8.count)
    recent.remember(tokens, of: source)
    return tokens
  }

  private static let recent = RecentTokens()

  /// Opened once: it may be initialised only once in a process.
  private static let library = SourceKitLibrary.open()

  /// Reads the library's printed answer: entries of kind, offset and length, in this or another order.
  static func tokens(inDescription text: String, length: Int) -> [Token] {
    var tokens: [Token] = []
    var kind: Kind?
    var offset: Int?
    var count: Int?
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: line.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
      if line.hasPrefix("key.kind: source.lang.swift.syntaxtype.") {
        kind = Self.kind(String(line.dropFirst(39).prefix { $0 != "," }))
      } else if line.hasPrefix("key.offset: ") {
        offset = Int(line.dropFirst(12).prefix { $0.isNumber })
      } else if line.hasPrefix("key.length: ") {
        count = Int(line.dropFirst(12).prefix { $0.isNumber })
      } else if line.hasPrefix("}") {
        if let kind, let offset, let count, offset >= tokens.last?.range.upperBound ?? 0, offset + count <= length {
          tokens.append(Token(kind: kind, range: offset..<offset + count))
        }
        (kind, offset, count) = (nil, nil, nil)
      }
    }
    return tokens
  }

  private static func kind(_ name: String) -> Kind? {
    switch name {
    case "keyword", "buildconfig.keyword", "pounddirective.keyword": .keyword
    case "typeidentifier", "buildconfig.id": .type
    case "string": .string
    case "number": .number
    case "comment", "comment.mark", "comment.url", "doccomment", "doccomment.field": .comment
    case "attribute.builtin", "attribute.id": .attribute
    default: nil
    }
  }
}

/// The toolchain's source library and the few of its functions that are needed.
private final class SourceKitLibrary: @unchecked Sendable {
  private typealias Object = UnsafeMutableRawPointer
  private typealias GetUID = @convention(c) (UnsafePointer<CChar>) -> Object?
  private typealias CreateDictionary = @convention(c) (Object?, Object?, Int) -> Object?
  private typealias SetUID = @convention(c) (Object, Object?, Object?) -> Void
  private typealias SetNumber = @convention(c) (Object, Object?, Int64) -> Void
  private typealias SetString = @convention(c) (Object, Object?, UnsafePointer<CChar>, Int) -> Void
  private typealias Send = @convention(c) (Object) -> Object?
  private typealias IsError = @convention(c) (Object) -> Bool
  private typealias Describe = @convention(c) (Object) -> UnsafeMutablePointer<CChar>?
  private typealias Release = @convention(c) (Object) -> Void

  private let uid: GetUID
  private let createDictionary: CreateDictionary
  private let setUID: SetUID
  private let setNumber: SetNumber
  private let setString: SetString
  private let send: Send
  private let isError: IsError
  private let describe: Describe
  private let releaseRequest: Release
  private let disposeResponse: Release
  private let lock = NSLock()

  static func open() -> SourceKitLibrary? {
    for path in candidates() where FileManager.default.isReadableFile(atPath: path) {
      if let handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL), let library = SourceKitLibrary(handle) { return library }
    }
    return nil
  }

  private static func candidates() -> [String] {
    let environment = ProcessInfo.processInfo.environment
    if let chosen = environment["FLATBOOK_SOURCEKIT"] { return [chosen] }
    var paths: [String] = []
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let swift = URL(fileURLWithPath: String(folder)).appendingPathComponent("swift").resolvingSymlinksInPath()
      guard FileManager.default.isExecutableFile(atPath: swift.path) else { continue }
      let library = swift.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("lib")
      paths.append(library.appendingPathComponent("libsourcekitdInProc.so").path)
      paths.append(library.appendingPathComponent("sourcekitdInProc.framework/sourcekitdInProc").path)
    }
    return paths
  }

  private init?(_ handle: UnsafeMutableRawPointer) {
    func function<Function>(_ name: String, as _: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
    }
    guard let initialize = function("sourcekitd_initialize", as: (@convention(c) () -> Void).self),
      let uid = function("sourcekitd_uid_get_from_cstr", as: GetUID.self),
      let createDictionary = function("sourcekitd_request_dictionary_create", as: CreateDictionary.self),
      let setUID = function("sourcekitd_request_dictionary_set_uid", as: SetUID.self),
      let setNumber = function("sourcekitd_request_dictionary_set_int64", as: SetNumber.self),
      let setString = function("sourcekitd_request_dictionary_set_stringbuf", as: SetString.self),
      let send = function("sourcekitd_send_request_sync", as: Send.self),
      let isError = function("sourcekitd_response_is_error", as: IsError.self),
      let describe = function("sourcekitd_response_description_copy", as: Describe.self),
      let releaseRequest = function("sourcekitd_request_release", as: Release.self),
      let disposeResponse = function("sourcekitd_response_dispose", as: Release.self)
    else { return nil }
    self.uid = uid
    self.createDictionary = createDictionary
    self.setUID = setUID
    self.setNumber = setNumber
    self.setString = setString
    self.send = send
    self.isError = isError
    self.describe = describe
    self.releaseRequest = releaseRequest
    self.disposeResponse = disposeResponse
    initialize()
  }

  /// What the library says of the source's syntax, printed; nil when it fails.
  func classify(_ source: String) -> String? {
    lock.lock()
    defer { lock.unlock() }
    let name = "notebook.swift"
    guard
      let answer = ask(
        "source.request.editor.open", name: name, source: source,
        options: ["key.enablesyntaxmap", "key.syntactic_only"], disabled: ["key.enablesubstructure"])
    else { return nil }
    _ = ask("source.request.editor.close", name: name, source: nil, options: [], disabled: [])
    return answer
  }

  private func ask(
    _ request: String, name: String, source: String?, options: [String], disabled: [String]
  ) -> String? {
    guard let dictionary = createDictionary(nil, nil, 0) else { return nil }
    defer { releaseRequest(dictionary) }
    setUID(dictionary, uid("key.request"), uid(request))
    set("key.name", name, in: dictionary)
    if let source { set("key.sourcetext", source, in: dictionary) }
    for option in options { setNumber(dictionary, uid(option), 1) }
    for option in disabled { setNumber(dictionary, uid(option), 0) }
    guard let response = send(dictionary) else { return nil }
    defer { disposeResponse(response) }
    guard !isError(response), let description = describe(response) else { return nil }
    defer { free(description) }
    return String(cString: description)
  }

  private func set(_ key: String, _ value: String, in dictionary: Object) {
    var value = value
    value.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        if let start = characters.baseAddress { setString(dictionary, uid(key), start, characters.count) }
      }
    }
  }
}
