/// An error for the user: one sentence on standard error and an exit code.
struct Failure: Error {
  /// The exit codes of the command line.
  enum Code: Int32 {
    case refuted = 1
    case undecided = 2
    case usage = 64
    case badData = 65
    case missingFile = 66
    case internalError = 70
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
