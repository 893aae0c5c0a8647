import Foundation

/// Values from several threads, behind a lock that the thread sanitizer knows of.
final class Gathered<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [Value] = []

  func append(_ value: Value) { lock.withLock { list.append(value) } }

  var values: [Value] { lock.withLock { list } }
}
