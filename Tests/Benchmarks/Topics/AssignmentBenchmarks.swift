import Birkhoff
import Exact

/// Exact linear assignment, with its dual proof, on float32 matrices.
enum AssignmentBenchmarks {
  static func all(_ inputs: BenchmarkInputs) -> [Benchmark] {
    inputs.assignments.map { name, order, values in
      let matrix = inputs.exact(values, columns: order)
      return Benchmark(name) {
        Assignment(maximising: matrix)
      } text: {
        $0.permutation.images.map(String.init).joined(separator: " ")
      }
    }
  }
}
