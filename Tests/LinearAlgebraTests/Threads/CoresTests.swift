import LinearAlgebra
import Synchronization
import Testing

@Suite("Cores") struct CoresTests {
  @Test("do every iteration once", arguments: [0, 1, 2, 100])
  func iterations(count: Int) {
    let calls = Mutex([Int](repeating: 0, count: count))
    Cores.perform(count) { i in calls.withLock { $0[i] += 1 } }
    #expect(calls.withLock { $0.allSatisfy { $0 == 1 } })
  }

  @Test("are shared within several iterations, and left to a single one unless it was told to keep to its own")
  func shared() {
    #expect(Cores.count >= 1)
    #expect(!Cores.areShared)
    let seen = Mutex<[Bool]>([])
    Cores.perform(3) { _ in seen.withLock { $0.append(Cores.areShared) } }
    Cores.perform(1) { _ in seen.withLock { $0.append(Cores.areShared) } }
    Cores.perform(1, isLimit: true) { _ in seen.withLock { $0.append(Cores.areShared) } }
    #expect(seen.withLock { $0 } == [true, true, true, false, true])
    #expect(parallelMap(0..<2) { _ in Cores.areShared } == [true, true])
    #expect(!Cores.areShared)
  }
}
