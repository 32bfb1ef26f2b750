/// How much is said.
enum Verbosity { case quiet, normal, verbose }
