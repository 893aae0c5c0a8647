/// Something that is timed: a name and an operation.
struct Benchmark {
  /// The name, such as `penalty/float32-64`; peers that do the same use the same name.
  let name: String
  /// Does the work once and keeps its result alive.
  private let operation: () -> Void
  /// The result as text, the same for everyone who computes the same.
  private let result: () -> String

  /// Times `operation`; `text` writes its result so that peers can be compared.
  init<Result>(
    _ name: String, _ operation: @escaping () -> Result,
    text: @escaping (Result) -> String
  ) {
    self.name = name
    // A result that goes somewhere cannot be optimised away.
    self.operation = { Self.lastResult = operation() }
    result = { text(operation()) }
  }

  private nonisolated(unsafe) static var lastResult: Any = ()

  /// Times repetitions that together take at least `duration` seconds, after one that is not
  /// counted.
  func sample(duration: Double = 0.1) -> Sample {
    let text = result()
    // The end of another benchmark's result is no part of this one.
    Self.lastResult = ()
    var repetitions = 1
    while true {
      let (wall, processor) = (Clock.wall, Clock.processor)
      for _ in 0..<repetitions { operation() }
      let elapsed = Clock.wall - wall
      let spent = Clock.processor - processor
      if elapsed >= duration {
        return Sample(
          program: Sample.own, benchmark: name, wall: elapsed / Double(repetitions),
          processor: spent / Double(repetitions), result: text)
      }
      repetitions *= max(2, min(100, Int(1.2 * duration / max(elapsed, 1e-9))))
    }
  }

  /// Runs `rounds` rounds, in each every benchmark once, so that a slow minute of the machine is
  /// spread over all of them.
  static func interleaved(
    _ benchmarks: [Benchmark], rounds: Int, duration: Double = 0.1
  ) -> [Sample] {
    (0..<rounds).flatMap { _ in benchmarks.map { $0.sample(duration: duration) } }
  }
}
