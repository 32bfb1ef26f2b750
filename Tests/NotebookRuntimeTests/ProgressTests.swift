import NotebookRuntime
import Testing

@Suite("Progress")
struct ProgressTests {
  @Test("going through a collection with progress gives its elements")
  func elements() {
    #expect(Array(progress(over: 3..<7, "work")) == [3, 4, 5, 6])
    #expect(Array(progress(over: [Int]())).isEmpty)
  }
}
