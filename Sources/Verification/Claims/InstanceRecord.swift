import Claims
import Exact

/// An instance of a claim as text: exact matrices, numbers and lists of integers with their names.
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

  /// A list of integers with its name.
  package struct Integers: Codable, Equatable, Sendable {
    /// The name, such as `p`.
    package var name: String
    /// The integers.
    package var values: [Int]
  }

  /// The matrices.
  package var matrices: [Matrix]
  /// The numbers; empty for claims about matrices alone.
  package var numbers: [Number]
  /// The lists of integers; empty for claims about matrices and numbers.
  package var integers: [Integers]

  init(_ instance: ClaimInstance, of subject: ClaimSubject) {
    let names = subject.names
    matrices = zip(names.matrices, instance.matrices).map {
      Matrix(name: $0, rows: $1.rows.map { $0.map(\.description) })
    }
    numbers = zip(names.numbers, instance.numbers).map {
      Number(name: $0, value: $1.description)
    }
    integers = zip(names.integers, instance.integers).map { Integers(name: $0, values: $1) }
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
    for list in integers { result.append("\(list.name) = \(list.values)") }
    return result
  }
}
