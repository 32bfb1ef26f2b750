import ArgumentParser

/// What happens to the other notebooks when one has failed.
enum AfterFailure: String, EnumerableFlag { case keepGoing, failFast }
