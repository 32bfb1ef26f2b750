import Foundation

/// Signals in plain words.
enum SignalWords {
  static func text(_ signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP: "Swift stopped the notebook at a failed check"
    case SIGSEGV: "the notebook touched memory that is not its own (SIGSEGV): often a recursion without end"
    case SIGBUS: "the notebook touched memory in a wrong way (SIGBUS)"
    case SIGFPE: "the notebook did impossible arithmetic (SIGFPE)"
    case SIGABRT: "the notebook gave up (SIGABRT)"
    case SIGKILL: "the system killed the notebook (SIGKILL): often because memory ran out"
    case SIGTERM: "something told the notebook to end (SIGTERM)"
    case SIGXCPU: "the notebook used up the processor time that it may use (SIGXCPU)"
    case SIGPIPE: "the notebook wrote to a pipe that nobody reads (SIGPIPE)"
    default: "the notebook was ended by signal \(signal)"
    }
  }
}
