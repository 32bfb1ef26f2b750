import Learning
import LinearAlgebra
import Testing

/// Random damage to files.
enum Corruption {
  /// Damages one to five places: bytes cut off, added, replaced, copied elsewhere; most of them in the first `head` bytes.
  static func damaged(_ original: [UInt8], head: Int, using generator: inout SplitMix64) -> [UInt8] {
    var content = original
    for _ in 0...generator.uniformIndex(below: 5) {
      guard !content.isEmpty else { return content }
      let anywhere = generator.uniformIndex(below: content.count)
      let place = generator.uniformIndex(below: 3) == 0 ? anywhere : anywhere % min(content.count, head)
      let byte = UInt8(truncatingIfNeeded: generator.next())
      switch generator.uniformIndex(below: 6) {
      case 0: content.removeLast(min(content.count, generator.uniformIndex(below: 40)))
      case 1: content.append(byte)
      case 2: content.remove(at: place)
      case 3: content[place] ^= 1 << (byte & 7)
      case 4: content[place] = content[anywhere]
      default: content[place] = byte
      }
    }
    return content
  }

  /// Reads 20,000 damaged copies; every one must end in a value or in an error about the file. Gives the refusals.
  static func refusals(
    of original: [UInt8], head: Int, seed: UInt64, _ read: ([UInt8]) throws -> Void
  ) -> Int {
    var generator = SplitMix64(seed: seed)
    var refused = 0
    for _ in 0..<20_000 {
      let content = damaged(original, head: head, using: &generator)
      do {
        try read(content)
      } catch DataError.file(_, _, let problem, let cure) {
        refused += 1
        if problem.description.isEmpty || cure.isEmpty { Issue.record("an error without words: \(problem)") }
      } catch {
        Issue.record("\(error) is not about the file")
      }
    }
    return refused
  }
}

/// What an error about a file says.
func fileProblem(_ body: () throws -> Void) -> (FilePlace, FileProblem)? {
  do {
    try body()
    return nil
  } catch DataError.file(_, let place, let problem, _) {
    return (place, problem)
  } catch {
    return nil
  }
}

/// Expects an error about a file at a place, with a problem if one is given.
func expectRefusal(
  _ place: FilePlace, _ problem: FileProblem? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  let found = fileProblem(body)
  #expect(found?.0 == place, "found \(String(describing: found))", sourceLocation: sourceLocation)
  if let problem { #expect(found?.1 == problem, sourceLocation: sourceLocation) }
}
