import Files
import Foundation

/// The two standard streams, the only way by which the program writes to them.
///
/// Nothing is buffered, so that what has been written is written.
package enum StandardStream {
  /// What the program is asked for.
  case output
  /// What it says beside that: errors and progress.
  case errors

  /// Makes the streams fit for use; to be called before any file is opened.
  ///
  /// A stream that is closed is opened on nothing, so that no file can take its place and be
  /// written to; and a reader that is gone is an error of the write and not the end of the program.
  package static func prepare() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one. Open for reading only, so that writes still fail.
      _ = open("/dev/null", O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether the stream is a terminal.
  var isTerminal: Bool { isatty(descriptor) != 0 }

  /// Writes a text whole.
  ///
  /// - Throws: why the rest of it cannot be written.
  package func write(_ text: String) throws(StandardStreamError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        // Somebody else made the stream one that does not wait; this program waits.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        throw StandardStreamError(reason: FileProblem.reason(ofCode: errno))
      }
    }
  }

  private var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }
}

/// Why a standard stream cannot be written.
package struct StandardStreamError: Error, Equatable {
  /// The system's words.
  package let reason: String
}
