import Exact
import ShufflePenalty

/// An instance of a claim as text: exact matrices and numbers with their names.
package struct InstanceRecord: Codable, Equatable, Sendable {
  /// A matrix with its name.
  package struct Matrix: Codable, Equatable, Sendable {
    /// The name, such as `M`.
    package var name: String
    /// The exact entries, row by row.
    package var rows: [[String]]
  }

  /// A number with its name.
  package struct Number: Codable, Equatable, Sendable {
    /// The name, such as `lambda`.
    package var name: String
    /// The exact value.
    package var value: String
  }

  /// The matrices.
  package var matrices: [Matrix]
  /// The numbers; empty for claims about matrices alone.
  package var numbers: [Number]

  init(_ instance: ClaimInstance, of subject: ClaimSubject) {
    matrices = zip(subject.matrixNames, instance.matrices).map {
      Matrix(name: $0, rows: $1.rows.map { $0.map(\.description) })
    }
    numbers = zip(subject.numberNames, instance.numbers).map {
      Number(name: $0, value: $1.description)
    }
  }

  /// The instance in lines for a person, with aligned columns.
  package var lines: [String] {
    var result: [String] = []
    for matrix in matrices {
      result.append("\(matrix.name) =")
      let width = matrix.rows.joined().map(\.count).max() ?? 0
      for row in matrix.rows {
        let entries = row.map { String(repeating: " ", count: width - $0.count) + $0 }
        result.append("  " + entries.joined(separator: "  "))
      }
    }
    for number in numbers { result.append("\(number.name) = \(number.value)") }
    return result
  }
}
