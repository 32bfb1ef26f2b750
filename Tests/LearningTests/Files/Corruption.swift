import Learning
import LinearAlgebra
import Testing

/// What a reader of files makes of damaged ones.
enum Corruption {
  /// Reads 20,000 damaged copies; every one must end in a value or in an error about the file. Gives the refusals.
  static func refusals(
    of original: [UInt8], head: Int, seed: UInt64, _ read: ([UInt8]) throws -> Void
  ) -> Int {
    var generator = SplitMix64(seed: seed)
    var refused = 0
    for _ in 0..<20_000 {
      let content = Damage.damaged(original, head: head, using: &generator)
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
