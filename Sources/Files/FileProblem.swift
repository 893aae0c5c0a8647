import Foundation

/// What the file system says when it refuses something.
package enum FileProblem {
  /// The reason behind an error of Foundation's, such as "no space left on device": the words of
  /// the system, without a capital and a full stop.
  package static func reason(of error: any Error) -> String {
    let error = error as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    guard cause.domain == NSPOSIXErrorDomain else {
      return "error \(cause.code) of \(cause.domain)"
    }
    return reason(ofCode: Int32(cause.code))
  }

  /// The same for a value of `errno`.
  package static func reason(ofCode code: Int32) -> String {
    let words = String(cString: strerror(code))
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
