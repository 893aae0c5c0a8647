import Certificates
import Exact
import Verification

/// Whole certificates of float32 matrices, from the matrix in memory to the value to be written.
enum CertifyBenchmarks {
  static func all(_ inputs: BenchmarkInputs) -> [Benchmark] {
    [64, 1024].map { n in
      let matrix = inputs.exact(inputs.trainedFloats(order: n), columns: n)
      return Benchmark("certify/float32-\(n)") {
        Certifier.certify(matrix)
      } text: {
        $0.verdict.rawValue
      }
    }
  }
}
